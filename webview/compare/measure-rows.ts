import type { MeasureFacts } from "../../src/protocol/compare.ts";
import { compareValues, measureAt, type ComparedValue } from "../numbers/comparison.ts";
import type { CompareModel } from "./model.ts";

export interface MeasureRow {
  readonly measure: MeasureFacts;
  /** One a column. */
  readonly values: readonly ComparedValue[];
}

/** Every measure that a compared run has, at each column's own step, against the baseline. */
export function measureRows(model: CompareModel): MeasureRow[] {
  const columns = model.columns.value;
  const baseline = columns.findIndex(column => column === model.baseline.value);
  return (model.state.value?.measures ?? []).flatMap(measure => {
    const values = columns.map(column => {
      const curve = column.run.value?.measures.find(({ tag }) => tag === measure.tag);
      const shown = column.shown.value;
      return curve === undefined || shown === null ? null : measureAt(curve, shown);
    });
    if (values.every(value => value === null)) return [];
    return [{ measure, values: compareValues(measure.better, values, baseline) }];
  });
}

const arrows = { higher: "↑", lower: "↓", one: "→ 1", none: "" } as const;

/** Where better values lie. */
export const directionOf = ({ better }: MeasureFacts): string => arrows[better];
