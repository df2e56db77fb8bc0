import type { MeanInterval } from "../../statistics/mean-interval.ts";
import { FEWEST_SEEDS } from "../../statistics/fewest-seeds.ts";
import { withMinus } from "../../plain/written-number.ts";
import { FALSE_FINDINGS } from "../../statistics/relabelling.ts";
import {
  isCompared,
  isSignificant,
  titleOf,
  type Arm,
  type Cell,
  type Difference,
  type Report,
} from "./report.ts";

/** A number with this many decimals; what rounds to 0 has no sign. */
const fixed = (value: number, decimals: number): string => {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : withMinus(text);
};

/** Decimals that show two digits of an uncertainty, or three of a value that has none. */
function decimalsFor(halfWidth: number | null, mean: number): number {
  const [size, digits] = halfWidth === null || halfWidth === 0 ? [Math.abs(mean), 3] : [halfWidth, 2];
  if (size === 0) return 2;
  return Math.min(6, Math.max(0, digits - 1 - Math.floor(Math.log10(size))));
}

/** "0.812 ± 0.043", or "0.812" where there is no interval. */
export function intervalText({ mean, halfWidth }: MeanInterval): string {
  const decimals = decimalsFor(halfWidth, mean);
  return halfWidth === null
    ? fixed(mean, decimals)
    : `${fixed(mean, decimals)} ± ${fixed(halfWidth, decimals)}`;
}

/** What a chart of the report shows, and that there are no intervals where there are none. */
export function meansText({ arms }: Pick<Report, "arms">): string {
  const hasIntervals = arms.some(({ cells }) =>
    Object.values(cells).some(({ interval }) => (interval?.halfWidth ?? null) !== null),
  );
  const means = hasIntervals
    ? "means with 95 % intervals (Student's t) over seeds"
    : `means over seeds without intervals, which take ${FEWEST_SEEDS} seeds of different values`;
  return `${means}; dots are seeds`;
}

/** "+0.12 ± 0.04": its sign always, but for what is none. */
export function differenceText(difference: Difference): string {
  const text = intervalText(difference);
  return parseFloat(text) > 0 ? `+${text}` : text;
}

/** "undefined in 3 of 10 seeds"; "" where every seed that is done has a value. */
export function undefinedText({ values, undefined: reasons }: Pick<Cell, "values" | "undefined">): string {
  const of = values.length + reasons.length;
  return reasons.length === 0 ? "" : `undefined in ${reasons.length} of ${plural(of, "seed")}`;
}

/** "0.81 ± 0.04, undefined in 3 of 10 seeds"; "" where nothing is known. */
export function cellText(cell: Pick<Cell, "values" | "undefined" | "interval">): string {
  const mean = cell.interval === null ? "" : intervalText(cell.interval);
  return [mean, undefinedText(cell)].filter(text => text !== "").join(", ");
}

/** A value of an axis as people write it. */
export const valueText = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);

/** A configuration's value of an axis; "any" where it changes nothing. */
export const armValueText = ({ point, idle }: Pick<Arm, "point" | "idle">, key: string): string =>
  idle.includes(key) ? "any" : valueText(point[key]);

/** "pairing.weight 0.02, penalties.r1.gamma 0.1"; "the experiment" where nothing is varied. */
export function armText({ axes }: Pick<Report, "axes">, arm: Pick<Arm, "point" | "idle">): string {
  return axes.length === 0
    ? "the experiment"
    : axes.map(({ key }) => `${key} ${armValueText(arm, key)}`).join(", ");
}

