// Philox4x32-10, a counter-based generator: ten rounds of multiply and exclusive-or turn (key, counter) into
// 128 bits. Nothing is carried from one block to the next, so any block is reached at once.
// Source: Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011, section 3.3.

/** Upper 32 bits of the 64-bit product of `x` and the multiplier `high * 2^16 + low`, as an int32. */
function upperProduct(x: number, low: number, high: number): number {
  const xLow = x & 0xffff;
  const xHigh = x >>> 16;
  const middle = (Math.imul(xHigh, low) + (Math.imul(xLow, low) >>> 16)) | 0;
  const carried = (Math.imul(xLow, high) + (middle & 0xffff)) | 0;
  return (Math.imul(xHigh, high) + (middle >>> 16) + (carried >>> 16)) | 0;
}

/**
 * Writes `blocks` blocks of four 32-bit words to `out` from `offset` on. Keys and counters are 32-bit words;
 * counter 0 goes up by one a block (modulo 2^32).
 */
export function philox(
  key: readonly [number, number],
  counter: readonly [number, number, number, number],
  out: Uint32Array,
  offset: number,
  blocks: number,
): void {
  // Constants are local: a bundler turns those of a module into variables, which halves the speed of the rounds.
  const multiplier0 = 0xd2511f53;
  const multiplier1 = 0xcd9e8d57;
  // Weyl constants that bump the key each round: the golden ratio and sqrt(3) - 1, times 2^32.
  const bump0 = 0x9e3779b9;
  const bump1 = 0xbb67ae85;
  const first0 = key[0] | 0;
  const first1 = key[1] | 0;
  const start0 = counter[0] | 0;
  const start1 = counter[1] | 0;
  const start2 = counter[2] | 0;
  const start3 = counter[3] | 0;
  for (let block = 0; block < blocks; block++) {
    let k0 = first0;
    let k1 = first1;
    let c0 = (start0 + block) | 0;
    let c1 = start1;
    let c2 = start2;
    let c3 = start3;
    for (let round = 0; round < 10; round++) {
      const high0 = upperProduct(c0, multiplier0 & 0xffff, multiplier0 >>> 16);
      const high1 = upperProduct(c2, multiplier1 & 0xffff, multiplier1 >>> 16);
      const low0 = Math.imul(c0, multiplier0);
      const low1 = Math.imul(c2, multiplier1);
      c0 = high1 ^ c1 ^ k0;
      c1 = low1;
      c2 = high0 ^ c3 ^ k1;
      c3 = low0;
      k0 = (k0 + bump0) | 0;
      k1 = (k1 + bump1) | 0;
    }
    const at = offset + 4 * block;
    out[at] = c0;
    out[at + 1] = c1;
    out[at + 2] = c2;
    out[at + 3] = c3;
  }
}
