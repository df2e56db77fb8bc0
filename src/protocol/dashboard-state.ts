/** What the stream of a run's dashboard carries: the state as a snapshot, then what changed. */
import type { KnobScale } from "./knob-range.ts";

export const shownStates = [
  "queued",
  "starting",
  "training",
  "paused",
  "done",
  "stopped",
  "failed",
  "lost",
] as const;
/** As in status.json; "lost" when the trainer is gone and nobody ended it. */
export type ShownState = (typeof shownStates)[number];

/** Whether a trainer is at work on it, or waits to be told to go on. */
export const isLive = (state: ShownState): boolean =>
  state === "starting" || state === "training" || state === "paused";

/** What does not change while a run is shown. */
export interface RunFacts {
  /** Absolute path of the run's folder; what a restored panel is found again by. */
  readonly folder: string;
  readonly id: string;
  /** As run.json says; what the researcher calls it stands in the notes. */
  readonly name: string;
  readonly seed: number;
  readonly parent: { readonly id: string; readonly step: number } | null;
  /** Why it is not known whole where the run comes from; null where it is. */
  readonly ancestryTrouble: string | null;
  /** The weight that it tries as a branch of a trial; null where it is none. */
  readonly tried: number | null;
  /** The program that trains it, where that is not Pairing Lab. */
  readonly trainer: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly versions: Readonly<Record<string, string>>;
  /** For people: "CPU, compiled". */
  readonly device: string;
  /** As resolved, every key present. */
  readonly experiment: Readonly<Record<string, unknown>>;
  readonly domain: "points" | "images";
  /** For people: "Ring of Gaussians". */
  readonly dataTitle: string;
  /** What trains, for people: "hinge, spectral norm, neighbour pairing". */
  readonly objective: string;
  /** Among how many a sample must recognise its own partner; null where pairing's kind asks for none. */
  readonly pairingPartners: number | null;
  /** Of pairing's loss; "" where it has no name. */
  readonly pairingUnit: string;
  readonly latentSize: number;
  readonly batch: number;
  readonly evaluation: { readonly samples: number; readonly neighbours: number };
  /** Every so many steps. */
  readonly record: {
    readonly scalars: number;
    readonly samples: number;
    readonly evaluation: number;
    readonly checkpoint: number;
  };
}

export interface StatusFacts {
  readonly state: ShownState;
  readonly step: number;
  readonly steps: number;
  readonly stepsPerSecond: number;
  /** Null when it cannot be told. */
  readonly secondsLeft: number | null;
  /** One sentence for people; "" when there is nothing to say. */
  readonly message: string;
  /** Why a failed run can only be branched. */
  readonly failure: "not finite" | null;
  readonly host: string;
  /** What computes there, as its maker calls it; "" when it cannot be told. */
  readonly maker: string;
  /** Milliseconds since 1970. */
  readonly heartbeatAt: number;
  /** Null before the first evaluation, and in runs of releases that did not say so. */
  readonly lastEvaluation: EvaluationFacts | null;
}

/** What the last evaluation found no value of. */
export interface EvaluationFacts {
  readonly step: number;
  /** Why, in a few words, by tag. */
  readonly undefined: Readonly<Record<string, string>>;
}

/** What can be asked of a run from its dashboard. */
export const actionNames = [
  "pause",
  "unpause",
  "checkpoint",
  "stop",
  "setKnob",
  "resume",
  "repeat",
  "extend",
  "branch",
  "saveAsExperiment",
  "render",
] as const;
export type ActionName = (typeof actionNames)[number];
/** Null: it can be done now; else why not, for a tooltip. */
export type Actions = Readonly<Record<ActionName, string | null>>;

/** A value that a knob held, and from when. */
export interface KnobChange {
  /** The value holds from the step after this one; 0 for what the experiment says. */
  readonly step: number;
  readonly value: number;
  readonly source: "experiment" | "schedule" | "intervention";
}

export interface KnobFacts {
  /** Key path, such as `pairing.weight`. */
  readonly key: string;
  readonly title: string;
  /** The symbol the field uses, or "". */
  readonly symbol: string;
  readonly description: string;
  /** Allowed values, ends included; null: none. `maximumExcluded`: the largest itself is not allowed. */
  readonly minimum: number;
  readonly maximum: number | null;
  readonly maximumExcluded: boolean;
  readonly integer: boolean;
  /** The number box takes any allowed value. */
  readonly slider: KnobScale;
  /** Whether it weighs a penalty that the run never had and does not plan: 0 all along. */
  readonly resting: boolean;
  /** The value that the next step uses. */
  readonly value: number;
  /** By step, at most the newest 200 and always the first; changes that are still to come are left out, so that the last is of the value above. */
  readonly history: readonly KnobChange[];
}

