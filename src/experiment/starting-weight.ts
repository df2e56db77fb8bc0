/**
 * Where to begin with the weight of pairing: the median of what the study's searches chose for `neighbour` on points
 * (docs/science.md, "What was found"; test/study holds it to the rows). Of pictures and of other stabilisers than R1 nothing is
 * known yet.
 */
export const startingWeight = {
  /** Where nothing holds the discriminator smooth. */
  plain: 0.01,
  /** Beside R1; also the guess beside whatever else bounds the discriminator's slope. */
  smoothed: 0.003,
} as const;

/** As a hint beside a field. */
export const startingWeightWords = `Try ${startingWeight.plain} first, ${startingWeight.smoothed} with R1.`;
