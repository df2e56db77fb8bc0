// What a language model can ask of runs, without vscode: each tool a function from its input to a plain value.
import { basename } from "node:path";
import { diagnose } from "../../diagnosis/diagnose.ts";
import { pointsOf } from "../../diagnosis/points.ts";
import { checkKnob } from "../../experiment/knobs.ts";
import { branchRun } from "../../launching/branch-run.ts";
import { requestControl } from "../../launching/request-control.ts";
import { drawableCheckpoints, listCheckpoints } from "../../runs/checkpoints.ts";
import { interventionsOf, readJournal } from "../../runs/journal.ts";
import { evaluationAmong, type EvaluationRecord } from "../../runs/evaluations.ts";
import { withoutNoise } from "../../runs/without-noise.ts";
import { historyOf } from "../../runs/history-file.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { ownExperiment, whyNotBy } from "../../runs/other-trainer.ts";
import { checkRunKnob, runKnobKeys } from "../../runs/run-knobs.ts";
import { runKnobFacts } from "../../dashboard/run-knob-facts.ts";
import type { ToolQuestion } from "../door/fields.ts";
import { say, words, type Words } from "../door/words.ts";
import { differences } from "./differences.ts";
import { toolInputs, type ToolInput, type ToolName } from "./tool-inputs.ts";

export { answerText } from "./as-data.ts";

/** What the tools see of the window. */
export interface RunWorld {
  /** Newest first. */
  readonly runs: readonly ObservedRun[];
  /** What the person calls a run; null where they gave it no name. */
  readonly nameOf: (folder: string) => string | null;
  /** Where branches of a run are put. */
  readonly runsFolderOf: (folder: string) => string;
  /** Starts a run's trainer, or queues it; says which. */
  readonly start: (folder: string) => Promise<string>;
}

/** The model asked for something that is not there or not allowed; the message is for it to read. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}

const LISTED = 50;
const SHOWN_ENTRIES = 20;
/** Who did it, in the journal. */
const BY = "language model";

type Tools = { readonly [Name in ToolName]: (input: ToolInput<Name>, world: RunWorld) => Promise<object> };

export const runTools: Tools = {
  listRuns: ({ state, limit = LISTED }, world) => {
    const wanted = world.runs.filter(run => state === undefined || run.state === state);
    return Promise.resolve({ total: wanted.length, runs: wanted.slice(0, limit).map(summary) });
  },
  readRun: async ({ run }, world) => {
    const observed = chosen(world, run);
    const { folder, info, status, state } = observed;
    const { tags } = await historyOf(folder);
    return {
      ...summary({ folder, info, status, state }),
      ...measuredOf(status.lastEvaluation ?? evaluationAmong(tags, "last")),
      message: status.message,
      parent: info.parent,
      experiment: info.experiment,
      scalars: Object.fromEntries(
        [...tags].map(([tag, { count, first, last }]) => [tag, { count, first, last }]),
      ),
      knobs: runKnobKeys(observed),
      checkpoints: drawableCheckpoints(folder).map(({ step }) => step),
      journal: readJournal(folder).slice(-SHOWN_ENTRIES),
      findings: diagnose(
        ownExperiment(info),
        tag => pointsOf(tags.get(tag)?.evaluated),
        interventionsOf(readJournal(folder)),
      ),
    };
  },
  compareRuns: ({ runs }, world) => {
    const observed = runs.map(run => chosen(world, run));
    const [baseline] = observed;
    if (baseline === undefined) throw new ToolError("Name at least two runs.");
    const seeds = new Set(observed.map(({ info }) => info.seed));
    const steps = new Set(observed.map(({ status }) => status.lastEvaluation?.step ?? null));
    const apart =
      steps.size > 1 || steps.has(null)
        ? " Where two runs were not measured at the same step, there is no difference of them."
        : "";
    return Promise.resolve({
      experiments: differences(observed.map(({ info }) => info.experiment)),
      runs: observed.map(run => ({ ...summary(run), toBaseline: toBaseline(run, baseline) })),
      note: `One run each${seeds.size > 1 ? ", of different seeds" : ""}: a difference may be chance.${apart}`,
    });
  },
  setKnob: async (input, world) => {
    const { key, value } = input;
    const { folder } = knobChange(input, world);
    const outcome = await requestControl(folder, { do: "set", key, value }, { by: BY });
    return { outcome };
  },
  branchRun: async (input, world) => {
    const { knobs = [], steps, seed } = input;
    const { parent, from } = branchPlace(input, world);
    const branch = await branchRun({
      folder: parent.folder,
      step: from,
      runsFolder: world.runsFolderOf(parent.folder),
      settings: knobs,
      ...(steps === undefined ? {} : { steps }),
      ...(seed === undefined ? {} : { seed }),
    });
    return { branch, from, outcome: await world.start(branch) };
  },
};

