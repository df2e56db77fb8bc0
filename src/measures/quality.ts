import type { Points } from "./points.ts";

/** A set of real points with what depends on it alone: made once, used at every evaluation. */
export interface RealReference {
  readonly rows: number;
  readonly dims: number;
  readonly neighbours: number;
}

export interface Quality {
  readonly precision: number;
  readonly recall: number;
  readonly density: number;
  readonly coverage: number;
}

export declare function prepareReal(real: Points, neighbours: number): RealReference;
export declare function quality(reference: RealReference, fake: Points): Quality;
