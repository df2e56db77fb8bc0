import { blockSome } from "./blocks.ts";
import type { BlockedPoints } from "./blocks.ts";
import { undefinedBecause, type Undefined } from "./measured.ts";
import { nearestOthers } from "./nearest-other.ts";
import { likeliestSize, sizeBounds } from "./occupancy.ts";
import type { PointMeasure } from "./point-measure.ts";
import type { Sliced } from "./slices.ts";

/** How sure the bounds are that hold both estimates. */
const LEVEL = 0.95;

/** Half of the real points, to be retrieved, and what the other half retrieves. */
export interface RetrievalReference {
  readonly targets: BlockedPoints;
  /** The rows of the generated points that retrieve: as many as of the other half. */
  readonly queries: Int32Array;
  /** How many different targets the other half retrieves. */
  readonly distinct: number;
}

export interface Retrieval {
  /** Image Retrieval Score, adjusted: 1 is as diverse as real points. */
  readonly score: number;
  /** How many different targets are retrieved. */
  readonly distinct: number;
}

/**
 * Halves the real points by a fixed draw, since those of a file may be in some order, so that neither half knows of the
 * other. So many generated points as `fakeRows` says will be measured. Undefined with fewer than two real points.
 */
export function* retrievalReference(
  real: BlockedPoints,
  fakeRows: number,
): Sliced<RetrievalReference | Undefined> {
  if (real.rows < 2) return undefinedBecause("fewer than 2 real samples");
  if (fakeRows < 1) return undefinedBecause("no generated samples");
  const order = shuffled(real.rows);
  const half = Math.ceil(real.rows / 2);
  const queries = shuffled(fakeRows).subarray(0, real.rows - half);
  const targets = yield* blockSome(real, order.subarray(0, half));
  const others = yield* blockSome(real, order.subarray(half, half + queries.length));
  return { targets, queries, distinct: yield* retrieved(targets, others) };
}

/**
 * Image Retrieval Score (Dombrowski et al. 2025, arXiv 2411.16171), adjusted. Each generated point retrieves the real one
 * that is nearest to it (of equally near ones the first). Of N real points, n queries retrieve k different ones; the
 * number s of those that can be retrieved at all is what makes k most likely (`likeliestSize`, at most N). The score is
 * this s over the one of as many real points that are held out. No neighbour number, no radius: it counts many-to-one.
 */
export function* imageRetrieval(reference: RetrievalReference, samples: BlockedPoints): Sliced<Retrieval> {
  const distinct = yield* retrieved(reference.targets, yield* blockSome(samples, reference.queries));
  return { distinct, score: sizeOf(reference, distinct) / sizeOf(reference, reference.distinct) };
}

/**
 * Between which values the score lies, in 95 % of cases at least: the lowest s that fits the samples over the highest that
 * fits the real points, and the other way round, each left out by chance in a quarter of 5 %. They say how much the draw of
 * samples matters, as if every real point were as likely to be retrieved.
 */
export function retrievalBounds(reference: RetrievalReference, { distinct }: Retrieval): [number, number] {
  const { targets, queries } = reference;
  const bounds = (found: number) => sizeBounds(found, queries.length, targets.rows, (1 - LEVEL) / 4);
  const [own, real] = [bounds(distinct), bounds(reference.distinct)];
  return [own.low / real.high, own.high / real.low];
}

const sizeOf = ({ targets, queries }: RetrievalReference, distinct: number): number =>
  likeliestSize(distinct, queries.length, targets.rows);

function* retrieved(targets: BlockedPoints, queries: BlockedPoints): Sliced<number> {
  const { row } = yield* nearestOthers(targets, queries);
  return new Set(row).size;
}

/** The rows from 0 on in an order that follows no other: Fisher and Yates, by a linear congruential generator. */
function shuffled(rows: number): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  let state = 1;
  for (let i = rows - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    const row = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = row;
  }
  return order;
}

export const retrieval: PointMeasure = function* ({ real, rows }) {
  const reference = yield* retrievalReference(real, rows);
  if ("reason" in reference) return () => reference;
  return function* ({ blocked }) {
    return (yield* imageRetrieval(reference, blocked)).score;
  };
};
