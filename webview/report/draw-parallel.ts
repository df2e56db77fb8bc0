import type { ReportArm } from "../../src/protocol/report.ts";
import type { Coordinate, Range } from "../numbers/report.ts";
import { placeWords } from "../numbers/place-words.ts";
import { crisp, font, verticalLine, type Surface } from "../plates/surface.ts";
import { lookOf } from "./series-looks.ts";

export interface ParallelScene {
  readonly coordinates: readonly Coordinate[];
  readonly arms: readonly ReportArm[];
  /** Keys of those that are shown; the others stay faint. */
  readonly shown: ReadonlySet<string>;
  readonly hovered: string | null;
  readonly ranges: Readonly<Record<string, Range>>;
  /** The axis that the keyboard is on; null while it is elsewhere. */
  readonly focused: number | null;
}

const room = { left: 60, right: 40, top: 44, bottom: 12 };

/** Where the axes stand. */
export interface ParallelFrame {
  readonly x: (axis: number) => number;
  readonly y: (at: number) => number;
  /** The axis nearest to a place, and where on it that is, from 0 to 1. */
  readonly axisAt: (x: number, y: number) => { readonly axis: number; readonly at: number };
}

export function parallelFrame(axes: number, width: number, height: number): ParallelFrame {
  const [top, bottom] = [room.top, height - room.bottom];
  const step = axes > 1 ? (width - room.left - room.right) / (axes - 1) : 0;
  const x = (axis: number) => room.left + step * axis;
  return {
    x,
    y: at => bottom - (bottom - top) * at,
    axisAt: (px, py) => ({
      axis: step === 0 ? 0 : Math.min(axes - 1, Math.max(0, Math.round((px - room.left) / step))),
      at: Math.min(1, Math.max(0, (bottom - py) / (bottom - top))),
    }),
  };
}

/** The configuration whose line passes nearest to a place; null where none is within reach. */
export function lineAt(
  scene: ParallelScene,
  width: number,
  height: number,
  px: number,
  py: number,
): string | null {
  const frame = parallelFrame(scene.coordinates.length, width, height);
  const { axis } = frame.axisAt(px, py);
  const coordinate = scene.coordinates[axis];
  let found: string | null = null;
  let least = 16;
  for (const arm of scene.arms) {
    const at = scene.shown.has(arm.key) ? (coordinate?.at(arm) ?? null) : null;
    if (at === null) continue;
    const distance = Math.abs(frame.y(at) - py) + Math.max(0, Math.abs(frame.x(axis) - px) - 12);
    if (distance < least) [found, least] = [arm.key, distance];
  }
  return found;
}

/** A line for each configuration through its place on every axis; what lacks a value there breaks. */
export function drawParallel(surface: Surface, scene: ParallelScene): void {
  const { context, inks, width, height } = surface;
  const frame = parallelFrame(scene.coordinates.length, width, height);
  const line = (arm: ReportArm, lineWidth: number, alpha: number, colour: string) => {
    context.strokeStyle = colour;
    context.lineWidth = lineWidth;
    context.globalAlpha = alpha;
    context.beginPath();
    let before: readonly [number, number] | null = null;
    for (const [i, { at }] of scene.coordinates.entries()) {
      const place = at(arm);
      if (place === null) {
        before = null;
        continue;
      }
      const here = [frame.x(i), frame.y(place)] as const;
      if (before === null) context.moveTo(here[0], here[1]);
      else {
        const bend = (here[0] - before[0]) * 0.4;
        context.bezierCurveTo(before[0] + bend, before[1], here[0] - bend, here[1], here[0], here[1]);
      }
      before = here;
    }
    context.stroke();
    context.globalAlpha = 1;
  };
  const crowded = scene.arms.length > 100;
  for (const arm of scene.arms)
    if (!scene.shown.has(arm.key)) line(arm, 1, crowded ? 0.05 : 0.12, inks.quiet);
  for (const arm of scene.arms) {
    if (!scene.shown.has(arm.key)) continue;
    const { ink, dash } = lookOf(arm.series[0] ?? 0);
    const alpha = scene.hovered !== null ? 0.18 : arm.pareto ? 0.95 : crowded ? 0.25 : 0.4;
    context.setLineDash([...dash]);
    line(arm, arm.pareto ? 2 : 1.25, alpha, inks[ink]);
    context.setLineDash([]);
  }
  const hovered = scene.arms.find(({ key }) => key === scene.hovered);
  if (hovered !== undefined) {
    line(hovered, 5, 1, inks.background);
    line(hovered, 2.5, 1, inks[lookOf(hovered.series[0] ?? 0).ink]);
  }
  const labels = hoveredLabels(surface, scene, frame, hovered);
  for (const [i, coordinate] of scene.coordinates.entries())
    drawAxis(surface, scene, frame, i, coordinate, labels);
  context.font = font(inks, 11, 700);
  context.textAlign = "left";
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = inks.background;
  context.fillStyle = inks[lookOf(hovered?.series[0] ?? 0).ink];
  for (const { text, left, y } of labels) {
    context.strokeText(text, left, y);
    context.fillText(text, left, y);
  }
}

