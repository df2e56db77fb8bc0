import { measures, type MeasureTag } from "../experiment/catalog.ts";
import { nearest } from "../experiment/nearest-name.ts";
import { plainName } from "../plain/plain-text.ts";
import { formatStep, formatValue } from "../plain/written-number.ts";
import { curvesDrawing, type CurvePanel } from "../pictures/curves-drawing.ts";
import { fonts, type Drawing } from "../pictures/drawing.ts";
import type { RunCurves } from "../share/shared-curves.ts";
import { UsageError } from "./failure.ts";
import type { Option } from "./option.ts";
import type { Call } from "./verb.ts";

/** What is drawn where nobody says otherwise, as far as it was recorded. */
const usual = ["quality/coverage", "quality/precision", "quality/recall"];
const MOST_SIDE = 10_000;
/** Of a name in the picture. */
const LONGEST = 80;

export const curveOptions = {
  series: {
    value: "TAG",
    many: true,
    summary: "for a picture: a curve to draw, one chart each (default: coverage, precision and recall)",
  },
  size: {
    value: "WIDTHxHEIGHT",
    summary: "for a picture: its size in CSS pixels (default: 640x200 a chart)",
  },
  font: { value: fonts.join("|"), summary: "for a picture: its letters (default: sans)" },
  "font-size": { value: "N", summary: "for a picture: the size of its letters in CSS pixels (default: 11)" },
} as const satisfies Readonly<Record<string, Option>>;

/** Charts of the runs' curves as the options say. Throws UsageError. */
export function curvesPicture({ given }: Call, runs: readonly RunCurves[]): Drawing {
  const known = [...new Set(runs.flatMap(({ curves }) => curves.map(({ tag }) => tag)))];
  const asked = given.list("series");
  for (const tag of asked)
    if (!known.includes(tag))
      throw new UsageError(
        `--series ${tag}: no curve of ${runs.length === 1 ? "this run" : "these runs"}${nearest(tag, known)}; those: ${known.join(", ") || "none"}`,
        { showUsage: false },
      );
  const found = usual.filter(tag => known.includes(tag));
  const tags = asked.length > 0 ? asked : found.length > 0 ? found : known.slice(0, 3);
  if (tags.length === 0)
    throw new UsageError("no curve is recorded yet: there is nothing to draw", { showUsage: false });
  const font = fonts.find(name => name === (given.text("font") ?? "sans"));
  if (font === undefined)
    throw new UsageError(`--font must be ${fonts.join(", ")}, not ${String(given.text("font"))}`);
  const { width, height } = sizeOf(given.text("size"), tags.length);
  return curvesDrawing(
    tags.map(tag => panelOf(tag, runs)),
    runs.map(({ name }) => plainName(name, LONGEST)),
    {
      width,
      height,
      font,
      text: given.integer("font-size", { min: 4, max: 100 }) ?? 11,
      stepText: formatStep,
      valueText: value => formatValue(value, Math.abs(value) < 10 ? 2 : 0),
    },
  );
}

function sizeOf(
  text: string | undefined,
  charts: number,
): { readonly width: number; readonly height: number } {
  if (text === undefined) return { width: 640, height: 200 * charts };
  const [width = 0, height = 0] = /^(\d{1,5})x(\d{1,5})$/.exec(text)?.slice(1).map(Number) ?? [];
  if (Math.min(width, height) < 50 || Math.max(width, height) > MOST_SIDE)
    throw new UsageError(
      `--size must be WIDTHxHEIGHT, 50 to ${MOST_SIDE} each, such as 640x400, not ${text}`,
    );
  return { width, height };
}

function panelOf(tag: string, runs: readonly RunCurves[]): CurvePanel {
  const own = runs.map(({ curves }) => curves.find(curve => curve.tag === tag) ?? null);
  const facts = own.find(curve => curve !== null);
  const unit = facts === undefined || facts.unit === "" ? "" : ` (${facts.unit})`;
  const range = Object.hasOwn(measures, tag) ? measures[tag as MeasureTag].range : null;
  return {
    title: plainName(`${facts?.title ?? tag}${unit}`, LONGEST),
    range: range !== null && range[0] === 0 && range[1] === 1 ? [0, 1] : null,
    curves: own.map(curve => {
      if (curve === null) return null;
      const { steps, values, smoothedSteps, smoothed } = curve;
      return smoothed.length === 0
        ? { curve: { steps, values }, faint: null }
        : { curve: { steps: smoothedSteps, values: smoothed }, faint: { steps, values } };
    }),
  };
}
