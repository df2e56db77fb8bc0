import { formatStep, MISSING } from "../numbers/format.ts";
import { placeWords } from "../numbers/place-words.ts";
import { unbroken } from "../numbers/unbroken.ts";
import { spreadLabels } from "../numbers/spread-labels.ts";
import type { Inks } from "../plates/inks.ts";
import { disc, font, verticalLine } from "../plates/surface.ts";
import { BAND_ALPHA, outlines } from "./band.ts";
import type { ChartPointer, ChartScene, Series } from "./scene.ts";

/** Pixels around the plot: axis labels left and below, marks' labels above, the lines' own labels at the right. */
export const chartPadding = { left: 40, right: 124, top: 20, bottom: 20 } as const;

/** Pixels between the baselines of two labels, and between the plot and its labels. */
const LABEL_DISTANCE = 16;
const LABEL_GAP = 10;
/** Between the words of two changes, and from the plot's top up to their middle. */
const MARK_SPACE = 8;
export const MARK_RISE = 12;

/** A line's label as it is drawn: where the line is, and where its label stands. */
export interface DirectLabel {
  readonly series: Series;
  /** Null in a gap of the line: its label stands where the last value was. */
  readonly value: number | null;
  readonly at: number;
  y: number;
}

/** What is drawn over and under a chart's lines, in CSS pixels. */
export interface Overlay {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly area: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly scene: ChartScene;
  readonly pointer: ChartPointer;
  readonly inks: Inks;
  /** Where an axis is broken before its 0, in pixels; null where it is whole. */
  readonly breaks: { readonly x: number | null; readonly y: number | null };
  readonly place: (step: number, value: number) => { readonly x: number; readonly y: number };
}

/** A change's words as they are drawn. */
export interface MarkWord {
  readonly label: string;
  readonly quiet: boolean;
  readonly left: number;
}

/** Intervals as areas, inside the plot alone. */
export function drawBands({ context, area, scene, inks, place }: Overlay): void {
  if (scene.bands.length === 0) return;
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
  context.clip();
  context.globalAlpha = BAND_ALPHA;
  for (const band of scene.bands) {
    context.fillStyle = inks[band.ink];
    for (const corners of outlines(band)) {
      context.beginPath();
      for (const [step, value] of corners) {
        const { x, y } = place(step, value);
        context.lineTo(x, y);
      }
      context.fill();
    }
  }
  context.restore();
}

/**
 * Reference values as dashed lines across, changes of knobs as dashed lines down with their words at the top where there is
 * room: the journal has them all. Gives the words that are there.
 */
export function drawMarks(overlay: Overlay): MarkWord[] {
  const { context, area, scene, inks, place } = overlay;
  context.save();
  drawBreaks(overlay);
  context.lineWidth = 1;
  context.textBaseline = "middle";
  for (const { value, label } of scene.references) {
    const { y } = place(0, value);
    context.strokeStyle = inks.quiet;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(area.left, Math.round(y) + 0.5);
    context.lineTo(area.right, Math.round(y) + 0.5);
    context.stroke();
    context.fillStyle = inks.quiet;
    context.font = font(inks, 11);
    context.textAlign = "right";
    context.fillText(label, area.right - 2, y - 8);
  }
  const marks = scene.marks
    .filter(({ step }) => step >= scene.from && step <= scene.to)
    .map(mark => ({ ...mark, x: place(mark.step, 0).x }))
    .sort((a, b) => Number(a.quiet) - Number(b.quiet));
  for (const { x, quiet } of marks) {
    context.strokeStyle = quiet ? inks.quiet : inks.pairing;
    context.globalAlpha = quiet ? 0.5 : 0.9;
    context.setLineDash(quiet ? [1, 3] : [3, 3]);
    verticalLine(context, x, area.top - 4, area.bottom);
  }
  context.globalAlpha = 1;
  const face = (quiet: boolean) => font(inks, 11, quiet ? 400 : 500);
  const wished = marks.map(({ label, quiet, x }) => {
    context.font = face(quiet);
    const { width } = context.measureText(label);
    return { label, quiet, width, wishes: [x - 1, x - 5 - width] };
  });
  const places = placeWords(wished, [], { from: area.left - 1, to: area.right }, MARK_SPACE);
  const words = wished.flatMap(({ label, quiet }, i) => {
    const left = places[i] ?? null;
    return left === null ? [] : [{ label, quiet, left }];
  });
  context.textAlign = "left";
  for (const { label, quiet, left } of words) {
    context.font = face(quiet);
    context.fillStyle = quiet ? inks.quiet : inks.pairing;
    context.fillText(label, left, area.top - MARK_RISE);
  }
  context.restore();
  return words;
}

