import { knobs, type KnobKey, type NumberSpec } from "../experiment/catalog.ts";
import { initialKnobs, knobKeys } from "../experiment/knobs.ts";
import { timeline } from "../experiment/timeline.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { KnobChange, KnobFacts } from "../protocol/dashboard-state.ts";
import type { KnobScale } from "../protocol/knob-range.ts";
import type { JournalEntry } from "../runs/journal.ts";

/** What a slider spans, and the symbol the field uses. */
export const knobLooks: Readonly<Record<KnobKey, { symbol: string; from: number; to: number }>> = {
  "pairing.weight": { symbol: "λ", from: 1e-4, to: 1 },
  "pairing.noise": { symbol: "σ", from: 1e-2, to: 1 },
  "pairing.temperature": { symbol: "τ", from: 1e-2, to: 1 },
  "pairing.limit": { symbol: "τ", from: 1e-1, to: 100 },
  "pairing.alpha": { symbol: "α", from: 1e-2, to: 1 },
  "pairing.radius": { symbol: "r", from: 1e-4, to: 1 },
  "pairing.discriminatorWeight": { symbol: "λ", from: 1e-1, to: 100 },
  "pairing.length": { symbol: "ε", from: 1e-3, to: 10 },
  "pairing.low": { symbol: "λ", from: 1e-2, to: 100 },
  "pairing.high": { symbol: "λ", from: 1e-1, to: 1000 },
  "penalties.r1.gamma": { symbol: "γ", from: 1e-3, to: 10 },
  "penalties.r2.gamma": { symbol: "γ", from: 1e-3, to: 10 },
  "penalties.gradientPenalty.weight": { symbol: "λ", from: 1e-2, to: 100 },
  "optimizers.generator.learningRate": { symbol: "G", from: 1e-5, to: 1e-2 },
  "optimizers.discriminator.learningRate": { symbol: "D", from: 1e-5, to: 1e-2 },
  pace: { symbol: "", from: 1, to: 10_000 },
};

/** What a knob's slider spans. */
export function knobScale(key: KnobKey): KnobScale {
  const { from, to } = knobLooks[key];
  return { from, to, zero: knobs[key].minimum === 0 };
}

const MOST_CHANGES = 200;

/** The interventions of a journal that set a knob. */
export const knobInterventions = (journal: readonly JournalEntry[]) =>
  journal.flatMap(({ kind, step, key, to }) =>
    kind === "intervention" && key !== undefined && to !== undefined ? [{ step, key, to }] : [],
  );

/** Every value that each knob was given up to a step, by key: the experiment's, planned ones, those by hand. */
function historiesOf(
  experiment: Experiment,
  journal: readonly JournalEntry[],
  step: number,
): ReadonlyMap<string, readonly KnobChange[]> {
  const planned = experiment.schedule.map(({ at, set, to, over }) => ({
    step: at,
    key: set,
    value: to,
    over,
    source: "schedule" as const,
  }));
  const byHand = knobInterventions(journal).map(({ step: at, key, to }) => ({
    step: at,
    key,
    value: to,
    over: 0,
    source: "intervention" as const,
  }));
  // The journal may be ahead of the status, and is after a resume: what is still to come holds no more than what is planned.
  const changes = [...planned, ...byHand]
    .filter(change => change.step <= step)
    .sort((a, b) => a.step - b.step);
  const histories = new Map<string, KnobChange[]>();
  for (const [key, value] of Object.entries(initialKnobs(experiment)))
    histories.set(key, [{ step: 0, value, source: "experiment" }]);
  for (const { step: at, key, value, source } of changes)
    histories.get(key)?.push({ step: at, value, source });
  return histories;
}

/** The first value stays, however many follow. */
export const newestChanges = (history: readonly KnobChange[]) =>
  history.length <= MOST_CHANGES ? history : [...history.slice(0, 1), ...history.slice(1 - MOST_CHANGES)];

/** Whether a penalty's knob is 0 in the experiment, in its plan, and in everything that was done by hand. */
function isResting(experiment: Experiment, journal: readonly JournalEntry[], key: KnobKey): boolean {
  if (!key.startsWith("penalties.")) return false;
  const given = [
    initialKnobs(experiment)[key],
    ...experiment.schedule.filter(({ set }) => set === key).map(({ to }) => to),
    ...knobInterventions(journal)
      .filter(change => change.key === key)
      .map(({ to }) => to),
  ];
  return given.every(value => value === 0);
}

/** The knobs of a run after step `step`, in the catalog's order; those that no version before knew are left out. */
export function knobFacts(
  experiment: Experiment,
  journal: readonly JournalEntry[],
  step: number,
): KnobFacts[] {
  const values = timeline(experiment, knobInterventions(journal)).at(step + 1);
  const histories = historiesOf(experiment, journal, step);
  return knobKeys(experiment).map(key => {
    const spec: NumberSpec = knobs[key];
    return {
      key,
      title: spec.title,
      symbol: knobLooks[key].symbol,
      description: spec.description,
      minimum: spec.minimum,
      maximum: spec.maximum ?? spec.below ?? null,
      maximumExcluded: spec.maximum === undefined && spec.below !== undefined,
      integer: spec.integer ?? false,
      slider: knobScale(key),
      resting: isResting(experiment, journal, key),
      value: values[key] ?? spec.default,
      history: newestChanges(histories.get(key) ?? []),
    };
  });
}
