import type { KnobKey } from "../experiment/catalog-knobs.ts";
import { knobKeys } from "../experiment/knobs.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { Points } from "./points.ts";
import { newestSnapshots } from "./snapshots.ts";
import { symptoms, type Symptom, type SymptomName } from "./symptoms.ts";

/** A kind of failure that the measures show, and what they show it by. */
export interface Finding {
  readonly name: SymptomName;
  readonly title: string;
  /** The figures, at the newest evaluation. */
  readonly shown: string;
  readonly advice: string;
  /** Null where no knob of this run helps. */
  readonly knob: KnobKey | null;
  readonly source: string;
}

/** One evaluation may be chance: a finding stands when this many in a row show it. */
const IN_A_ROW = 2;

/**
 * What the newest measures of a run show, the gravest first; nothing when they show nothing, or too little has been
 * measured. It says what the figures say of this one run: whether a knob helps is for a branch or a sweep to show.
 */
export function diagnose(experiment: Experiment, points: (tag: string) => Points | undefined): Finding[] {
  const snapshots = newestSnapshots(points, IN_A_ROW);
  if (snapshots.length < IN_A_ROW) return [];
  const knobs = knobKeys(experiment);
  return (Object.entries(symptoms) as [SymptomName, Symptom][]).flatMap(([name, symptom]) => {
    const [newest, ...others] = snapshots.map(({ values }) => symptom.shows(values, experiment));
    if (newest === undefined || newest === null || others.some(shown => shown === null)) return [];
    const { title, advice, source } = symptom;
    const { text, knob } = advice(snapshots[0]?.values ?? {}, experiment);
    return [
      {
        name,
        title,
        shown: newest,
        advice: text,
        knob: knob !== null && knobs.includes(knob) ? knob : null,
        source,
      },
    ];
  });
}
