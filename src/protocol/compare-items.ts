import type { ComparedRun, CompareItem, CompareState, MeasureCurve } from "./compare.ts";

function withPoints(measures: readonly MeasureCurve[], added: MeasureCurve): readonly MeasureCurve[] {
  const held = measures.find(({ tag }) => tag === added.tag);
  if (held === undefined) return [...measures, added];
  const length = held.steps.length;
  const steps = new Float64Array(length + added.steps.length);
  const values = new Float32Array(steps.length);
  steps.set(held.steps);
  steps.set(added.steps, length);
  values.set(held.values);
  values.set(added.values, length);
  return measures.map(curve => (curve === held ? { tag: held.tag, steps, values } : curve));
}

function withSteps(held: readonly number[], added: readonly number[], removed: readonly number[]): number[] {
  const gone = new Set(removed);
  return [...held.filter(step => !gone.has(step)), ...added].sort((a, b) => a - b);
}

function applyTo(run: ComparedRun, item: CompareItem): ComparedRun {
  switch (item.kind) {
    case "standing":
      return { ...run, ...item.standing };
    case "changes":
      return { ...run, changes: [...run.changes, ...item.changes] };
    case "steps":
      return { ...run, [item.of]: withSteps(run[item.of], item.added, item.removed) };
    case "points":
      return { ...run, measures: withPoints(run.measures, item.curve) };
    default:
      return item satisfies never;
  }
}

/** The comparison with what is new; runs that nothing is told of stay the same objects. */
export function applyItems(state: CompareState, items: readonly CompareItem[]): CompareState {
  return {
    ...state,
    runs: state.runs.map(run =>
      items.filter(item => item.run === run.folder).reduce((held, item) => applyTo(held, item), run),
    ),
  };
}
