import type { Handlers } from "../../src/protocol/calls.ts";
import { CallError } from "../../src/protocol/calls.ts";
import { serve, serveAnew } from "../../src/protocol/channel.ts";
import type { MeasureFacts } from "../../src/protocol/compare.ts";
import { trialParamReaders } from "../../src/protocol/trial-packets.ts";
import {
  trialProtocol,
  type TrialCalls,
  type TrialPacket,
  type TrialRun,
  type TrialState,
  type TrialWeight,
} from "../../src/protocol/trial.ts";
import { fakeEditor, type FakeEditor } from "./fake-editor.ts";
import { modes, realSamples, samplesAt, scalarsAt } from "./synthetic-run.ts";

/** What the trial looks like, given before the page loads. */
export interface TrialHostOptions {
  readonly seeds: number;
  /** How far each weight's branches are; the step at which they are compared where left out. */
  readonly steps?: readonly number[];
  readonly parent?: "training" | "done";
  readonly images?: boolean;
}

export interface TrialHostControls extends FakeEditor {
  /** Every weight's branches are so far now. */
  readonly trainTo: (step: number) => void;
}

declare global {
  var fakeTrialOptions: TrialHostOptions | undefined;
  var fakeTrialHost: TrialHostControls;
}

const options: TrialHostOptions = globalThis.fakeTrialOptions ?? { seeds: 1 };
const [FROM, UNTIL, EVERY] = [3000, 4000, 100];
const weights = [0, 0.005, 0.01, 0.02, 0.1];
const BASELINE = 0.01;
let seeds = Array.from({ length: options.seeds }, (_, i) => i + 3);
let parentWeight = BASELINE;
const folderOf = (weight: number, seed: number) => `/runs/w${weight}-s${seed}`;

const measures: readonly MeasureFacts[] = (
  [
    ["quality/precision", "Precision", "higher"],
    ["quality/recall", "Recall", "higher"],
    ["quality/coverage", "Coverage", "higher"],
    ["collapse/latent_recovery", "Latent recovery", "lower"],
    ["collapse/mode_spread", "Mode spread", "one"],
    ["collapse/effective_rank", "Effective rank", "higher"],
  ] as const
).map(([tag, title, better]) => ({ tag, title, better, description: title, unit: "" }));

/** Each weight tells the synthetic run's story at a pace of its own after the fork. */
const told = (weight: number, step: number) =>
  step <= FROM
    ? step
    : FROM + Math.round(((step - FROM) / EVERY) * (0.5 + 60 * Math.min(weight, 0.05))) * EVERY;
let trained = options.steps ?? [];
const lastOf = (weight: number) => trained[weights.indexOf(weight)] ?? UNTIL;

function trialRun(weight: number, seed: number): TrialRun {
  const last = lastOf(weight);
  const evaluated = Array.from({ length: (last - 2000) / EVERY + 1 }, (_, i) => 2000 + i * EVERY);
  const own = evaluated.filter(step => step >= FROM);
  return {
    folder: folderOf(weight, seed),
    id: `w${weight}-s${seed}`,
    weight,
    seed,
    state: last >= UNTIL ? "done" : last > FROM ? "training" : "queued",
    step: last,
    notFinite: false,
    waiting: last <= FROM,
    samples: last > FROM ? own : [],
    measures: measures.map(({ tag }) => ({
      tag,
      steps: Float64Array.from(evaluated),
      values: Float32Array.from(evaluated, step => scalarsAt(told(weight, step), EVERY)[tag] ?? 0),
    })),
    trouble: null,
  };
}

/** A measure that one of the seeds has no value of, at this weight. */
const lacking = { weight: 0.1, tag: "collapse/mode_spread" };

function trialWeight(weight: number): TrialWeight {
  if (lastOf(weight) < UNTIL) return { weight, cells: [], undefined: [] };
  const at = (of: number, tag: string) => scalarsAt(told(of, UNTIL), EVERY)[tag] ?? 0;
  const [one, halfWidth] = [seeds.length === 1, seeds.length === 1 ? null : 0.041];
  const isLacking = (tag: string) => weight === lacking.weight && tag === lacking.tag;
  const measured = measures.filter(({ tag }) => !one || !isLacking(tag));
  return {
    weight,
    undefined: measures.flatMap(({ tag }) => (isLacking(tag) ? [{ tag, seeds: 1, of: seeds.length }] : [])),
    cells: measured.map(({ tag, better }) => {
      const mean = at(weight, tag) - at(BASELINE, tag);
      return {
        tag,
        mean: at(weight, tag),
        halfWidth,
        count: seeds.length,
        difference:
          weight === BASELINE || isLacking(tag) || lastOf(BASELINE) < UNTIL
            ? null
            : {
                mean,
                halfWidth,
                count: seeds.length,
                better: better === "lower" ? mean < 0 : mean > 0,
                certainty: one
                  ? ("few seeds" as const)
                  : mean > 0.041
                    ? ("shown" as const)
                    : ("open" as const),
              },
      };
    }),
  };
}

