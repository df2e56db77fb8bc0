/** Values of a measure as runs give them whose configurations differ in nothing. */
export const nullData = {
  normal: random => normal(random),
  "6, 7 or 8 modes": random => 6 + Math.floor(3 * random()),
  "a share near 1": random => Math.min(1, 1 + 0.02 * normal(random)),
  "0 or 1": random => Number(random() < 0.5),
  "collapsed or not": random => (random() < 0.5 ? 0.1 : 0.9) + 0.005 * normal(random),
  lognormal: random => Math.exp(normal(random)),
  "always 8": () => 8,
  "8 but for rounding": random => 8 + 1e-15 * Math.floor(4 * random()),
} as const satisfies Readonly<Record<string, (random: () => number) => number>>;

export type NullData = keyof typeof nullData;
export const nullKinds = Object.keys(nullData) as NullData[];

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