/** The run whose knob is to be set, where it has such a knob and may have such a value. Throws ToolError. */
function knobChange({ run, key, value }: ToolInput<"setKnob">, world: RunWorld): ObservedRun {
  const observed = chosen(world, run);
  const { info } = observed;
  const problem = whyNotBy(info, "set") ?? checkRunKnob(observed, key, value);
  if (problem !== null) throw new ToolError(problem);
  return observed;
}

/** The run to branch and the step of a checkpoint that it has. Throws ToolError. */
function branchPlace(
  { run, step, knobs = [] }: ToolInput<"branchRun">,
  world: RunWorld,
): { readonly parent: ObservedRun; readonly from: number } {
  const parent = chosen(world, run);
  const { folder, info } = parent;
  const reason = whyNotBy(info, "branch");
  if (reason !== null) throw new ToolError(`${info.id}: ${reason}.`);
  for (const { key, value } of knobs) {
    const problem = checkKnob(info.experiment, key, value);
    if (problem !== null) throw new ToolError(problem);
  }
  const checkpoints = listCheckpoints(folder).map(checkpoint => checkpoint.step);
  const from = step ?? checkpoints.at(-1);
  if (from === undefined || !checkpoints.includes(from))
    throw new ToolError(
      checkpoints.length === 0
        ? `${info.id} has no checkpoint yet.`
        : `${info.id} has no checkpoint at step ${step}; it has ${checkpoints.join(", ")}.`,
    );
  return { parent, from };
}

/**
 * What is asked before a tool changes something; null for one that changes nothing. What cannot be done is refused here,
 * with a ToolError, before anybody is asked.
 */
export function confirmationOf(name: ToolName, input: unknown, world: RunWorld): ToolQuestion | null {
  switch (name) {
    case "listRuns":
    case "readRun":
    case "compareRuns":
      return null;
    case "setKnob": {
      const wanted = checked("setKnob", input);
      const run = knobChange(wanted, world);
      const now = presentValue(run, wanted.key);
      return {
        title: say`Set ${words(wanted.key)} of ${spokenOf(run, world)} to ${wanted.value}?`,
        message: say`${now === undefined ? say`` : say`It is ${now} now. `}A language model asks for this. The change holds from the next step on and stands in the run's journal, by ${BY}.`,
      };
    }
    case "branchRun": {
      const wanted = checked("branchRun", input);
      const { parent, from } = branchPlace(wanted, world);
      const { knobs = [], steps, seed } = wanted;
      const changes = [
        ...knobs.map(({ key, value }) => `${key} = ${value}`),
        ...(seed === undefined ? [] : [`seed ${seed}`]),
        ...(steps === undefined ? [] : [`up to step ${steps}`]),
      ];
      return {
        // Of a run that trains there may be a newer one by the time of the answer.
        title: say`Train a branch of ${spokenOf(parent, world)} from ${wanted.step === undefined ? say`its newest checkpoint (${from} now)` : say`step ${from}`}?`,
        message: say`A language model asks for this: a new run from that checkpoint, ${words(changes.length === 0 ? "with nothing changed" : `with ${changes.join(", ")}`, 2_000)}. The original is not touched.`,
      };
    }
    default:
      return name satisfies never;
  }
}