/** Two short strokes across an axis that jumps to its 0. */
function drawBreaks({ context, area, breaks, inks }: Overlay): void {
  context.strokeStyle = inks.quiet;
  context.lineWidth = 1;
  context.setLineDash([]);
  for (const off of [-2, 2]) {
    context.beginPath();
    if (breaks.x !== null) {
      context.moveTo(breaks.x + off - 2, area.bottom + 4);
      context.lineTo(breaks.x + off + 2, area.bottom - 4);
    }
    if (breaks.y !== null) {
      context.moveTo(area.left - 4, breaks.y + off + 2);
      context.lineTo(area.left + 4, breaks.y + off - 2);
    }
    context.stroke();
  }
}

/** The shown step as a line, and the cursor as one with its step on the axis. */
export function drawPointer({ context, area, scene, pointer, inks, place }: Overlay): void {
  const { cursor, shown, range } = pointer;
  const isInside = (step: number | null): step is number =>
    step !== null && step >= scene.from && step <= scene.to;
  context.save();
  context.lineWidth = 1;
  context.textBaseline = "middle";
  if (range !== null) {
    const [from, to] = range.map(step => place(Math.min(Math.max(step, scene.from), scene.to), 0).x);
    context.fillStyle = inks.foreground;
    context.globalAlpha = 0.12;
    context.fillRect(from ?? 0, area.top, (to ?? 0) - (from ?? 0), area.bottom - area.top);
    context.globalAlpha = 1;
  }
  if (isInside(shown)) {
    context.strokeStyle = inks.foreground;
    context.globalAlpha = 0.55;
    verticalLine(context, place(shown, 0).x - 0.5, area.top - 2, area.bottom);
    context.globalAlpha = 1;
  }
  if (isInside(cursor)) {
    const { x } = place(cursor, 0);
    context.strokeStyle = inks.quiet;
    verticalLine(context, x - 0.5, area.top - 2, area.bottom);
    const label = formatStep(cursor);
    context.font = font(inks, 11, 500);
    const width = context.measureText(label).width + 8;
    context.fillStyle = inks.background;
    context.fillRect(x - width / 2 - 12, area.bottom + 3, width + 24, 16); // the ticks beside it give way
    context.fillStyle = inks.foreground;
    context.textAlign = "center";
    context.fillText(label, x, area.bottom + 11);
  }
  context.restore();
}

/** Values that no line goes through, since there is a gap on both sides. */
export function drawLoneValues({ context, scene, inks, place, area }: Overlay): void {
  for (const { line, ink, scale, width, alpha } of [...scene.faint, ...scene.series]) {
    const first = line.indexAt(scene.from);
    context.fillStyle = inks[ink];
    context.globalAlpha = alpha ?? 1;
    for (const [from, to] of unbroken(line)) {
      if (to - from > 1 || from < first || line.step(from) > scene.to) continue;
      const { x, y } = place(line.step(from), line.value(from) * scale);
      if (y < area.top || y > area.bottom) continue;
      disc(context, x, y, Math.max(1.5, width));
      context.fill();
    }
    context.globalAlpha = 1;
  }
}

/** Each line's name and value at the cursor, else at the shown step, pushed apart; gives what was drawn. */
export function drawLabels({ context, width, area, scene, pointer, inks, place }: Overlay): DirectLabel[] {
  const at = Math.min(pointer.cursor ?? pointer.shown ?? scene.to, scene.to);
  const labels: DirectLabel[] = [];
  context.save();
  context.textBaseline = "middle";
  for (const series of scene.series) {
    const value = series.line.at(at);
    const gap = series.line.gapAt(at);
    if (!Number.isFinite(value) && gap === null) {
      // It begins later: it is named where it will, without a value.
      if (series.line.length === 0 || !Number.isFinite(series.line.value(0))) continue;
      const { y } = place(Math.max(series.line.step(0), scene.from), series.line.value(0) * series.scale);
      const held = Math.min(Math.max(y, area.top - 2), area.bottom);
      labels.push({ series, value: null, at: held, y: held });
      continue;
    }
    // The dot stands at the step that the value is of, so that nobody takes an older one for one of this step.
    const own = series.line.step(series.line.indexUpTo(at));
    const { x, y } = place(Math.max(own, scene.from), (gap?.last.value ?? value) * series.scale);
    const held = Math.min(Math.max(y, area.top - 2), area.bottom);
    labels.push({ series, value: gap === null ? value : null, at: held, y: held });
    if (gap !== null) continue;
    disc(context, Math.min(Math.max(x, area.left), area.right), held, 3);
    context.fillStyle = inks[series.ink];
    context.fill();
    context.strokeStyle = inks.background;
    context.lineWidth = 1.5;
    context.stroke();
  }
  spreadLabels(labels, LABEL_DISTANCE, area.top - 4, area.bottom - 4);
  for (const { series, value, y } of labels) {
    context.fillStyle = inks[series.ink];
    context.font = font(inks, 12, series.bold === true ? 600 : 400);
    context.textAlign = "left";
    context.fillText(series.label, area.right + LABEL_GAP, y);
    context.textAlign = "right";
    context.fillText(value === null ? MISSING : series.format(value), width - 2, y);
  }
  context.restore();
  return labels;
}
