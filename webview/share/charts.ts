import { asksForModes, PRECISION_TAG } from "../../src/measures/noise.ts";
import type { SharedCurve, SharedRun } from "../../src/protocol/shared-page.ts";
import type { Series, SeriesLook } from "../charts/scene.ts";
import { lossLooks, MODES_TAG, qualityLooks } from "../dashboard/series-looks.ts";
import { formatKnob, formatStep, formatValue } from "../numbers/format.ts";
import { GrowingCurve } from "../numbers/growing-curve.ts";
import { withoutNoise } from "../numbers/noise.ts";
import { shortened } from "../numbers/tag-groups.ts";
import { namesOf } from "./names.ts";
import { runInks } from "./run-mark.tsx";

/** One chart of the page. */
export interface SharedChart {
  readonly title: string;
  /** What its numbers are in or over, and that they are smoothed. */
  readonly note: string;
  readonly description: string;
  readonly series: readonly Series[];
  /** From where to where its values reach at least; null: from 0 to the highest. */
  readonly values: readonly [number, number] | null;
}

/** Characters of a name that have room beside a value. */
const NAME_ROOM = 8;
const KNOB = "knob/";
const SPEED = "speed/";

const bySize = (value: number): string => {
  const size = Math.abs(value);
  return formatValue(value, size >= 10 ? 1 : size >= 1 || size === 0 ? 2 : 3);
};

const grown = ({ steps, values }: SharedCurve): GrowingCurve => GrowingCurve.of(steps, values);

function seriesOf(look: SeriesLook, curve: SharedCurve, run: SharedRun): Series {
  const precision = run.curves.find(({ tag }) => tag === PRECISION_TAG);
  const raw =
    precision !== undefined && asksForModes(curve.tag)
      ? withoutNoise(grown(curve), grown(precision))
      : grown(curve);
  const isSmooth = curve.smoothed.length > 0;
  const line = isSmooth ? GrowingCurve.of(curve.smoothedSteps, curve.smoothed) : raw;
  return { ...look, line, behind: isSmooth ? raw : null, scale: 1 };
}

const changes = ({ values }: SharedCurve): boolean => values.some(value => value !== values[0]);

const noteOf = ({ unit, smoothed }: SharedCurve): string =>
  [unit, smoothed.length > 0 ? "smoothed 0.90" : ""].filter(text => text !== "").join(", ");

/** Several curves of one run in one chart. */
function together(run: SharedRun, title: string, looks: readonly SeriesLook[]): SharedChart[] {
  const found = looks.flatMap(look => {
    const curve = run.curves.find(({ tag }) => tag === look.tag);
    return curve === undefined ? [] : [{ look, curve }];
  });
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      title,
      note: noteOf(first.curve),
      description: "",
      series: found.map(({ look, curve }) => seriesOf(look, curve, run)),
      values: title === "Quality" ? [0, 1.02] : null,
    },
  ];
}

/** The same curve of every run that has it. */
function sameOfAll(runs: readonly SharedRun[], tag: string): SharedChart[] {
  const found = runs.flatMap((run, place) => {
    const curve = run.curves.find(one => one.tag === tag);
    return curve === undefined ? [] : [{ run, place, curve }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const isKnob = tag.startsWith(KNOB);
  const names = namesOf(runs);
  const series = found.map(({ run, place, curve }) => {
    // One curve alone is named by the title.
    const label =
      runs.length === 1 ? "" : `${place + 1} ${shortened(names[place]?.short ?? run.name, NAME_ROOM)}`;
    const ink = runs.length === 1 ? "generated" : (runInks[place] ?? "run1");
    const format = isKnob ? formatKnob : curve.unit === "modes" ? formatStep : bySize;
    return seriesOf({ tag: String(place), label, ink, width: 1.5, format, stepped: isKnob }, curve, run);
  });
  return [
    {
      title: first.curve.title,
      note: noteOf(first.curve),
      description: first.curve.description,
      series,
      values: first.curve.unit === "share" ? [0, 1.02] : null,
    },
  ];
}

/** What a page draws of its runs: of one its losses and its quality in a chart each, then every other curve that moves. */
export function chartsOf(runs: readonly SharedRun[], measured: readonly string[]): SharedChart[] {
  const [only, ...others] = runs;
  if (only === undefined) return [];
  const quality = qualityLooks.filter(({ tag }) => tag !== MODES_TAG);
  const shared =
    others.length > 0 ? [] : [...together(only, "Losses", lossLooks), ...together(only, "Quality", quality)];
  const told = new Set(others.length > 0 ? [] : [...lossLooks, ...quality].map(({ tag }) => tag));
  const moving = runs.flatMap(({ curves }) =>
    curves.filter(curve => !curve.tag.startsWith(KNOB) || changes(curve)).map(({ tag }) => tag),
  );
  const rank = (tag: string): number => {
    const measure = measured.indexOf(tag);
    if (measure >= 0) return measure;
    return measured.length + (tag.startsWith(SPEED) ? 2 : tag.startsWith(KNOB) ? 1 : 0);
  };
  const rest = [...new Set(moving)].filter(tag => !told.has(tag)).sort((a, b) => rank(a) - rank(b));
  return [...shared, ...rest.flatMap(tag => sameOfAll(runs, tag))];
}
