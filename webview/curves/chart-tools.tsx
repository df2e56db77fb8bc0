import type { CurveFormat } from "../../src/protocol/curves.ts";
import type { CurveTable } from "../../src/protocol/dashboard.ts";
import type { LineChart } from "../charts/line-chart.ts";
import { chartSvg } from "../charts/svg.ts";
import { IconButton } from "../controls/button.tsx";
import { curveTableData } from "../controls/curve-table.ts";
import type { TableData } from "../controls/data-table.tsx";
import { Menu } from "../controls/menu.tsx";
import { whyNot } from "../host/restricted.ts";
import type { CurvesModel } from "./model.ts";

/** Rows that a table shows at most. */
const MOST_ROWS = 500;

/** The steps that the page shows, as whole numbers. */
export function shownRange(model: CurvesModel): { readonly from: number; readonly to: number } {
  const range = model.arranged.peek().range;
  return { from: range?.[0] ?? 0, to: range?.[1] ?? model.newest.peek() };
}

/** Saves a tag's points (null: those of all tags) between the steps that are shown. */
export function savePoints(model: CurvesModel, tag: string | null, as: CurveFormat): void {
  model.attempt(model.call("curves/save", { tag, as, ...shownRange(model) }));
}

interface ChartToolsProps {
  readonly model: CurvesModel;
  readonly tag: string;
  readonly chart: () => LineChart | null;
}

/** The numbers behind a chart, and the chart as a file. */
export function ChartTools({ model, tag, chart }: ChartToolsProps) {
  const table = async () => {
    const found = await model.call("curves/table", { tag, ...shownRange(model), most: MOST_ROWS });
    model.table.value = tableOf(model, tag, found);
  };
  const save = async (kind: "png" | "svg", bytes: Uint8Array | undefined) => {
    if (bytes !== undefined) await model.call("host/save", { name: `${fileName(tag)}.${kind}`, kind, bytes });
  };
  const png = async () => save("png", await chart()?.png());
  const svg = async () => {
    const geometry = chart()?.geometry();
    await save("svg", geometry === undefined ? undefined : new TextEncoder().encode(chartSvg(geometry)));
  };
  return (
    <span class="tools">
      <IconButton
        icon="table"
        name={`${tag}: data table`}
        onPress={() => {
          model.attempt(table());
        }}
      />
      <Menu
        name={`${tag}: save`}
        icon="export"
        items={[
          {
            label: "Save as PNG",
            refused: whyNot("writes"),
            onPick: () => {
              model.attempt(png());
            },
          },
          {
            label: "Save as SVG",
            refused: whyNot("writes"),
            onPick: () => {
              model.attempt(svg());
            },
          },
          {
            label: "Save all points as CSV",
            refused: whyNot("writes"),
            onPick: () => {
              savePoints(model, tag, "csv");
            },
          },
          {
            label: "Save all points as JSON lines",
            refused: whyNot("writes"),
            onPick: () => {
              savePoints(model, tag, "jsonl");
            },
          },
        ]}
      />
    </span>
  );
}

/** A tag as a file's name. */
export const fileName = (tag: string): string => tag.replace(/[^\p{L}\p{N}._-]+/gu, " ").trim() || "curve";

function tableOf(model: CurvesModel, tag: string, found: CurveTable): TableData {
  return curveTableData(tag, found, folder => ({ name: model.source(folder)?.name ?? folder, digits: 4 }));
}
