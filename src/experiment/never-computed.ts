import { penalties } from "./catalog-objectives.ts";
import type { Finding } from "./issue-message.ts";
import type { Experiment } from "./schema.ts";

const lazy = ["r1", "r2"] as const;

/**
 * What is asked for and never computed in a run of so many steps. It is told and not refused: a run may be shortened for a
 * try, and lengthened later.
 */
export function findNeverComputed(experiment: Experiment, steps = experiment.steps): Finding[] {
  return lazy.flatMap(name => {
    const { gamma, every } = experiment.penalties[name];
    const planned = experiment.schedule.some(({ set, to }) => set === `penalties.${name}.gamma` && to > 0);
    if (every <= steps || (gamma === 0 && !planned)) return [];
    const message = `found ${every}, and the run has ${steps} steps: ${penalties[name].title} is never computed`;
    return [{ path: ["penalties", name, "every"], message, at: "value" }];
  });
}
