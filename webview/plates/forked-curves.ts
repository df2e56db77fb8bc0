import type { InkName } from "./inks.ts";
import type { CurvePoints } from "../numbers/unbroken.ts";
import { strokeCurve } from "./curve-line.ts";
import { clipToPlate, crisp, font, verticalLine, type Surface } from "./surface.ts";

/** A curve on a small chart from 0 to 1; `before` is its line up to the fork, `beside` what it is compared with. */
export interface ForkedCurve {
  readonly label: string;
  readonly ink: InkName;
  readonly width: number;
  readonly own: Points | null;
  readonly beside: Points | null;
}

interface Points {
  readonly steps: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

export interface ForkedScene {
  readonly curves: readonly ForkedCurve[];
  readonly from: number;
  readonly to: number;
  /** The step at which the branches part. */
  readonly fork: number;
}

const LABELS = 56;
const FOOT = 4;
const LINE_HEIGHT = 13;

const pointsOf = ({ steps, values }: Points): CurvePoints => ({
  length: steps.length,
  step: index => steps[index] ?? NaN,
  value: index => values[index] ?? NaN,
});

/** The newest value, which may be older than the newest point: at that the curve may have a gap. */
function newestOf({ values }: Points): { readonly value: number; readonly isCurrent: boolean } | null {
  let at = values.length - 1;
  while (at >= 0 && Number.isNaN(values[at])) at--;
  return at < 0 ? null : { value: values[at] ?? NaN, isCurrent: at === values.length - 1 };
}

/** Where labels stand that would lie over each other: in order, so far apart that each is read. */
function apart(places: readonly number[], height: number): number[] {
  const order = places.map((_, i) => i).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const put = [...places];
  let least = LINE_HEIGHT / 2;
  for (const [rank, i] of order.entries()) {
    const most = height - LINE_HEIGHT * (order.length - rank - 0.5);
    put[i] = Math.min(Math.max(put[i] ?? 0, least), most);
    least = (put[i] ?? 0) + LINE_HEIGHT;
  }
  return put;
}

/** A few shares over steps, parent and branch as one line that forks; what the branch is compared with stays faint. */
export function drawForkedCurves(surface: Surface, { curves, from, to, fork }: ForkedScene): void {
  const { context, width, height, inks } = surface;
  context.save();
  clipToPlate(surface, 3);
  const right = Math.max(1, width - LABELS);
  const x = (step: number) => ((step - from) / Math.max(1, to - from)) * right;
  const y = (value: number) => FOOT + (1 - value) * (height - 2 * FOOT);
  context.lineWidth = 1;
  context.strokeStyle = inks.grid;
  for (const level of [0, 0.5, 1]) {
    context.beginPath();
    context.moveTo(0, crisp(y(level)));
    context.lineTo(right, crisp(y(level)));
    context.stroke();
  }
  context.strokeStyle = inks.quiet;
  context.setLineDash([3, 3]);
  verticalLine(context, x(fork), 0, height);
  context.setLineDash([]);
  for (const { ink, width: thickness, own, beside } of curves) {
    context.strokeStyle = inks[ink];
    if (beside !== null) {
      context.globalAlpha = 0.45;
      context.lineWidth = 1;
      context.setLineDash([2, 2]);
      strokeCurve(context, pointsOf(beside), x, y);
      context.setLineDash([]);
      context.globalAlpha = 1;
    }
    context.lineWidth = thickness;
    if (own !== null) strokeCurve(context, pointsOf(own), x, y);
  }
  const labelled = curves.flatMap(curve => {
    const newest = curve.own === null ? null : newestOf(curve.own);
    return newest === null ? [] : [{ curve, newest }];
  });
  const places = apart(
    labelled.map(({ newest }) => y(newest.value)),
    height,
  );
  context.font = font(inks, 11);
  context.textBaseline = "middle";
  context.textAlign = "left";
  for (const [i, { curve, newest }] of labelled.entries()) {
    context.fillStyle = newest.isCurrent ? inks[curve.ink] : inks.quiet;
    context.fillText(curve.label, right + 4, places[i] ?? 0);
  }
  context.restore();
}
