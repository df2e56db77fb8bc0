import { knobs as knobTitles, type KnobKey } from "../experiment/catalog-knobs.ts";
import { knobKeys, withKnobs } from "../experiment/knobs.ts";
import type { Experiment } from "../experiment/schema.ts";
import { timeline, type Intervention, type Timeline } from "../experiment/timeline.ts";
import type { Advice } from "./advice.ts";
import type { Points } from "./points.ts";
import { newestSnapshots, type Snapshot } from "./snapshots.ts";
import { symptoms, type Symptom, type SymptomName } from "./symptoms.ts";

/** A kind of failure that the measures show, and what they show it by. */
export interface Finding {
  readonly name: SymptomName;
  readonly title: string;
  /** The figures, at the newest evaluation. */
  readonly shown: string;
  /** "" where a graver finding comes first. */
  readonly advice: string;
  /** Null where no knob of this run helps. */
  readonly knob: KnobKey | null;
  readonly source: string;
}

/** One evaluation may be chance: a finding stands when this many in a row show it. */
const IN_A_ROW = 2;

/** At its beginning every run looks ill: nothing is said in a fifth of its steps, of a long one in so many. */
const BEGINNING = { share: 0.2, most: 5000 };

/** What is left of a measure where it fell because of a change. */
const FALLEN = 0.7;

/** Terms of the loss that a knob turns off: what was recorded of one before is no sign that it is at work. */
const weighed: Readonly<Record<string, KnobKey>> = {
  "loss/pairing": "pairing.weight",
  "loss/r1": "penalties.r1.gamma",
  "loss/gradient_penalty": "penalties.gradientPenalty.weight",
};

/**
 * What the newest measures of a run show, the gravest first; nothing when they show nothing, or too little has been
 * measured: since the beginning, and since a knob was last turned. The first alone has advice, for what helps against one
 * may be wrong against the next; it goes by the knobs as they are, and names a change after which coverage fell. It says
 * what the figures say of this one run: whether a knob helps is for a branch or a sweep to show. Of
 * another trainer's run, whose experiment is not known (null), nothing.
 */
export function diagnose(
  experiment: Experiment | null,
  points: (tag: string) => Points | undefined,
  turned: readonly Intervention[] = [],
): Finding[] {
  if (experiment === null) return [];
  const changes = turned.filter(({ key }) => key !== "pace");
  const last = changes.at(-1);
  const begins = Math.min(BEGINNING.share * experiment.steps, BEGINNING.most);
  const snapshots = newestSnapshots(points, IN_A_ROW).filter(({ step }) => step > (last?.step ?? 0));
  const [now] = snapshots;
  if (now === undefined || snapshots.length < IN_A_ROW || now.step < begins) return [];
  const held = timeline(experiment, changes);
  const present = withKnobs(experiment, held.at(now.step + 1));
  const isOff = (tag: string): boolean => {
    const key = weighed[tag];
    return (
      key !== undefined && changes.some(change => change.key === key) && held.at(now.step + 1)[key] === 0
    );
  };
  const known = snapshots.map(({ values }) =>
    Object.fromEntries(Object.entries(values).filter(([tag]) => !isOff(tag))),
  );
  const knobs: readonly string[] = knobKeys(present);
  const found = (Object.entries(symptoms) as [SymptomName, Symptom][]).flatMap(([name, symptom]) => {
    const [newest, ...others] = known.map(values => symptom.shows(values, present));
    if (newest === undefined || newest === null || others.some(shown => shown === null)) return [];
    return [{ name, symptom, shown: newest }];
  });
  return found.map(({ name, symptom: { title, advice, source }, shown }, rank) => {
    const lead =
      rank > 0 ? nothing : (afterChange(points, now, last, held) ?? advice(known[0] ?? {}, present));
    const knob = lead.knob !== null && knobs.includes(lead.knob) ? lead.knob : null;
    return { name, title, shown, advice: lead.text, knob, source };
  });
}

const nothing: Advice = { text: "", knob: null };

/** Where coverage fell after the last change: to take that back, before anything else. */
function afterChange(
  points: (tag: string) => Points | undefined,
  now: Snapshot,
  last: Intervention | undefined,
  held: Timeline,
): Advice | null {
  const coverage = points("quality/coverage");
  const after = now.values["quality/coverage"];
  if (last === undefined || coverage === undefined || after === undefined) return null;
  const at = coverage.indexOf(last.step, true) - 1;
  const before = at < 0 ? NaN : coverage.value(at);
  if (!(after < FALLEN * before) || !isKnob(last.key)) return null;
  const from = held.at(last.step)[last.key] ?? NaN;
  const step = last.step.toLocaleString("en-US");
  return {
    text: `Coverage was ${before.toFixed(2)} before ${knobTitles[last.key].title} went from ${from} to ${last.to} at step ${step}: back to ${from} is the first to try.`,
    knob: last.key,
  };
}

const isKnob = (key: string): key is KnobKey => Object.hasOwn(knobTitles, key);
