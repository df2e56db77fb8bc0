import type { Signal } from "@preact/signals";
import { DataTable, type TableData } from "../controls/data-table.tsx";
import type { ReportState } from "../../src/protocol/report.ts";
import { valueLabel } from "../numbers/report.ts";
import type { ReportModel } from "./model.ts";

interface MeansTableProps {
  readonly model: ReportModel;
  readonly state: ReportState;
  readonly isShown: Signal<boolean>;
}

/** The figures behind the pictures, while they are asked for. */
export function MeansTable({ model, state, isShown }: MeansTableProps) {
  if (!isShown.value) return null;
  return (
    <DataTable
      table={meansTable(state)}
      onCopy={text => {
        model.attempt(model.call("host/copy", { text }));
      }}
      onClose={() => {
        isShown.value = false;
      }}
    />
  );
}

/** Every configuration's means and half-widths, in full precision. */
function meansTable({ plan, head, arms }: ReportState): TableData {
  const lacks = (i: number) => arms.some(({ cells }) => (cells[i]?.undefined ?? null) !== null);
  const axes = plan.axes.map(({ key }) => ({ name: key, digits: 0 }));
  const measures = head.measures.flatMap(({ tag }, i) => [
    { name: tag, digits: 4 },
    { name: `${tag} ±`, digits: 4 },
    ...(lacks(i) ? [{ name: `${tag} undefined`, digits: 0 }] : []),
  ]);
  return {
    title: `Means of ${plan.name}`,
    columns: [...axes, { name: "seeds done", digits: 0 }, ...measures],
    rows: arms.map(arm => [
      ...plan.axes.map((axis, i) => valueLabel(axis, arm.point[i])),
      arm.runs.filter(({ standing }) => standing === "done").length,
      ...arm.cells.flatMap(({ mean, halfWidth, undefined: without }, i) => [
        mean,
        halfWidth,
        ...(lacks(i) ? [without?.words ?? ""] : []),
      ]),
    ]),
    note: "±: half the 95 % interval by Student's t over seeds whose runs are done and have a value.",
  };
}
