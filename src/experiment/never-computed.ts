import { penalties } from "./catalog-objectives.ts";
import type { Finding } from "./issue-message.ts";
import type { Experiment } from "./schema.ts";

const lazy = ["r1", "r2"] as const;

/**
 * What is asked for and never computed in a run of so many steps. It is told and not refused: a run may be shortened for a
 * try, and lengthened later.
 */
export function findNeverComputed(experiment: Experiment, steps = experiment.steps): Finding[] {
  const penaltiesFound = lazy.flatMap((name): Finding[] => {
    const { gamma, every } = experiment.penalties[name];
    const planned = experiment.schedule.some(({ set, to }) => set === `penalties.${name}.gamma` && to > 0);
    if (every <= steps || (gamma === 0 && !planned)) return [];
    const message = `found ${every}, and the run has ${steps} steps: ${penalties[name].title} is never computed`;
    return [{ path: ["penalties", name, "every"], message, at: "value" }];
  });
  const { evaluation } = experiment.record;
  if (evaluation <= steps) return penaltiesFound;
  const message = `found ${steps}, and record.evaluation is ${evaluation}: nothing is measured between the first step and the last`;
  return [...penaltiesFound, { path: ["steps"], message, at: "value" }];
}
