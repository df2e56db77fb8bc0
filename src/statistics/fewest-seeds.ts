/** Fewer say too little of how far chance goes: they have no interval, and of their differences nothing is said but what they are. */
export const FEWEST_SEEDS = 3;
