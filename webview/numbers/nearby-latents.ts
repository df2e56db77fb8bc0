/** So many latents stand for a picked one's neighbourhood, at this noise scale. */
export const NEIGHBOURS = 200;
export const NEIGHBOUR_SCALE = 0.1;

/** A small generator of uniform numbers (mulberry32): only pictures depend on it. */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Latents around one [size]: [NEIGHBOURS, size], the same normal noise of `NEIGHBOUR_SCALE` for every run and step, so
 * that columns compare (Box and Muller 1958).
 */
export function nearbyLatents(latent: Float32Array): Float32Array {
  const next = uniforms(1);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return Float32Array.from(
    { length: NEIGHBOURS * latent.length },
    (_, i) => (latent[i % latent.length] ?? 0) + NEIGHBOUR_SCALE * normal(),
  );
}

/** How far outputs [rows, dims] lie from a place [dims]: the root mean square distance. */
export function spreadAround(
  { rows, dims, data }: { readonly rows: number; readonly dims: number; readonly data: Float32Array },
  place: ArrayLike<number>,
): number {
  let sum = 0;
  for (let i = 0; i < rows * dims; i++) sum += ((data[i] ?? NaN) - (place[i % dims] ?? NaN)) ** 2;
  return Math.sqrt(sum / Math.max(1, rows));
}
