type Numbers = Float64Array | Float32Array | Uint32Array;

/** A whole block: what is copied at most when an array grows. */
const BLOCK_BITS = 14;
const BLOCK = 1 << BLOCK_BITS;
const FIRST = 256;

/**
 * Numbers that only grow at their end. The first block doubles, then blocks are added, so that no append ever copies
 * more than one block: doubling a million numbers would hold up everything else for milliseconds.
 */
export class GrowingArray<A extends Numbers> {
  readonly #make: (size: number) => A;
  readonly #blocks: A[];
  #length = 0;

  constructor(make: (size: number) => A) {
    this.#make = make;
    this.#blocks = [make(FIRST)];
  }

  get length(): number {
    return this.#length;
  }

  /** NaN outside 0 <= index < length. */
  at(index: number): number {
    return index < this.#length ? (this.#blocks[index >>> BLOCK_BITS]?.[index & (BLOCK - 1)] ?? NaN) : NaN;
  }

  push(value: number): void {
    const number = this.#length >>> BLOCK_BITS;
    const inBlock = this.#length & (BLOCK - 1);
    let block = this.#blocks[number];
    if (block === undefined || inBlock === block.length) block = this.#grow(number, block);
    block[inBlock] = value;
    this.#length++;
  }

  #grow(number: number, full: A | undefined): A {
    const larger = this.#make(full === undefined ? BLOCK : 2 * full.length);
    if (full !== undefined) larger.set(full);
    this.#blocks[number] = larger;
    return larger;
  }

  /** Forgets numbers from `length` on; the room stays. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  /** A copy of numbers `from` to before `to`, in a buffer of its own. */
  copy(from: number, to: number): A {
    const end = Math.min(to, this.#length);
    const out = this.#make(Math.max(0, end - from));
    for (let at = from; at < end;) {
      const start = at & (BLOCK - 1);
      const stop = Math.min(BLOCK, start + end - at);
      const block = this.#blocks[at >>> BLOCK_BITS];
      if (block !== undefined) out.set(block.subarray(start, stop), at - from);
      at += stop - start;
    }
    return out;
  }
}
