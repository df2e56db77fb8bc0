import type { Drawing, Font, Shape } from "./drawing.ts";
import type { Rgb } from "./scatter.ts";

/** A line over the steps; a value that is not finite is a gap. */
export interface DrawnCurve {
  readonly steps: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** A chart of one quantity. */
export interface CurvePanel {
  readonly title: string;
  /** From where to where it reaches; null: as far as its values do. */
  readonly range: readonly [low: number, high: number] | null;
  /** One for each run, in the order of the names; of what has none null. `faint`: what `curve` is the average of. */
  readonly curves: readonly (null | { readonly curve: DrawnCurve; readonly faint: DrawnCurve | null })[];
}

export interface CurvesLook {
  readonly width: number;
  readonly height: number;
  readonly font: Font;
  /** Of the letters. */
  readonly text: number;
  readonly stepText: (step: number) => string;
  readonly valueText: (value: number) => string;
}

/** Colours that people with weak colour vision tell apart (Okabe and Ito), each with a dash of its own. */
const looks: readonly { readonly color: Rgb; readonly dash: readonly number[] }[] = [
  { color: [0, 114, 178], dash: [] },
  { color: [213, 94, 0], dash: [6, 3] },
  { color: [0, 158, 115], dash: [2, 2] },
  { color: [204, 121, 167], dash: [8, 3, 2, 3] },
];
const INK: Rgb = [60, 60, 60];
const GRID: Rgb = [225, 228, 232];

/** Charts below each other with one axis of steps, the runs' names at the foot where there are several. */
export function curvesDrawing(
  panels: readonly CurvePanel[],
  names: readonly string[],
  look: CurvesLook,
): Drawing {
  const { width, height, font, text } = look;
  const legend = names.length > 1 ? names.length * 1.4 * text + text : 0;
  const each = (height - legend) / Math.max(1, panels.length);
  const ends = panels.flatMap(({ curves }) =>
    curves.flatMap(one =>
      one === null ? [] : [one.curve.steps[0] ?? 0, one.curve.steps[one.curve.steps.length - 1] ?? 0],
    ),
  );
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  const box = { left: 5 * text, right: width - 2 * text, from, to: to > from ? to : from + 1 };
  const rows = names.map((name, i): Shape[] => {
    const y = height - legend + (i + 1) * 1.4 * text;
    return [
      line([[box.left, y - 0.35 * text], [box.left + 3 * text, y - 0.35 * text]], lookOf(i)),
      label(name, [box.left + 3.6 * text, y], { size: text, anchor: "start" }),
    ]; // prettier-ignore
  });
  return {
    width,
    height,
    font,
    shapes: [
      ...panels.flatMap((panel, i) =>
        panelShapes(panel, { ...box, top: i * each + 2 * text, bottom: (i + 1) * each - 2 * text }, look),
      ),
      ...(names.length > 1 ? rows.flat() : []),
    ],
  };
}

const lookOf = (i: number) => looks[i % looks.length] ?? { color: INK, dash: [] };

function line(
  points: readonly (readonly [number, number])[],
  {
    color,
    dash,
    width = 1.5,
    opacity = 1,
  }: {
    readonly color: Rgb;
    readonly dash: readonly number[];
    readonly width?: number;
    readonly opacity?: number;
  },
): Shape {
  return { kind: "line", points, color, dash, width, opacity };
}

const label = (
  text: string,
  at: readonly [number, number],
  { size, anchor }: { readonly size: number; readonly anchor: "start" | "middle" | "end" },
): Shape => ({ kind: "text", text, at, anchor, size, color: INK });

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly from: number;
  readonly to: number;
}

function panelShapes({ title, range, curves }: CurvePanel, box: Box, look: CurvesLook): Shape[] {
  const { text, stepText, valueText } = look;
  const all = curves.flatMap(one =>
    one === null ? [] : Array.from(one.curve.values).filter(Number.isFinite),
  );
  const ticks = ticksOf(...(range ?? extent(all)), 4);
  const [low, high] = range ?? [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const x = (step: number) => box.left + ((box.right - box.left) * (step - box.from)) / (box.to - box.from);
  const y = (value: number) => box.bottom - ((box.bottom - box.top) * (value - low)) / (high - low);
  const inside = (value: number) => Math.min(high, Math.max(low, value));
  const pieces = ({ steps, values }: DrawnCurve): (readonly [number, number])[][] => {
    const found: [number, number][][] = [[]];
    for (let i = 0; i < steps.length; i++) {
      const value = values[i] ?? NaN;
      if (Number.isFinite(value)) found.at(-1)?.push([x(steps[i] ?? 0), y(inside(value))]);
      else found.push([]);
    }
    return found.filter(piece => piece.length > 0);
  };
  return [
    label(title, [box.left, box.top - 0.7 * text], { size: text, anchor: "start" }),
    ...ticks
      .filter(value => value >= low && value <= high)
      .flatMap(value => [
        line([[box.left, y(value)], [box.right, y(value)]], { color: GRID, dash: [], width: 1 }),
        label(valueText(value), [box.left - 0.5 * text, y(value) + 0.35 * text], { size: text, anchor: "end" }),
      ]), // prettier-ignore
    ...ticksOf(box.from, box.to, 5)
      .filter(step => step >= box.from && step <= box.to)
      .map(step =>
        label(stepText(step), [x(step), box.bottom + 1.3 * text], { size: text, anchor: "middle" }),
      ),
    ...curves.flatMap((one, i) => {
      if (one === null) return [];
      const faint = one.faint === null ? [] : pieces(one.faint);
      return [
        ...faint.map(piece => line(piece, { color: lookOf(i).color, dash: [], width: 0.75, opacity: 0.25 })),
        ...pieces(one.curve).map(piece => drawnPiece(piece, i)),
      ];
    }),
  ];
}

/** A point alone is a dot. */
function drawnPiece(piece: readonly (readonly [number, number])[], i: number): Shape {
  const [at, ...others] = piece;
  if (at === undefined || others.length > 0) return line(piece, lookOf(i));
  return { kind: "dots", radius: 1.5, opacity: 1, dots: [{ at, color: lookOf(i).color }] };
}

function extent(values: readonly number[]): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (low > high) return [0, 1];
  return high > low ? [low, high] : [low - 0.5, low + 0.5];
}

/** About so many round numbers that reach over a stretch. */
export function ticksOf(low: number, high: number, about: number): number[] {
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(times => times * power).find(one => one >= rough * 0.999) ?? rough;
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
