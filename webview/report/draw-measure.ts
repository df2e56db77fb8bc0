import type { ReportArm, ReportMeasure } from "../../src/protocol/report.ts";
import { niceTicks, tickLabel } from "../numbers/axis.ts";
import { formatValue } from "../numbers/format.ts";
import { freestPlace, type Box, type Spot } from "../numbers/freest-place.ts";
import { fairMean, valueLabel, type Question } from "../numbers/report.ts";
import { crisp, disc, font, rimmedText, verticalLine, type Surface } from "../plates/surface.ts";
import { drawMark, lookOf } from "./series-looks.ts";

/** One measure over the question's axis: what a chart draws. */
export interface MeasureScene {
  readonly measure: ReportMeasure;
  /** Index of the measure in a configuration's cells. */
  readonly index: number;
  /** Decimals of its values. */
  readonly digits: number;
  /** Null where nothing is varied: the configurations stand in one place. */
  readonly question: Question | null;
  /** Configurations by series; index of the series beside them. */
  readonly series: readonly { readonly look: number; readonly arms: readonly ReportArm[] }[];
  /** Keys of those that every filter lets through; the others are dimmed, and no line goes over them. */
  readonly shown: ReadonlySet<string>;
  readonly hovered: string | null;
}

/** Where a configuration stands along the question's axis, from 0 to 1. */
const placeOf = ({ axis, index }: Question, arm: ReportArm): number =>
  axis.places[arm.point[index] ?? 0] ?? 0.5;

/** How strong the mark of a configuration is that a filter leaves out. */
const DIMMED = 0.3;

const room = { left: 36, right: 12, top: 26, bottom: 22, inset: 8 };