/** One line of journal.ndjson; what a line leaves out is null. */
export interface JournalFacts {
  readonly at: string;
  readonly step: number;
  readonly kind: "intervention" | "refused" | "notice";
  readonly do: "set" | "pause" | "resume" | "checkpoint" | "stop" | null;
  readonly request: string | null;
  readonly key: string | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly by: string | null;
  readonly message: string | null;
}

/** A note that the researcher put at a step. */
export interface StepNote {
  readonly id: string;
  readonly step: number;
  readonly at: string;
  readonly text: string;
}

/** notes.json: what the researcher adds. */
export interface NotesFacts {
  /** Null: the run's own name. */
  readonly name: string | null;
  readonly star: boolean;
  readonly tags: readonly string[];
  readonly note: string;
  readonly steps: readonly StepNote[];
  /** Steps whose checkpoints are kept whatever thinning says. */
  readonly pins: readonly number[];
}

/** One recorded scalar. Windows of its points come by `curves/window`, the newest ones with the stream. */
export interface CurveFacts {
  readonly tag: string;
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  /** Where better values lie. */
  readonly better: "higher" | "lower" | "one" | "none";
  /** How many points there are, gaps among them; the step of the newest one. */
  readonly count: number;
  readonly lastStep: number;
}

/** A kind of failure that the newest measures show. */
export interface FindingFacts {
  readonly name: string;
  readonly title: string;
  /** The figures that show it. */
  readonly shown: string;
  /** What usually helps. */
  readonly advice: string;
  /** The knob that the advice speaks of; null when it speaks of none. */
  readonly knob: string | null;
  readonly source: string;
}

export interface DashboardState {
  readonly run: RunFacts;
  readonly status: StatusFacts;
  readonly actions: Actions;
  readonly knobs: readonly KnobFacts[];
  /** Oldest first, at most the newest 2,000. */
  readonly journal: readonly JournalFacts[];
  readonly notes: NotesFacts;
  /** Steps that have a checkpoint, and steps that have samples; ascending. */
  readonly checkpoints: readonly number[];
  readonly samples: readonly number[];
  readonly curves: readonly CurveFacts[];
  /** The gravest first; empty when the measures show nothing. */
  readonly findings: readonly FindingFacts[];
}

/** What changed since the update before. Everything that is not named stands as it was. */
export type DashboardItem =
  | { readonly kind: "status"; readonly status: StatusFacts; readonly actions: Actions }
  | { readonly kind: "knobs"; readonly knobs: readonly KnobFacts[] }
  | { readonly kind: "journal"; readonly entries: readonly JournalFacts[] }
  | { readonly kind: "notes"; readonly notes: NotesFacts }
  | {
      readonly kind: "steps";
      readonly of: "checkpoints" | "samples";
      readonly added: readonly number[];
      readonly removed: readonly number[];
    }
  | { readonly kind: "findings"; readonly findings: readonly FindingFacts[] }
  /** A scalar that was not there before. */
  | { readonly kind: "curve"; readonly curve: CurveFacts }
  /**
   * The newest points of a curve, NaN at gaps. The first one is number `first` (from 0) of the curve: whoever holds fewer than
   * `first` points has missed a burst and asks for its window again; points that are held already are passed over.
   */
  | {
      readonly kind: "points";
      readonly tag: string;
      readonly first: number;
      readonly steps: Float64Array;
      readonly values: Float32Array;
    };

const byStep = (a: number, b: number) => a - b;

function withSteps(held: readonly number[], added: readonly number[], removed: readonly number[]): number[] {
  const gone = new Set(removed);
  const kept = held.filter(step => !gone.has(step));
  return [...new Set([...kept, ...added])].sort(byStep);
}

const SHOWN_JOURNAL = 2000;

function withPoints(curve: CurveFacts, item: Extract<DashboardItem, { kind: "points" }>): CurveFacts {
  const { steps, first } = item;
  const lastStep = steps.at(-1);
  if (lastStep === undefined || first + steps.length <= curve.count) return curve;
  return { ...curve, count: first + steps.length, lastStep };
}

/** The state after one item; shares with the old one whatever did not change. */
export function applyItem(state: DashboardState, item: DashboardItem): DashboardState {
  switch (item.kind) {
    case "status":
      return { ...state, status: item.status, actions: item.actions };
    case "knobs":
      return { ...state, knobs: item.knobs };
    case "journal":
      return { ...state, journal: [...state.journal, ...item.entries].slice(-SHOWN_JOURNAL) };
    case "notes":
      return { ...state, notes: item.notes };
    case "steps":
      return { ...state, [item.of]: withSteps(state[item.of], item.added, item.removed) };
    case "curve":
      return { ...state, curves: [...state.curves.filter(({ tag }) => tag !== item.curve.tag), item.curve] };
    case "findings":
      return { ...state, findings: item.findings };
    case "points":
      return {
        ...state,
        curves: state.curves.map(curve => (curve.tag === item.tag ? withPoints(curve, item) : curve)),
      };
    default:
      return item satisfies never;
  }
}