/** A knob's value for the step after the one that the run's status tells: what is on record is older while it ramps. */
const presentValue = ({ folder, info, status }: ObservedRun, key: string): number | undefined =>
  runKnobFacts(info, status, readJournal(folder)).find(knob => knob.key === key)?.value;

/** A run for the person who is asked: what they call it, what its file calls it, and in any case its folder's name. */
function spokenOf({ folder, info }: ObservedRun, world: RunWorld): Words {
  const own = world.nameOf(folder);
  const id = basename(folder);
  return own === null || own === info.name ? say`${info.name} (${id})` : say`${own} (${info.name}, ${id})`;
}

/** What a model sent, where it is what the tool takes. Throws ToolError. */
function checked<Name extends ToolName>(name: Name, input: unknown): ToolInput<Name> {
  const parsed = toolInputs[name].safeParse(input);
  if (!parsed.success)
    throw new ToolError(
      parsed.error.issues.map(({ path, message }) => `${path.join(".") || "input"}: ${message}`).join("; "),
    );
  // The name decides the schema; TypeScript does not follow it through the table.
  return parsed.data as ToolInput<Name>;
}

/** Checks what a model sent and does it. Throws ToolError, and what launching throws. */
export function callTool(name: ToolName, input: unknown, world: RunWorld): Promise<object> {
  // The name decides both the schema and the tool; TypeScript does not follow it through two tables.
  const tool = runTools[name] as (given: unknown, world: RunWorld) => Promise<object>;
  return tool(checked(name, input), world);
}

/** The run that is meant by its id or an unambiguous start of it. */
export function chosen({ runs }: Pick<RunWorld, "runs">, id: string): ObservedRun {
  const exact = runs.filter(({ info }) => info.id === id);
  const [only, ...others] = exact.length > 0 ? exact : runs.filter(({ info }) => info.id.startsWith(id));
  if (only === undefined) throw new ToolError(`There is no run ${id}; list the runs first.`);
  if (others.length > 0) throw new ToolError(`${id} is the start of ${others.length + 1} runs' ids.`);
  return only;
}

function summary({ info, status, state }: ObservedRun) {
  const { name, id, seed, createdAt } = info;
  const { step, steps } = status;
  return { id, name, state, step, steps, seed, createdAt, ...measuredOf(status.lastEvaluation) };
}

/** The measures of the last evaluation, the step that they are of, and why others have no value there. */
function measuredOf(evaluation: EvaluationRecord | null) {
  const {
    step,
    values,
    undefined: reasons,
  } = evaluation === null ? { step: null, values: {}, undefined: {} } : withoutNoise(evaluation);
  return { measuredAt: step, measures: values, undefined: reasons };
}

/** Each measure's difference to the baseline's at the same step; null where they were not measured at one. */
function toBaseline({ status }: ObservedRun, baseline: ObservedRun): Record<string, number | string> | null {
  const [own, other] = [status, baseline.status].map(
    ({ lastEvaluation }) => lastEvaluation && withoutNoise(lastEvaluation),
  );
  if (!own || own.step !== other?.step) return null;
  const tags = [own, other].flatMap(one => [...Object.keys(one.values), ...Object.keys(one.undefined)]);
  return Object.fromEntries(
    [...new Set(tags)].flatMap((tag): [string, number | string][] => {
      const [value, from] = [own.values[tag], other.values[tag]];
      if (value !== undefined && from !== undefined) return [[tag, value - from]];
      if (tag in own.undefined) return [[tag, `undefined in this run: ${own.undefined[tag] ?? ""}`]];
      return tag in other.undefined
        ? [[tag, `undefined in the baseline: ${other.undefined[tag] ?? ""}`]]
        : [];
    }),
  );
}
