import { randomBits, type RandomAddress } from "./random.ts";

/** Even, so that a chunk never splits the two words of an index. */
const CHUNK = 2048;

/**
 * A random order of 0 .. count - 1, a pure function of the address: Fisher and Yates, inside out. Index i takes
 * the random values 2 i and 2 i + 1; 48 of their bits leave a bias below count / 2^48.
 */
export function permutation(count: number, at: RandomAddress): Uint32Array {
  const order = new Uint32Array(count);
  const bits = new Uint32Array(CHUNK);
  for (let i = 0; i < count; i++) {
    const word = (2 * i) % CHUNK;
    if (word === 0) randomBits(bits, at, 2 * i);
    const u = ((bits[word] ?? 0) * 2 ** 16 + ((bits[word + 1] ?? 0) >>> 16)) * 2 ** -48;
    const j = Math.floor(u * (i + 1));
    order[i] = order[j] ?? 0;
    order[j] = i;
  }
  return order;
}
