import { BLOCK } from "./blocks.ts";
import type { BlockedPoints } from "./blocks.ts";
import type { Sliced } from "./slices.ts";

/** Blocks of one tile: 8 blocks of 64 dimensions are 32 KiB, so that two tiles stay in the cache. */
const TILE = 8;

/** Differences of coordinates that one slice takes at most, but for a tile of many dimensions. */
const DIFFERENCES_A_SLICE = 2 ** 20;

const tilesASlice = ({ dims }: BlockedPoints): number =>
  Math.max(1, Math.floor(DIFFERENCES_A_SLICE / ((TILE * BLOCK) ** 2 * dims)));

/**
 * Visits every pair of blocks a <= b of one set, tile by tile. Blocks that follow each other lie close together: they are
 * met first, so that limits that shrink do so at once.
 */
export function* visitPairs(points: BlockedPoints, visit: (a: number, b: number) => void): Sliced<void> {
  const { blocks } = points;
  const slice = tilesASlice(points);
  let tiles = 0;
  for (let apart = 0; apart < blocks; apart += TILE) {
    for (let first = 0; first + apart < blocks; first += TILE) {
      const endA = Math.min(first + TILE, blocks);
      const endB = Math.min(first + apart + TILE, blocks);
      for (let a = first; a < endA; a++) {
        for (let b = Math.max(a, first + apart); b < endB; b++) visit(a, b);
      }
      if (++tiles % slice === 0) yield;
    }
  }
}

/** Visits every block a of one set with every block b of another, tile by tile. */
export function* visitCross(
  A: BlockedPoints,
  B: BlockedPoints,
  visit: (a: number, b: number) => void,
): Sliced<void> {
  const slice = tilesASlice(A);
  let tiles = 0;
  for (let firstB = 0; firstB < B.blocks; firstB += TILE) {
    const endB = Math.min(firstB + TILE, B.blocks);
    for (let firstA = 0; firstA < A.blocks; firstA += TILE) {
      const endA = Math.min(firstA + TILE, A.blocks);
      for (let a = firstA; a < endA; a++) {
        for (let b = firstB; b < endB; b++) visit(a, b);
      }
      if (++tiles % slice === 0) yield;
    }
  }
}
