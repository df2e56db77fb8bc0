import { initialKnobs, withKnobs } from "./knobs.ts";
import type { KnobValues } from "./knobs.ts";
import type { Experiment, ScheduledChange } from "./schema.ts";

/** A knob turned by hand at a step; it holds from the next one. */
export interface Intervention {
  readonly step: number;
  readonly key: string;
  readonly to: number;
}

/**
 * Of turns in the order in which they were made those that count. A run that goes back to a checkpoint takes again what was turned
 * after it, until somebody turns the same knob anew: the last word counts from there on, whatever was said before of later steps.
 */
export function standing(made: readonly Intervention[]): Intervention[] {
  const firstOfLater = new Map<string, number>();
  const stand = made.toReversed().filter(({ key, step }) => {
    const later = firstOfLater.get(key) ?? Infinity;
    firstOfLater.set(key, Math.min(later, step));
    return step <= later;
  });
  return stand.reverse();
}

export interface Timeline {
  /** The knobs' values that training step `step` (from 1) uses; at 0, those of the experiment. */
  readonly at: (step: number) => KnobValues;
  /** The first step after `afterStep` whose values differ from the step before it; null if there is none. */
  readonly nextChange: (afterStep: number) => number | null;
  /** The corners at steps `from` to `to`, both included, in their order. */
  readonly corners: (from: number, to: number) => readonly Corner[];
}

/**
 * A step at which the curve of some knobs bends: a change begins or ends there. A change that is not a ramp begins at its
 * step and ends at the next one. Between two corners a knob moves along a straight line.
 */
export interface Corner {
  readonly step: number;
  readonly keys: readonly string[];
}

/** One change of a knob: from step `at` + 1 on, until the next segment begins. */
interface Segment {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly over: number;
}

/** The step from which on a segment stands still, if it is left to itself. */
const endOf = ({ at, over }: Segment) => at + Math.max(over, 1);

const valueIn = ({ at, from, to, over }: Segment, step: number) =>
  step >= at + over ? to : from + ((to - from) * (step - at)) / over;

/** The last segment that began before `step`. */
function segmentAt(segments: readonly Segment[], step: number): Segment | undefined {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.at ?? Infinity) < step) low = middle + 1;
    else high = middle;
  }
  return segments[low - 1];
}

function valueAt(segments: readonly Segment[], initial: number, step: number): number {
  const segment = segmentAt(segments, step);
  return segment === undefined ? initial : valueIn(segment, step);
}

/** Every knob's segments in the order in which they begin. */
function segmentsOf(
  experiment: Experiment,
  interventions: readonly Intervention[],
  initial: KnobValues,
): ReadonlyMap<string, readonly Segment[]> {
  // A stable sort: at one step the schedule's entry comes first, then interventions in their order; the last one wins.
  const changes = [
    ...experiment.schedule,
    ...interventions.map(({ step, key, to }) => ({ at: step, set: key, to, over: 0 })),
  ].sort((a, b) => a.at - b.at);
  const segments = new Map<string, Segment[]>(Object.keys(initial).map(key => [key, []]));
  for (const { at, set, to, over } of changes) {
    const earlier = segments.get(set);
    earlier?.push({ at, from: valueAt(earlier, initial[set] ?? to, at), to, over });
  }
  return segments;
}

/** The first step after `afterStep` at which this segment moves the value, before `end` takes over. */
function nextMove(segment: Segment, end: number, afterStep: number): number | null {
  const { at, from, to } = segment;
  if (from === to) return null;
  const next = Math.max(at, afterStep) + 1;
  return next <= Math.min(endOf(segment), end) ? next : null;
}

/** The steps at which a knob's curve bends. */
function cornersOf(segments: readonly Segment[]): number[] {
  const steps: number[] = [];
  let moving = false;
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1]?.at ?? Infinity;
    if (next === segment.at) continue;
    const moves = segment.from !== segment.to;
    if (moves || moving) steps.push(segment.at);
    moving = moves && endOf(segment) > next;
    if (moves && !moving) steps.push(endOf(segment));
  }
  return steps;
}

function allCorners(segments: ReadonlyMap<string, readonly Segment[]>): Corner[] {
  const corners = new Map<number, Set<string>>();
  for (const [key, list] of segments)
    for (const step of cornersOf(list)) {
      const keys = corners.get(step) ?? new Set();
      corners.set(step, keys.add(key));
    }
  return [...corners].sort(([a], [b]) => a - b).map(([step, keys]) => ({ step, keys: [...keys] }));
}

/**
 * The knobs' values over a run. A change at step s holds from step s + 1; a ramp over n steps has at step s + i the
 * value from + (to - from) i / n. A later change of the same knob overrides an earlier one, an unfinished ramp too; at
 * one step an intervention wins over the schedule. Changes of keys that are no knobs of the experiment are left out.
 */
export function timeline(experiment: Experiment, interventions: readonly Intervention[]): Timeline {
  const initial = initialKnobs(experiment);
  const segments = segmentsOf(experiment, interventions, initial);
  const corners = allCorners(segments);
  return {
    at(step) {
      const values: Record<string, number> = {};
      for (const [key, value] of Object.entries(initial))
        values[key] = valueAt(segments.get(key) ?? [], value, step);
      return values;
    },
    nextChange(afterStep) {
      let first = Infinity;
      for (const list of segments.values()) {
        list.forEach((segment, index) => {
          first = Math.min(first, nextMove(segment, list[index + 1]?.at ?? Infinity, afterStep) ?? Infinity);
        });
      }
      return first === Infinity ? null : first;
    },
    corners: (from, to) => corners.filter(({ step }) => from <= step && step <= to),
  };
}

/**
 * The experiment of a branch that begins after step `step` of a run: its knobs start with that step's values, its
 * schedule is what was still planned, with the rest of a ramp in progress as a ramp of its own. Interventions made at
 * that step or later belong to the parent alone.
 */
export function branchSchedule(
  experiment: Experiment,
  interventions: readonly Intervention[],
  step: number,
): Experiment {
  const earlier = interventions.filter(intervention => intervention.step < step);
  const values = timeline(experiment, earlier).at(step);
  const planned = experiment.schedule.filter(({ at }) => at >= step);
  const rest: ScheduledChange[] = [];
  for (const [key, segments] of segmentsOf(experiment, earlier, initialKnobs(experiment))) {
    const segment = segmentAt(segments, step);
    const replaced = planned.some(({ at, set }) => at === step && set === key);
    if (segment === undefined || segment.at + segment.over <= step || replaced) continue;
    rest.push({ at: step, set: key, to: segment.to, over: segment.at + segment.over - step });
  }
  return { ...withKnobs(experiment, values), schedule: [...rest, ...planned] };
}
