export interface ScalarPoint {
  readonly step: number;
  readonly value: number;
}

/** Every scalar of a run: tag -> points by step. What a restart made void (steps after its checkpoint) is left out. */
export function readScalars(folder: string): Map<string, ScalarPoint[]> {
  throw new Error(`not built yet: ${folder}`);
}
