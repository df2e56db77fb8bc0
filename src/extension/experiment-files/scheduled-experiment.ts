import { isFields } from "../../plain/fields.ts";
import { changeExperiment } from "../../experiment/read.ts";
import type { Experiment, ScheduledChange } from "../../experiment/schema.ts";
import { defaultsFor } from "./set-line.ts";

/** A knob turned by hand. */
export interface LiveChange {
  readonly step: number;
  readonly key: string;
  readonly to: number;
}

/** The experiment in which a run's live changes are a schedule, so that they can be repeated over seeds. */
export function withLiveChanges(experiment: Experiment, changes: readonly LiveChange[]): Experiment {
  const byPlace = new Map<string, ScheduledChange>();
  const put = (change: ScheduledChange) => byPlace.set(`${change.at} ${change.set}`, change);
  experiment.schedule.forEach(put);
  // At one step the hand wins over the plan, and the last of several turns over those before.
  for (const { step, key, to } of changes) put({ at: step, set: key, to, over: 0 });
  const schedule = [...byPlace.values()].sort((a, b) => a.at - b.at);
  return changeExperiment({ ...experiment, schedule }, experiment.name);
}

/** What of a value differs from its default; a part of another kind as a whole. Undefined when nothing does. */
function difference(value: unknown, base: unknown): unknown {
  if (!isFields(value) || !isFields(base) || value["kind"] !== base["kind"]) {
    return JSON.stringify(value) === JSON.stringify(base) ? undefined : value;
  }
  const parts = Object.entries(value).flatMap(([key, inner]) => {
    const part = difference(inner, base[key]);
    return part === undefined ? [] : [[key, part] as const];
  });
  if (parts.length === 0) return undefined;
  return { ...("kind" in value ? { kind: value["kind"] } : {}), ...Object.fromEntries(parts) };
}

/** A file's text that means this experiment: what differs from the defaults, under lines of comment. */
export function experimentText(experiment: Experiment, comments: readonly string[]): string {
  const base = defaultsFor(experiment);
  const written: Record<string, unknown> = { name: experiment.name };
  for (const [key, value] of Object.entries(experiment)) {
    const part = key === "data" ? value : difference(value, base[key as keyof Experiment]);
    if (part !== undefined) written[key] = part;
  }
  const lines = comments.map(line => `// ${line.replaceAll(/[\r\n]+/g, " ")}`);
  return [...lines, JSON.stringify(written, null, 2), ""].join("\n");
}
