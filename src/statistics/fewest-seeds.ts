/** Fewer say too little of how far chance goes: of their differences nothing is said but what they are. */
export const FEWEST_SEEDS = 3;
