import { differenceText, intervalText, valueText } from "./report/words.ts";
import { isSignificant, titleOf, type Report } from "./report/report.ts";
import { bestOf, costOf, TUNED, type Tuning } from "./tuning.ts";

const grouped = (value: number): string => value.toLocaleString("en-US");

/** What a search found, in sentences; the first says the best weight, or that there is none. */
export function findingsOfTuning(report: Report, { measure, budget, seeds }: Tuning): string[] {
  const { steps, unfinished } = costOf(report);
  const weights = report.arms.map(arm => Number(arm.point[TUNED]));
  const cost = `It took ${grouped(steps)} of ${grouped(budget)} steps${unfinished === 0 ? "" : `, ${grouped(unfinished)} of them of runs that stopped early or failed`}; tried: ${weights.join(", ")}.`;
  const best = bestOf(report, measure);
  const cell = best?.cells[measure];
  if (best === null || cell === undefined || cell.interval === null)
    return [`No weight has a value of ${measure} in every seed, so none is best.`, cost];
  const weight = Number(best.point[TUNED]);
  const title = titleOf(measure).toLowerCase();
  const over = `${seeds} ${seeds === 1 ? "seed" : "seeds"}`;
  const { difference } = cell;
  const against =
    difference === null
      ? ""
      : `; ${differenceText(difference)} against weight 0${isSignificant(difference) ? "" : ", which chance alone may give"}`;
  const found = `Best: ${TUNED} ${valueText(weight)}, ${title} ${intervalText(cell.interval)} over ${over}${against}.`;
  return [
    weight === 0 ? `No weight was better than none. ${found}` : found,
    `These seeds chose it, which flatters it; other seeds give a fair figure.`,
    ...edgeOf(weights, weight),
    cost,
  ];
}

function edgeOf(weights: readonly number[], best: number): string[] {
  const positive = weights.filter(weight => weight > 0);
  if (best === Math.max(...positive)) return ["It is the largest that was tried: --to allows more."];
  if (best > 0 && best === Math.min(...positive))
    return ["It is the least that was tried: --from allows less."];
  return [];
}
