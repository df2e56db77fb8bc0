/** Points as a picture of a curve needs them; a value of NaN is a gap. */
export interface CurvePoints {
  readonly length: number;
  step(index: number): number;
  value(index: number): number;
}

/** The pieces of a curve without gaps among points `from` to before `to`: what a line may join, as ranges of numbers. */
export function unbroken(
  points: CurvePoints,
  from = 0,
  to = points.length,
): (readonly [from: number, to: number])[] {
  const pieces: (readonly [number, number])[] = [];
  let start = from;
  for (let i = from; i <= to; i++) {
    if (i < to && !Number.isNaN(points.value(i))) continue;
    if (i > start) pieces.push([start, i]);
    start = i + 1;
  }
  return pieces;
}