/** From values to pixels. */
export interface ChartFrame {
  readonly x: (arm: ReportArm) => number;
  readonly y: (value: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function frameOf(scene: MeasureScene, width: number, height: number): ChartFrame {
  const { measure, question } = scene;
  const [left, right, top, bottom] = [room.left, width - room.right, room.top, height - room.bottom];
  const span = measure.high > measure.low ? measure.high - measure.low : 1;
  const inner = right - left - 2 * room.inset;
  return {
    x: arm => left + room.inset + inner * (question === null ? 0.5 : placeOf(question, arm)),
    y: value => bottom - ((bottom - top) * (value - measure.low)) / span,
    left,
    right,
    top,
    bottom,
  };
}

/** The configuration nearest to a place in a chart; null where none has a value. */
export function armAt(
  scene: MeasureScene,
  width: number,
  height: number,
  x: number,
  y: number,
): ReportArm | null {
  const frame = frameOf(scene, width, height);
  let found: ReportArm | null = null;
  let least = Infinity;
  for (const { arms } of scene.series)
    for (const arm of arms) {
      const cell = arm.cells[scene.index];
      if (cell === undefined || (cell.mean === null && cell.undefined === null)) continue;
      const mean = cell.mean ?? scene.measure.low;
      // The place on the axis counts more than the value.
      const distance = Math.abs(frame.x(arm) - x) * 4 + Math.abs(frame.y(mean) - y);
      if (distance < least) [found, least] = [arm, distance];
    }
  return found;
}

interface Point {
  readonly arm: ReportArm;
  readonly x: number;
  readonly mean: number;
  readonly half: number | null;
  readonly values: readonly (number | null)[];
}

function pointsOf(arms: readonly ReportArm[], index: number, frame: ChartFrame): Point[] {
  return arms.flatMap(arm => {
    const cell = arm.cells[index];
    const mean = fairMean(cell);
    if (cell === undefined || mean === null) return [];
    return [{ arm, x: frame.x(arm), mean, half: cell.halfWidth, values: cell.values }];
  });
}

/** Points that a line may join, in the order of the axis: between two of them is no configuration without a point. */
function joined(points: readonly Point[], arms: readonly ReportArm[], frame: ChartFrame): Point[][] {
  const byArm = new Map(points.map(point => [point.arm, point]));
  const pieces: Point[][] = [[]];
  for (const arm of [...arms].sort((a, b) => frame.x(a) - frame.x(b))) {
    const point = byArm.get(arm);
    if (point === undefined) pieces.push([]);
    else pieces.at(-1)?.push(point);
  }
  return pieces.filter(piece => piece.length > 0);
}

/** Where a configuration is undefined in some seed: a cross at the foot, and the seeds that have a value. */
function drawUndefined(
  { context }: Surface,
  arms: readonly ReportArm[],
  index: number,
  frame: ChartFrame,
): void {
  context.lineWidth = 1.5;
  for (const arm of arms) {
    const cell = arm.cells[index];
    if (cell === undefined || cell.undefined === null) continue;
    const [x, y] = [frame.x(arm), frame.bottom - 5];
    context.beginPath();
    for (const side of [-1, 1]) {
      context.moveTo(x - 3 * side, y - 3);
      context.lineTo(x + 3 * side, y + 3);
    }
    context.stroke();
    for (const value of cell.values)
      if (value !== null) {
        disc(context, x, frame.y(value), 1.5);
        context.fill();
      }
  }
}

/** A measure against the question's axis: means as lines, intervals as bands, seeds as dots, the best mean with its value. */
export function drawMeasure(surface: Surface, scene: MeasureScene): void {
  const frame = frameOf(scene, surface.width, surface.height);
  drawAxes(surface, scene, frame);
  const { context } = surface;
  const kind = scene.question?.axis.kind ?? "names";
  context.save();
  context.beginPath();
  // A mark on the edge is whole, an interval beyond it is cut.
  context.rect(frame.left - 4, frame.top - 4, frame.right - frame.left + 8, frame.bottom - frame.top + 8);
  context.clip();
  for (const { look, arms } of scene.series) {
    const style = lookOf(look);
    const shown = arms.filter(({ key }) => scene.shown.has(key));
    const points = pointsOf(shown, scene.index, frame);
    context.fillStyle = surface.inks[style.ink];
    context.strokeStyle = surface.inks[style.ink];
    context.globalAlpha = DIMMED;
    for (const { arm, x, mean } of pointsOf(arms, scene.index, frame))
      if (!scene.shown.has(arm.key)) drawMark(context, style, x, frame.y(mean), 2.75);
    context.globalAlpha = 1;
    if (kind === "names") whiskers(surface, points, frame);
    else for (const piece of joined(points, arms, frame)) intervals(surface, piece, frame, scene.question);
    drawUndefined(surface, shown, scene.index, frame);
    context.globalAlpha = 0.55;
    for (const { x, values } of points)
      for (const value of values)
        if (value !== null) {
          disc(context, x, frame.y(value), 1.5);
          context.fill();
        }
    context.globalAlpha = 1;
    for (const { x, mean } of points)
      drawMark(context, style, x, frame.y(mean), points.length > 40 ? 1.5 : 2.75);
  }
  context.restore();
  drawBest(surface, scene, frame);
  drawHovered(surface, scene, frame);
}

function drawAxes({ context, inks }: Surface, { measure, question }: MeasureScene, frame: ChartFrame): void {
  context.font = font(inks, 11);
  context.textBaseline = "middle";
  context.lineWidth = 1;
  for (const value of niceTicks(measure.low, measure.high, 3)) {
    const y = frame.y(value);
    context.strokeStyle = value === measure.low ? inks.axis : inks.grid;
    context.beginPath();
    context.moveTo(frame.left, crisp(y));
    context.lineTo(frame.right, crisp(y));
    context.stroke();
    context.fillStyle = inks.quiet;
    context.textAlign = "right";
    context.fillText(tickLabel(value), frame.left - 6, y);
  }
  if (question === null) return;
  const { axis } = question;
  const inner = frame.right - frame.left - 2 * room.inset;
  const at = (place: number) => frame.left + room.inset + inner * place;
  context.textAlign = "center";
  let free = -Infinity;
  const order = axis.places
    .map((place, i) => ({ place, label: axis.labels[i] ?? "" }))
    .sort((a, b) => a.place - b.place);
  for (const { place, label } of order) {
    const shown = label.length > 14 ? `${label.slice(0, 13)}…` : label;
    const half = context.measureText(shown).width / 2;
    const x = Math.min(at(place), frame.right + room.right - half);
    if (x - half < free) continue;
    context.fillText(shown, x, frame.bottom + 12);
    free = x + half + 8;
  }
  if (!axis.gap) return;
  // The break between 0 and a logarithmic axis.
  const first = Math.min(...axis.places.filter(place => place > 0));
  const x = (at(0) + at(first)) / 2;
  context.strokeStyle = inks.quiet;
  context.beginPath();
  for (const shift of [-2, 2]) {
    context.moveTo(x + shift - 2, frame.bottom + 4);
    context.lineTo(x + shift + 2, frame.bottom - 4);
  }
  context.stroke();
}

function whiskers({ context }: Surface, points: readonly Point[], frame: ChartFrame): void {
  context.lineWidth = 1.5;
  for (const { x, mean, half } of points)
    if (half !== null) bar(context, x, frame.y(mean - half), frame.y(mean + half));
}

function bar(context: CanvasRenderingContext2D, x: number, from: number, to: number): void {
  context.beginPath();
  context.moveTo(x, from);
  context.lineTo(x, to);
  context.stroke();
}

/** A band along the axis and a line through the means; a 0 apart stands by itself, joined by dots: nothing is known between. */
function intervals(
  surface: Surface,
  points: readonly Point[],
  frame: ChartFrame,
  question: Question | null,
): void {
  const { context } = surface;
  const apart = ({ arm }: Point) => question?.axis.gap === true && placeOf(question, arm) === 0;
  const line = points.filter(point => !apart(point)).sort((a, b) => a.x - b.x);
  const zero = points.find(apart);
  const [first] = line;
  if (zero !== undefined) {
    context.lineWidth = 2;
    if (zero.half !== null)
      bar(context, zero.x, frame.y(zero.mean - zero.half), frame.y(zero.mean + zero.half));
    if (first !== undefined) {
      context.lineWidth = 1;
      context.setLineDash([2, 3]);
      context.beginPath();
      context.moveTo(zero.x, frame.y(zero.mean));
      context.lineTo(first.x, frame.y(first.mean));
      context.stroke();
      context.setLineDash([]);
    }
  }
  const known = line.flatMap(point => (point.half === null ? [] : [{ ...point, half: point.half }]));
  if (known.length > 1) {
    context.globalAlpha = 0.16;
    context.beginPath();
    for (const { x, mean, half } of known) context.lineTo(x, frame.y(mean + half));
    for (const { x, mean, half } of [...known].reverse()) context.lineTo(x, frame.y(mean - half));
    context.fill();
    context.globalAlpha = 1;
  } else if (known[0] !== undefined) {
    const { x, mean, half } = known[0];
    context.lineWidth = 1.5;
    bar(context, x, frame.y(mean - half), frame.y(mean + half));
  }
  context.lineWidth = 1.75;
  context.lineJoin = "round";
  context.beginPath();
  for (const { x, mean } of line) context.lineTo(x, frame.y(mean));
  context.stroke();
}

/** Half the height of a label. */
const HALF_LINE = 6;

/** Where a label of a point may stand, best first: above it, below it, farther away, to its sides. */
function placesBeside(x: number, y: number, width: number, { left, right, top, bottom }: ChartFrame): Box[] {
  const rises = [-14, 18, -28, 32, -42, 46, -60, 64];
  const shifts = [0, -0.5, 0.5, -1, 1];
  return rises
    .flatMap(rise => shifts.map(shift => ({ x: x + shift * width, y: y + rise })))
    .filter(at => at.y - HALF_LINE >= top - 4 && at.y + HALF_LINE <= bottom - 2)
    .map(at => {
      const from = Math.min(right - width, Math.max(left, at.x - width / 2));
      return { left: from, right: from + width, top: at.y - HALF_LINE, bottom: at.y + HALF_LINE };
    });
}

/** A series' means, and the edges of its band, as lines. */
function outlines(arms: readonly ReportArm[], index: number, frame: ChartFrame): Spot[][] {
  const points = pointsOf(arms, index, frame).sort((a, b) => a.x - b.x);
  return [-1, 0, 1].map(side =>
    points.map(({ x, mean, half }) => ({ x, y: frame.y(mean + side * (half ?? 0)) })),
  );
}

/** The best mean of all says where it is. */
function drawBest(surface: Surface, scene: MeasureScene, frame: ChartFrame): void {
  const { measure, question, index } = scene;
  const { context, inks } = surface;
  for (const { look, arms } of scene.series) {
    const best = arms.find(({ key }) => key === measure.best && scene.shown.has(key));
    const mean = best?.cells[index]?.mean ?? null;
    if (best === undefined || mean === null || scene.hovered !== null) continue;
    const label = question === null ? undefined : valueLabel(question.axis, best.point[question.index]);
    const text = `best ${formatValue(mean, scene.digits)}${label === undefined ? "" : ` at ${label}`}`;
    context.font = font(inks, 11, 600);
    const place = freestPlace(
      placesBeside(frame.x(best), frame.y(mean), context.measureText(text).width, frame),
      scene.series.flatMap(({ arms }) => outlines(arms, index, frame)),
    );
    if (place === undefined) continue;
    const [x, y] = [(place.left + place.right) / 2, (place.top + place.bottom) / 2];
    rimmedText(context, text, x, y, { fill: inks[lookOf(look).ink], rim: inks.background });
  }
}

/** What is pointed at: a line through its place, its mark large, and its value with its interval at the top. */
function drawHovered(surface: Surface, scene: MeasureScene, frame: ChartFrame): void {
  const { hovered, index } = scene;
  if (hovered === null) return;
  const { context, inks } = surface;
  for (const { look, arms } of scene.series) {
    const arm = arms.find(({ key }) => key === hovered);
    const cell = arm?.cells[index];
    if (arm === undefined || cell === undefined || (cell.mean === null && cell.undefined === null)) continue;
    const x = frame.x(arm);
    context.strokeStyle = inks.foreground;
    context.lineWidth = 1;
    verticalLine(context, x, frame.top, frame.bottom);
    const style = lookOf(look);
    context.fillStyle = inks[style.ink];
    context.strokeStyle = inks[style.ink];
    const { mean, halfWidth } = cell;
    if (mean !== null && cell.undefined === null) drawMark(context, style, x, frame.y(mean), 4);
    const text =
      cell.undefined?.words ??
      `${formatValue(mean, scene.digits)}${halfWidth === null ? "" : ` ± ${formatValue(halfWidth, scene.digits)}`}`;
    context.font = font(inks, 11, 600);
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(text, frame.right, 9);
  }
}
