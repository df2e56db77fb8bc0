// What a language model can ask of runs, without vscode: each tool a function from its input to a plain value.
import { diagnose } from "../../diagnosis/diagnose.ts";
import { pointsOf } from "../../diagnosis/points.ts";
import { measures } from "../../experiment/catalog.ts";
import { checkKnob, knobKeys } from "../../experiment/knobs.ts";
import { branchRun } from "../../launching/branch-run.ts";
import { requestControl } from "../../launching/request-control.ts";
import { listCheckpoints } from "../../runs/checkpoints.ts";
import { readJournal } from "../../runs/journal.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { readScalars, type ScalarPoint } from "../../runs/scalars.ts";
import { differences } from "./differences.ts";
import { toolInputs, type ToolInput, type ToolName } from "./tool-inputs.ts";

/** What the tools see of the window. */
export interface RunWorld {
  /** Newest first. */
  readonly runs: readonly ObservedRun[];
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
  readRun: ({ run }, world) => {
    const { folder, info, status, state } = chosen(world, run);
    const scalars = readScalars(folder);
    return Promise.resolve({
      ...summary({ folder, info, status, state }),
      message: status.message,
      parent: info.parent,
      experiment: info.experiment,
      scalars: Object.fromEntries([...scalars].map(([tag, points]) => [tag, firstAndLast(points)])),
      knobs: knobKeys(info.experiment),
      checkpoints: listCheckpoints(folder).map(({ step }) => step),
      journal: readJournal(folder).slice(-SHOWN_ENTRIES),
      findings: diagnose(info.experiment, tag => pointsOf(scalars.get(tag))),
    });
  },
  compareRuns: ({ runs }, world) => {
    const observed = runs.map(run => chosen(world, run));
    const [baseline] = observed;
    if (baseline === undefined) throw new ToolError("Name at least two runs.");
    const seeds = new Set(observed.map(({ info }) => info.seed));
    return Promise.resolve({
      experiments: differences(observed.map(({ info }) => info.experiment)),
      runs: observed.map(run => ({ ...summary(run), toBaseline: toBaseline(run, baseline) })),
      note: `One run each${seeds.size > 1 ? ", of different seeds" : ""}: a difference may be chance.`,
    });
  },
  setKnob: async ({ run, key, value }, world) => {
    const { folder, info } = chosen(world, run);
    const problem = checkKnob(info.experiment, key, value);
    if (problem !== null) throw new ToolError(problem);
    const outcome = await requestControl(folder, { do: "set", key, value }, { by: BY });
    return { outcome };
  },
  branchRun: async ({ run, step, knobs = [], steps, seed }, world) => {
    const { folder, info } = chosen(world, run);
    const checkpoints = listCheckpoints(folder).map(checkpoint => checkpoint.step);
    const from = step ?? checkpoints.at(-1);
    if (from === undefined || !checkpoints.includes(from))
      throw new ToolError(
        checkpoints.length === 0
          ? `${info.id} has no checkpoint yet.`
          : `${info.id} has no checkpoint at step ${step}; it has ${checkpoints.join(", ")}.`,
      );
    const branch = await branchRun({
      folder,
      step: from,
      runsFolder: world.runsFolderOf(folder),
      settings: knobs,
      ...(steps === undefined ? {} : { steps }),
      ...(seed === undefined ? {} : { seed }),
    });
    return { branch, from, outcome: await world.start(branch) };
  },
};

/** Checks what a model sent and does it. Throws ToolError, and what launching throws. */
export function callTool(name: ToolName, input: unknown, world: RunWorld): Promise<object> {
  const parsed = toolInputs[name].safeParse(input);
  if (!parsed.success)
    throw new ToolError(
      parsed.error.issues.map(({ path, message }) => `${path.join(".") || "input"}: ${message}`).join("; "),
    );
  // The name decides both the schema and the tool; TypeScript does not follow it through two tables.
  const tool = runTools[name] as (given: unknown, world: RunWorld) => Promise<object>;
  return tool(parsed.data, world);
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
  const measured = Object.entries(status.scalars).filter(([tag]) => tag in measures);
  const { name, id, seed, createdAt } = info;
  const { step, steps } = status;
  return { id, name, state, step, steps, seed, createdAt, measures: Object.fromEntries(measured) };
}

function firstAndLast(points: readonly ScalarPoint[]) {
  return { count: points.length, first: points[0], last: points.at(-1) };
}

/** Each measure's difference to the baseline's. */
function toBaseline({ status }: ObservedRun, baseline: ObservedRun): Record<string, number> {
  return Object.fromEntries(
    Object.keys(measures).flatMap(tag => {
      const [own, other] = [status.scalars[tag], baseline.status.scalars[tag]];
      return own === undefined || other === undefined ? [] : [[tag, own - other]];
    }),
  );
}
