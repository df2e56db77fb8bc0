/** Images of 8 bits [count, height, width, channels], row-major, the top row first. */
export interface PixelImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

/** Values from -1 (black) to 1 (white) as 0 to 255, rounded; what lies outside is cut off, what is no number is black. */
export function toPixels(values: Float32Array): Uint8Array {
  // Uint8ClampedArray rounds, cuts off, and makes NaN 0.
  const clamped = new Uint8ClampedArray(values.length);
  for (let i = 0; i < values.length; i++) clamped[i] = ((values[i] ?? NaN) + 1) * 127.5;
  return new Uint8Array(clamped.buffer);
}

/** Samples [n, height, width, 1 or 3] in -1 to 1 as images; null for samples of any other shape. */
export function imagesOf(shape: readonly number[], data: Float32Array): PixelImages | null {
  const [count = 0, height = 0, width = 0, channels = 0] = shape;
  if (shape.length !== 4 || height < 1 || width < 1 || (channels !== 1 && channels !== 3)) return null;
  if (count * height * width * channels !== data.length) return null;
  return { count, height, width, channels, pixels: toPixels(data) };
}