/** The height of a tick's words, and how wide they may be. */
const LINE = 12;
const MOST_TICK = 48;

function drawAxis(
  { context, inks, width }: Surface,
  scene: ParallelScene,
  frame: ParallelFrame,
  index: number,
  coordinate: Coordinate,
  labels: readonly HoveredLabel[],
): void {
  const x = frame.x(index);
  const last = index === scene.coordinates.length - 1;
  const range = scene.ranges[coordinate.id];
  if (range !== undefined) {
    context.fillStyle = inks.foreground;
    context.globalAlpha = 0.22;
    context.fillRect(x - 6, frame.y(range[1]), 12, Math.max(2, frame.y(range[0]) - frame.y(range[1])));
    context.globalAlpha = 1;
  }
  context.strokeStyle = scene.focused === index ? inks.foreground : inks.axis;
  context.lineWidth = scene.focused === index ? 2 : 1;
  verticalLine(context, x, frame.y(1), frame.y(0));
  context.font = font(inks, 11, scene.focused === index ? 600 : 400);
  context.textBaseline = "middle";
  context.fillStyle = inks.foreground;
  // Neighbours stand on two lines, so that long names have room.
  const gap = scene.coordinates.length > 1 ? 2 * (frame.x(1) - frame.x(0)) - 8 : width;
  context.textAlign = index === 0 ? "left" : last ? "right" : "center";
  const at = index === 0 ? 0 : last ? width : x;
  context.fillText(fitted(context, coordinate.title, gap), at, index % 2 === 0 ? 8 : 24);
  const lines = coordinate.ticks.map(({ at }) => ({ width: LINE, wishes: [frame.y(at) - LINE / 2] }));
  const [from, to] = index === 0 ? [x - 5 - MOST_TICK, x - 5] : [x + 5, x + 5 + MOST_TICK];
  const said = labels
    .filter(label => label.left < to && label.right > from)
    .map(({ y }) => ({ from: y - LINE / 2, to: y + LINE / 2 }));
  const free = placeWords(lines, said, { from: -Infinity, to: Infinity }, 0);
  for (const [i, tick] of coordinate.ticks.entries()) {
    if ((free[i] ?? null) === null) continue;
    const y = frame.y(tick.at);
    context.font = font(inks, 11);
    context.textAlign = index === 0 ? "right" : "left";
    const text = fitted(context, tick.text, index === 0 ? 54 : MOST_TICK);
    const wide = context.measureText(text).width;
    const tx = index === 0 ? x - 5 : x + 5;
    context.globalAlpha = 0.75;
    context.fillStyle = inks.background;
    context.fillRect(index === 0 ? tx - wide - 1 : tx - 1, y - 6, wide + 2, 12);
    context.globalAlpha = 1;
    context.fillStyle = inks.quiet;
    context.fillText(text, tx, y);
  }
}

interface HoveredLabel {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  /** Of its middle. */
  readonly y: number;
}

/** What an axis says of the configuration that is pointed at, beside its line; the last one on the inner side. */
function hoveredLabels(
  { context, inks }: Surface,
  { coordinates }: ParallelScene,
  frame: ParallelFrame,
  hovered: ReportArm | undefined,
): HoveredLabel[] {
  if (hovered === undefined) return [];
  context.font = font(inks, 11, 700);
  return coordinates.flatMap((coordinate, index) => {
    const place = coordinate.at(hovered);
    if (place === null) return [];
    const text = fitted(context, coordinate.text(hovered), 80);
    const wide = context.measureText(text).width;
    const left = frame.x(index) + (index === coordinates.length - 1 ? -6 - wide : 6);
    return [{ text, left, right: left + wide, y: Math.max(frame.y(1) + 2, crisp(frame.y(place) - 9)) }];
  });
}

/** A text, cut where it is wider than so many pixels. */
function fitted(context: CanvasRenderingContext2D, text: string, most: number): string {
  if (context.measureText(text).width <= most) return text;
  let length = text.length - 1;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > most) length--;
  return `${text.slice(0, length)}…`;
}
