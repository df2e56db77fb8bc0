import type { Sliced } from "./slices.ts";

/** Blocks of one tile: 8 blocks of 64 dimensions are 32 KiB, so that two tiles stay in the cache. */
const TILE = 8;

/**
 * Visits every pair of blocks a <= b of one set, tile by tile, a slice each. Blocks that follow each other lie close
 * together: they are met first, so that limits that shrink do so at once.
 */
export function* visitPairs(blocks: number, visit: (a: number, b: number) => void): Sliced<void> {
  for (let apart = 0; apart < blocks; apart += TILE) {
    for (let first = 0; first + apart < blocks; first += TILE) {
      const endA = Math.min(first + TILE, blocks);
      const endB = Math.min(first + apart + TILE, blocks);
      for (let a = first; a < endA; a++) {
        for (let b = Math.max(a, first + apart); b < endB; b++) visit(a, b);
      }
      yield;
    }
  }
}

/** Visits every block a of one set with every block b of another, a tile of b at a time; 8 blocks a are a slice. */
export function* visitCross(
  blocksA: number,
  blocksB: number,
  visit: (a: number, b: number) => void,
): Sliced<void> {
  for (let first = 0; first < blocksB; first += TILE) {
    const end = Math.min(first + TILE, blocksB);
    for (let a = 0; a < blocksA; a++) {
      for (let b = first; b < end; b++) visit(a, b);
      if (a % TILE === TILE - 1) yield;
    }
    yield;
  }
}
