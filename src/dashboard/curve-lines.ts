import { csvField } from "../plain/csv-field.ts";
import type { CurveFormat } from "../protocol/curves.ts";
import { shortest, type CurveRange, type NamedSeries } from "./curve-table.ts";

/** A curve, and the run that it is of. */
export interface RunSeries extends NamedSeries {
  readonly run: string;
}

const PIECE_LINES = 500;

/** How a curve's points are written: what comes before the first line of all, and a curve's line for each point. */
const writers: Readonly<
  Record<
    CurveFormat,
    { readonly head: string; readonly line: (of: RunSeries) => (step: number, value: number) => string }
  >
> = {
  csv: {
    head: "run,tag,step,value\n",
    line: ({ run, tag }) => {
      const names = `${csvField(run)},${csvField(tag)}`;
      return (step, value) => `${names},${step},${shortest(value)}\n`;
    },
  },
  jsonl: {
    head: "",
    line:
      ({ run, tag }) =>
      (step, value) =>
        `${JSON.stringify({ run, tag, step, value: Number.isNaN(value) ? null : Number(shortest(value)) })}\n`,
  },
};

/** Every recorded point of some curves between two steps, a line a point (in a gap without a value), in pieces of some hundred lines. */
export function* curveLines(
  curves: readonly RunSeries[],
  { from, to }: CurveRange,
  as: CurveFormat,
): Generator<string> {
  const { head, line } = writers[as];
  let piece = head;
  let lines = 0;
  for (const curve of curves) {
    const { series } = curve;
    const written = line(curve);
    const end = series.indexOf(to, true);
    for (let at = series.indexOf(from); at < end; at++) {
      piece += written(series.step(at), series.value(at));
      if (++lines % PIECE_LINES > 0) continue;
      yield piece;
      piece = "";
    }
  }
  if (piece !== "") yield piece;
}
