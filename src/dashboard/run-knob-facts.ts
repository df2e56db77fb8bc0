import { knobs as catalog, type KnobKey, type NumberSpec } from "../experiment/catalog.ts";
import type { KnobFacts } from "../protocol/dashboard-state.ts";
import type { KnobScale } from "../protocol/knob-range.ts";
import type { JournalEntry } from "../runs/journal.ts";
import type { RunInfo } from "../runs/run-info.ts";
import type { DeclaredKnob, Status } from "../runs/status.ts";
import { knobFacts, knobInterventions, knobLooks, knobScale, newestChanges } from "./knob-facts.ts";

const isKnown = (key: string): key is KnobKey => Object.hasOwn(catalog, key);

/** A slider has so many times the smallest value at its end, and reaches so many times the knob's first value. */
const DECADES = 1e4;
const REACH = 100;

/** What a slider spans within the bounds that the trainer allows: as of a knob of our own, else around its first value. */
function spanOf(key: string, { default: first, minimum, maximum }: DeclaredKnob): KnobScale {
  const usual = isKnown(key) ? knobScale(key) : null;
  const reach = usual?.to ?? (first > 0 ? first * REACH : DECADES);
  const to = maximum > 0 ? Math.max(Math.min(maximum, reach), Number.MIN_VALUE * DECADES) : 1;
  const least = Math.max(minimum, usual !== null && usual.from < to ? usual.from : to / DECADES);
  return { from: least < to ? least : to / DECADES, to, zero: minimum <= 0 };
}

/** The knobs that another trainer declares in its status, with the values that they were given by its journal. */
function declaredKnobFacts(
  { knobs = {} }: Pick<Status, "knobs">,
  journal: readonly JournalEntry[],
): KnobFacts[] {
  const turned = knobInterventions(journal);
  return Object.entries(knobs).map(([key, knob]): KnobFacts => {
    const own: NumberSpec | null = isKnown(key) ? catalog[key] : null;
    const byHand = turned.filter(change => change.key === key).sort((a, b) => a.step - b.step);
    return {
      key,
      title: own !== null && (knob.title === "" || knob.title === key) ? own.title : knob.title || key,
      symbol: isKnown(key) ? knobLooks[key].symbol : "",
      description: `From ${knob.minimum} to ${knob.maximum}, as its trainer declares.`,
      minimum: knob.minimum,
      maximum: knob.maximum,
      maximumExcluded: false,
      integer: false,
      slider: spanOf(key, knob),
      resting: false,
      // The journal is quicker than the status, which comes once a second.
      value: byHand.at(-1)?.to ?? knob.value,
      history: newestChanges([
        { step: 0, value: knob.default, source: "experiment" },
        ...byHand.map(({ step, to }) => ({ step, value: to, source: "intervention" as const })),
      ]),
    };
  });
}

/** The knobs of a run: those of its experiment, in the catalog's order, or those that another trainer declares. */
export const runKnobFacts = (
  { trainer, experiment }: Pick<RunInfo, "trainer" | "experiment">,
  status: Pick<Status, "step" | "knobs">,
  journal: readonly JournalEntry[],
): KnobFacts[] =>
  trainer === undefined ? knobFacts(experiment, journal, status.step) : declaredKnobFacts(status, journal);
