import { permutation } from "./permutation.ts";

/** Share of a finite dataset that is never trained on, rounded down. */
const HELD_OUT = 0.2;

export interface Split {
  readonly heldOut: Uint32Array;
  readonly training: Uint32Array;
}

/** Which rows are held out, by a fixed permutation, the same for every seed. */
export function splitRows(rows: number): Split {
  const order = permutation(rows, { seed: 0, stream: "split", step: 0 });
  const held = Math.floor(rows * HELD_OUT);
  return { heldOut: order.slice(0, held), training: order.slice(held) };
}

/**
 * Drawing without replacement: the n-th sample of a run is at place n modulo `size` in the permutation of
 * (seed, epoch), so that a batch may reach over the end of an epoch. Gives the places 0 .. size - 1 of `count` samples
 * from the `first` on, one by one.
 */
export function epochs(
  size: number,
): (seed: number, first: number, count: number, visit: (place: number, i: number) => void) => void {
  let current: { readonly seed: number; readonly epoch: number; readonly order: Uint32Array } | undefined;
  const orderOf = (seed: number, epoch: number) => {
    if (current?.seed !== seed || current.epoch !== epoch)
      current = { seed, epoch, order: permutation(size, { seed, stream: "data", step: epoch }) };
    return current.order;
  };
  return (seed, first, count, visit) => {
    for (let i = 0; i < count; i++) {
      const place = (first + i) % size;
      visit(orderOf(seed, (first + i - place) / size)[place] ?? 0, i);
    }
  };
}
