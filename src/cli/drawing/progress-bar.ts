import { duration, grouped, shortNumber } from "./numbers.ts";
import { styleFor, visibleLength, type Style } from "./style.ts";

export interface Progress {
  readonly name: string;
  readonly state: string;
  readonly step: number;
  readonly steps: number;
  readonly stepsPerSecond: number;
  /** Last value of each tag. */
  readonly scalars: Readonly<Record<string, number>>;
}

const shown: readonly (readonly [tag: string, label: string])[] = [
  ["quality/coverage", "coverage"],
  ["loss/generator", "G"],
  ["loss/discriminator", "D"],
  ["loss/pairing", "pairing"],
];

function timeLeft({ state, step, steps, stepsPerSecond }: Progress): string {
  if (state !== "training") return state;
  if (step >= steps) return "saving";
  return stepsPerSecond > 0 ? `${duration((steps - step) / stepsPerSecond)} left` : "starting";
}

const NARROWEST_BAR = 10;
const WIDEST_BAR = 30;

/**
 * One line of at most `columns` characters: bar, percent, steps, speed, time left, losses, coverage.
 * What does not fit is left out, the least important first.
 */
export function progressLine(progress: Progress, columns: number, style: Style = styleFor(false)): string {
  const { name, step, steps, stepsPerSecond, scalars } = progress;
  const share = steps > 0 ? Math.min(1, step / steps) : 0;
  const figures = shown.flatMap(([tag, label]) => {
    const value = scalars[tag];
    return value === undefined ? [] : [`${label} ${shortNumber(value)}`];
  });
  // In order of importance; the line itself keeps the order of `places`.
  const parts = [
    { place: 2, text: `${String(Math.floor(share * 100)).padStart(3)}%` },
    { place: 3, text: `${grouped(step).padStart(grouped(steps).length)}/${grouped(steps)}` },
    { place: 5, text: timeLeft(progress) },
    {
      place: 4,
      text: stepsPerSecond > 0 ? `${shortNumber(stepsPerSecond)} steps/s`.replace(/\.\d+ /, " ") : "",
    },
    ...figures.map((text, i) => ({ place: 6 + i, text: style.dim(text) })),
    { place: 0, text: style.bold(name) },
  ].filter(part => part.text !== "");
  let room = columns - NARROWEST_BAR;
  const kept = [];
  for (const part of parts) {
    const width = visibleLength(part.text) + 2;
    if (width > room) continue;
    room -= width;
    kept.push(part);
  }
  const width = Math.min(WIDEST_BAR, NARROWEST_BAR + room, columns);
  const full = Math.floor(share * width);
  const bar = { place: 1, text: style.green("━".repeat(full)) + style.dim("─".repeat(width - full)) };
  return [...kept, bar]
    .sort((a, b) => a.place - b.place)
    .map(part => part.text)
    .join("  ");
}

/** The same for logs and pipes: a plain line without a bar. */
export function progressText({ name, step, steps, stepsPerSecond, scalars, ...rest }: Progress): string {
  const figures = shown.flatMap(([tag, label]) => {
    const value = scalars[tag];
    return value === undefined ? [] : [`${label} ${shortNumber(value)}`];
  });
  const left = timeLeft({ name, step, steps, stepsPerSecond, scalars, ...rest });
  return [
    `step ${grouped(step)} of ${grouped(steps)}`,
    `${grouped(stepsPerSecond)} steps/s`,
    left,
    ...figures,
  ].join(", ");
}
