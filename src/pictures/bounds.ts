/** Points as pictures take them: row-major [rows, dims], of which the first two dimensions are drawn. */
export interface DrawnPoints {
  readonly data: Float32Array | Float64Array;
  readonly dims: number;
}

/** A square of the plane: a picture keeps the shapes of the data. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  /** Half of the side. */
  readonly reach: number;
}

export const rowsOf = ({ data, dims }: DrawnPoints) => Math.floor(data.length / dims);

/** First and second coordinate of a row; points of one dimension lie on the x axis. */
export function position({ data, dims }: DrawnPoints, row: number): readonly [number, number] {
  return [data[row * dims] ?? 0, dims > 1 ? (data[row * dims + 1] ?? 0) : 0];
}

/** The smallest square around every finite point of the sets, with a margin; never empty. */
export function boundsOf(sets: readonly DrawnPoints[], margin = 0.1): Bounds {
  const low: [number, number] = [Infinity, Infinity];
  const high: [number, number] = [-Infinity, -Infinity];
  for (const points of sets) {
    for (let row = 0; row < rowsOf(points); row++) {
      const [x, y] = position(points, row);
      if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
      low[0] = Math.min(low[0], x);
      low[1] = Math.min(low[1], y);
      high[0] = Math.max(high[0], x);
      high[1] = Math.max(high[1], y);
    }
  }
  if (low[0] > high[0]) return { x: 0, y: 0, reach: 1 };
  const reach = Math.max(high[0] - low[0], high[1] - low[1]) / 2;
  const center = { x: (low[0] + high[0]) / 2, y: (low[1] + high[1]) / 2 };
  return {
    ...center,
    reach: reach > 0 ? reach * (1 + margin) : Math.max(1, Math.abs(center.x), Math.abs(center.y)),
  };
}
