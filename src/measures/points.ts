/** A set of points, row after row: data[i * dims + d] is coordinate d of point i. */
export interface Points {
  readonly data: Float32Array | Float64Array;
  readonly rows: number;
  readonly dims: number;
}

/** Points that no measure can be taken of. The message names the set, the row and what to do. */
export class PointsError extends Error {
  override readonly name = "PointsError";
  readonly reason: "shape" | "too few" | "not finite";
  /** The first bad row, from 0, where one row is to blame. */
  readonly row: number | null;

  constructor(reason: PointsError["reason"], message: string, row: number | null = null) {
    super(message);
    this.reason = reason;
    this.row = row;
  }
}

/** The points themselves; throws PointsError where the shape is wrong or a value is not finite. `what` names the set in messages. */
export function checkedPoints(points: Points, what: string): Points {
  const { data, rows, dims } = points;
  if (!Number.isSafeInteger(rows) || !Number.isSafeInteger(dims) || rows < 0 || dims < 1) {
    throw new PointsError("shape", `${what}: ${rows} rows of ${dims} values is not a set of points`);
  }
  if (data.length !== rows * dims) {
    const message = `${what}: ${data.length} values do not fill ${rows} rows of ${dims}`;
    throw new PointsError("shape", message);
  }
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? NaN;
    if (Number.isFinite(value)) continue;
    const row = Math.floor(i / dims);
    const message = `${what}: row ${row} (counted from 0) has the value ${value} in column ${i - row * dims}; every value must be finite`;
    throw new PointsError("not finite", message, row);
  }
  return points;
}