function state(): TrialState {
  const one = seeds.length === 1;
  const settled = weights.every(weight => lastOf(weight) >= UNTIL);
  const refused = settled ? "no branch trains or waits" : null;
  return {
    id: "trial-1",
    parent: {
      folder: "/runs/parent",
      name: "ring8-weak",
      seed: 3,
      state: options.parent ?? "training",
      step: 5200,
      weight: parentWeight,
    },
    domain: options.images === true ? "images" : "points",
    from: FROM,
    until: UNTIL,
    baseline: BASELINE,
    weights: weights.map(trialWeight),
    seeds,
    runs: seeds.flatMap(seed => weights.map(weight => trialRun(weight, seed))),
    measures,
    verdict: !settled
      ? { ground: "1 branch of 5 has reached step 4,000; a difference needs 0.01.", findings: [], notes: [] }
      : {
          ground: one
            ? "One seed: none of these differences can be told from chance. More seeds show how far chance alone goes."
            : "3 seeds, 12 differences judged together (5 % over all of them). Intervals of so few seeds are wide.",
          findings: [
            {
              aspect: "coverage",
              text: one
                ? "In this one branch coverage is best at 0.1: +0.210 against 0.01."
                : "0.1 (+0.210 ± 0.041) raises coverage against 0.01. So does 0.02 (+0.120 ± 0.041).",
              weight: 0.1,
              certainty: one ? "few seeds" : "shown",
            },
            {
              aspect: "precision",
              text: one
                ? "In this one branch no weight has better precision than 0.01."
                : "No weight's precision is better than that of 0.01 by more than chance explains.",
              weight: null,
              certainty: one ? "few seeds" : "open",
            },
          ],
          notes: one
            ? []
            : [
                "The seeds differ only after step 3,000: another training of this experiment may answer otherwise.",
              ],
        },
    actions: {
      adopt: options.parent === "done" ? "the parent does not train: go on from a branch instead" : null,
      moreSeeds: null,
      stop: refused,
      resume: "every branch is done, trains or waits",
      goOn: null,
    },
  };
}

/** Twelve pictures of 8 x 8 in three colours. */
const pictures = (weight: number, step: number) => ({
  count: 12,
  height: 8,
  width: 8,
  channels: 3 as const,
  pixels: Uint8Array.from(
    { length: 12 * 8 * 8 * 3 },
    (_, i) => 127 * (1 + Math.sin(i * (1 + weight) + step)),
  ),
});

function post(packet: TrialPacket): void {
  window.postMessage(packet, "*");
}
const tell = () => {
  post({ kind: "trial", state: state() });
};

function weightOf(folder: string): number {
  const found = weights.find(weight => seeds.some(seed => folderOf(weight, seed) === folder));
  if (found === undefined) throw new CallError("input", "this run is no branch of this trial any more");
  return found;
}

const nothing = () => Promise.resolve(null);
const handlers: Handlers<TrialCalls> = {
  "trial/start": () => {
    setTimeout(tell);
    return nothing();
  },
  "samples/at": ({ run, step }) => {
    const weight = weightOf(run);
    const samples = samplesAt(Math.round(told(weight, step) / EVERY) * EVERY);
    return Promise.resolve({ step, samples });
  },
  "samples/images": ({ run, step }) => Promise.resolve({ step, images: pictures(weightOf(run), step) }),
  "data/real": ({ count }) => Promise.resolve({ samples: realSamples(count), modes, classes: null }),
  "trial/adopt": ({ weight }) => {
    if (weight > 0.05)
      return Promise.resolve({ kind: "refused", reason: "it is above what this run may have" });
    parentWeight = weight;
    tell();
    return Promise.resolve({ kind: "applied", step: 5210 });
  },
  "trial/goOn": () => Promise.resolve({ started: true }),
  "trial/moreSeeds": () => {
    seeds = [...seeds, (seeds.at(-1) ?? 0) + 1];
    tell();
    return Promise.resolve({ started: true });
  },
  "trial/stop": nothing,
  "trial/resume": nothing,
  "runs/open": nothing,
  "runs/openParent": nothing,
  "runs/compare": nothing,
};

globalThis.fakeTrialHost = {
  ...fakeEditor(
    "fake trial host state",
    serveAnew(() => serve<TrialCalls>(trialProtocol, post, trialParamReaders, handlers)),
  ),
  trainTo: step => {
    trained = weights.map(() => step);
    tell();
  },
};
