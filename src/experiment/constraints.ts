import { dataKinds } from "./catalog-data.ts";
import type { Finding } from "./issue-message.ts";
import { checkKnob, checkKnobKey } from "./knobs.ts";
import type { Experiment } from "./schema.ts";

function scheduleFindings(experiment: Experiment, lastStep: number): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<string, number>();
  for (const [index, { at, set, to }] of experiment.schedule.entries()) {
    const say = (key: string, message: string) => {
      findings.push({ path: ["schedule", index, key], message, at: "value" });
    };
    const unknown = checkKnobKey(experiment, set);
    const outOfRange = unknown === null ? checkKnob(experiment, set, to) : null;
    if (unknown !== null) say("set", unknown);
    if (outOfRange !== null) say("to", outOfRange);
    if (at >= lastStep) {
      say("at", `found ${at}; expected a step before the last one, from 0 to ${lastStep - 1}`);
    }
    const place = `${at} ${set}`;
    const earlier = seen.get(place);
    if (earlier === undefined) seen.set(place, index);
    else
      say(
        "at",
        `schedule.${earlier} already changes ${set} at step ${at}; expected one change of a knob a step`,
      );
  }
  return findings;
}

/**
 * What the shape of the file cannot say: keys that must fit each other.
 * @param lastStep the step before which every planned change must begin; Infinity where that is not asked.
 */
export function findConflicts(experiment: Experiment, lastStep: number): Finding[] {
  const findings = scheduleFindings(experiment, lastStep);
  const { samples, neighbours, features } = experiment.evaluation;
  if (dataKinds[experiment.data.kind].domain === "points" && features !== "auto" && features !== "data") {
    const message = `found ${JSON.stringify(features)}, which is for images; expected "auto" or "data" for points`;
    findings.push({ path: ["evaluation", "features"], message, at: "value" });
  }
  if (neighbours >= samples) {
    const message = `found ${neighbours}; expected fewer neighbours than evaluation.samples, which is ${samples}`;
    findings.push({ path: ["evaluation", "neighbours"], message, at: "value" });
  }
  return findings;
}
