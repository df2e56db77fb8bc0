import type { EvaluationRecord } from "../../runs/evaluations.ts";
import { duration, grouped, shortNumber } from "./numbers.ts";
import { styleFor, visibleLength, type Style } from "./style.ts";

export interface Progress {
  readonly name: string;
  readonly state: string;
  readonly step: number;
  readonly steps: number;
  readonly stepsPerSecond: number;
  readonly scalars: Readonly<Record<string, number>>;
  readonly lastEvaluation: EvaluationRecord | null;
}

const COVERAGE = "quality/coverage";

const shown: readonly (readonly [tag: string, label: string])[] = [
  ["loss/generator", "G"],
  ["loss/discriminator", "D"],
  ["loss/pairing", "pairing"],
];

/** Coverage as of the last evaluation, which may be some steps ago; "" before the first. */
function coverageText({ lastEvaluation }: Progress): string {
  if (lastEvaluation === null) return "";
  const { values, undefined: reasons } = lastEvaluation;
  const value = values[COVERAGE];
  if (value !== undefined) return `coverage ${shortNumber(value)}`;
  return reasons[COVERAGE] === undefined ? "" : "coverage undefined";
}

const lossesOf = ({ scalars }: Progress): string[] =>
  shown.flatMap(([tag, label]) => {
    const value = scalars[tag];
    return value === undefined ? [] : [`${label} ${shortNumber(value)}`];
  });

const speedText = (stepsPerSecond: number) =>
  `${stepsPerSecond < 10 ? stepsPerSecond.toFixed(1) : grouped(stepsPerSecond)} steps/s`;

function timeLeft({ state, step, steps, stepsPerSecond }: Progress): string {
  if (state !== "training") return state;
  if (step >= steps) return "saving";
  return stepsPerSecond > 0 ? `${duration((steps - step) / stepsPerSecond)} left` : "";
}

const NARROWEST_BAR = 10;
const WIDEST_BAR = 30;

interface Part {
  /** Where it stands in the line. */
  readonly place: number;
  readonly text: string;
  /** Columns kept for it, so that the line does not jump as figures grow and shrink. */
  readonly width: number;
}

/** In order of importance. */
function partsOf(progress: Progress, style: Style): Part[] {
  const { name, step, steps, stepsPerSecond } = progress;
  const total = grouped(steps);
  const [coverage, ...losses] = [coverageText(progress), ...lossesOf(progress)].map((text, i) => ({
    place: 6 + i,
    text: text === "" ? "" : style.dim(text),
    width: text.length,
  }));
  const parts = [
    { place: 2, text: `${percentOf(progress)}%`, width: 4 },
    { place: 3, text: `${grouped(step)}/${total}`, width: 2 * total.length + 1 },
    { place: 5, text: timeLeft(progress), width: 9 },
    { place: 4, text: stepsPerSecond > 0 ? speedText(stepsPerSecond) : "", width: 13 },
    ...(coverage === undefined ? [] : [coverage]),
    { place: 0, text: style.bold(name), width: name.length },
    ...losses,
  ];
  return parts.filter(({ text }) => text !== "");
}

const percentOf = ({ step, steps }: Progress) =>
  steps > 0 ? Math.floor(100 * Math.min(1, step / steps)) : 0;

/**
 * One line of at most `columns` characters: bar, percent, steps, speed, time left, losses, coverage.
 * What does not fit is left out, the least important first.
 */
export function progressLine(progress: Progress, columns: number, style: Style = styleFor(false)): string {
  let room = columns - NARROWEST_BAR;
  const kept = [];
  for (const { place, text, width } of partsOf(progress, style)) {
    const padded = " ".repeat(Math.max(0, width - visibleLength(text))) + text;
    const taken = visibleLength(padded) + 2;
    if (taken > room) break;
    room -= taken;
    kept.push({ place, text: padded });
  }
  const width = Math.min(WIDEST_BAR, NARROWEST_BAR + room, columns);
  const full = Math.floor((percentOf(progress) / 100) * width);
  const bar = { place: 1, text: style.green("━".repeat(full)) + style.dim("─".repeat(width - full)) };
  return [...kept, bar]
    .sort((a, b) => a.place - b.place)
    .map(part => part.text)
    .join("  ");
}

/** The same for logs and pipes: a plain line without a bar. */
export function progressText(progress: Progress): string {
  const { step, steps, stepsPerSecond } = progress;
  const speed = stepsPerSecond > 0 ? [speedText(stepsPerSecond)] : [];
  const parts = [
    `step ${grouped(step)} of ${grouped(steps)}`,
    ...speed,
    timeLeft(progress),
    coverageText(progress),
    ...lossesOf(progress),
  ];
  return parts.filter(part => part !== "").join(", ");
}
