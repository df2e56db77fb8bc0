/** What a file of points may hold. */
export const pointLimits = {
  /** Numbers of one point. */
  dims: 1024,
  /** Numbers in all, which bounds memory: 2^27 are 0.5 GiB as float32. */
  values: 2 ** 27,
  /** Fewer rows cannot be split and measured. */
  rows: 10,
  npyBytes: 2 ** 30,
  csvBytes: 2 ** 28,
} as const;

/** The largest number that float32 holds: larger ones would become infinite in training. */
const FLOAT32_MAX = (2 - 2 ** -23) * 2 ** 127;

/** Whether a number can be trained on. */
export function isUsable(value: number): boolean {
  return Math.abs(value) <= FLOAT32_MAX;
}