/** What configurations are compared with: "pairing.weight 0 with the same other values"; "" where nothing is varied. */
export function baselineText(
  { axes, baseline }: Pick<Report, "axes" | "baseline">,
  named: (key: string) => string,
  shown: (text: string) => string,
): string {
  const values = Object.entries(baseline).map(([key, value]) => `${named(key)} ${shown(valueText(value))}`);
  return values.length === 0
    ? ""
    : `${values.join(", ")}${values.length < axes.length ? " with the same other values" : ""}`;
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const seedsText = (count: number) =>
  (count < 3 ? ["no seed", "one seed", "two seeds"][count] : `${count} seeds`) ?? "";

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

/** "6 configurations × 4 seeds: 23 of 24 runs done, 1 failed". */
export function progressText({ arms, seeds, planned }: Report): string {
  const standings = arms.flatMap(({ runs }) => runs.map(({ standing }) => standing));
  const count = (...wanted: readonly string[]) => standings.filter(one => wanted.includes(one)).length;
  const parts = [
    [count("live"), "training"],
    [count("failed"), "failed"],
    [count("hopeless"), "stopped early by halving"],
    [count("stopped"), "stopped as asked"],
    [planned - standings.length + count("open"), "not finished"],
  ] as const;
  const rest = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  return `${plural(arms.length, "configuration")} × ${plural(seeds.length, "seed")}: ${[`${count("done")} of ${plural(planned, "run")} done`, ...rest].join(", ")}`;
}

/** What the figures allow to say, and what not: never more certain than the data. */
export function findings(report: Report): string[] {
  const { arms, tags, comparisons, fewestSeeds } = report;
  const counts = arms.map(({ runs }) => runs.filter(({ standing }) => standing === "done").length);
  const most = Math.max(0, ...counts);
  const lines: string[] = [];
  if (most === 0) return ["No run is done yet: there is nothing to compare."];
  const compared = arms.filter(({ key, baseline }) => key !== baseline).length;
  if (compared > 0 && most < fewestSeeds)
    lines.push(
      `${capital(seedsText(most))}: ${most < FEWEST_SEEDS ? "there are no intervals, and " : ""}none of the differences can be told from chance, however large they are. With ${plural(compared, "configuration")} beside the baseline that takes ${fewestSeeds} seeds; more seeds in the sweep file are trained by starting the sweep again.`,
    );
  const early = arms.filter(({ runs }) => runs.some(({ standing }) => standing === "hopeless")).length;
  if (early > 0)
    lines.push(
      `${plural(early, "configuration")} stopped early by halving: their values are of an earlier step and are left out of means and differences.`,
    );
  lines.push(...undefinedLines(report));
  const elsewhere = arms.flatMap(({ runs }) =>
    runs.filter(run => run.standing === "done" && !isCompared(run)),
  ).length;
  if (elsewhere > 0)
    lines.push(
      `${plural(elsewhere, "run")} without an evaluation on record at the sweep's last step: nothing of ${elsewhere === 1 ? "it" : "them"} is compared.`,
    );
  if (most < fewestSeeds || compared === 0) return lines;
  if (comparisons === 0)
    return [
      ...lines,
      "No configuration shares three finished seeds with its baseline: nothing can be said of differences yet.",
    ];
  const found = arms.flatMap(arm =>
    tags.flatMap(tag => {
      const difference = arm.cells[tag]?.difference;
      return difference && isSignificant(difference)
        ? [`${titleOf(tag)} ${differenceText(difference)} at ${armText(report, arm)}`]
        : [];
    }),
  );
  lines.push(
    found.length === 0
      ? `${shownText(comparisons, 0)} That shows no difference; it does not show that there is none.`
      : shownText(comparisons, found.length),
  );
  if (most < 5)
    lines.push(
      `${plural(most, "seed")} at most: intervals are wide, and they are too narrow where a measure is far from normal.`,
    );
  return lines;
}

/** How many comparisons show more than chance explains; there is at least one. */
const shownText = (comparisons: number, shown: number): string =>
  comparisons === 1
    ? `The one comparison with the baseline ${shown === 1 ? "shows" : "does not show"} more than chance explains (5 %).`
    : `Of ${comparisons} comparisons with the baseline, ${shown === 0 ? "none is" : shown === 1 ? "1 is" : `${shown} are`} more than chance explains (5 % over all of them together).`;

/** What the star of a difference says, as a sentence; that none can be there where nothing is compared. */
export function starText({ comparisons }: Pick<Report, "comparisons">): string {
  if (comparisons === 0)
    return "None is tested: that takes a configuration that shares three finished seeds with its baseline.";
  const over = comparisons === 1 ? "" : ` over all ${comparisons} comparisons together`;
  return `*: more than chance explains: p at most ${FALSE_FINDINGS}${over}, by relabelling the runs.`;
}

/** So many measures are named with each configuration; a collapsed sweep would fill the page. */
const MOST_NAMED = 6;

/** What is undefined, a line a measure: it counts against its configuration, and the report says how. */
function undefinedLines(report: Report): string[] {
  const lines = report.tags.flatMap(tag => {
    const where = report.arms.flatMap(arm => {
      const cell = arm.cells[tag];
      const reason = cell?.undefined[0]?.reason;
      return cell === undefined || reason === undefined
        ? []
        : [`${undefinedText(cell)} at ${armText(report, arm)} (${reason})`];
    });
    if (where.length === 0) return [];
    const rest = where.length > MOST_NAMED ? [`${where.length - MOST_NAMED} more`] : [];
    return [`${titleOf(tag)} is ${[...where.slice(0, MOST_NAMED), ...rest].join("; ")}.`];
  });
  if (lines.length === 0) return [];
  return [
    ...lines,
    "Where a measure is undefined in some seed, the mean of the others is no fair value of its configuration: it is never best, and no difference is tested.",
  ];
}
