import { csvField } from "../../plain/csv-field.ts";
import type { ColumnFacts, TableCell, TableFormat, TableRow } from "../../protocol/table.ts";

/** What is shown: columns, and rows in their order. */
export interface ShownTable {
  readonly columns: readonly ColumnFacts[];
  readonly together: boolean;
  readonly rows: readonly TableRow[];
}

/** The table in full precision (CSV), or as one sets it in a paper (LaTeX, booktabs). */
export function tableText(table: ShownTable, as: TableFormat): string {
  switch (as) {
    case "csv":
      return csvOf(table);
    case "tex":
      return latexOf(table);
    default:
      return as satisfies never;
  }
}

/** A column for each fact of a number: value, step of a measure; over seeds half the interval and how many. */
function csvOf({ columns, together, rows }: ShownTable): string {
  const factsOf = ({ key, numeric }: ColumnFacts): readonly (keyof CellFacts)[] => {
    if (together && numeric) return ["value", "halfWidth", "count", "undefined", "step"];
    return key.startsWith("measure:") ? ["value", "step"] : ["value"];
  };
  const heads = columns.flatMap(column =>
    factsOf(column).map(fact => (fact === "value" ? column.title : `${column.title}: ${factNames[fact]}`)),
  );
  const lines = rows.map(row => {
    const cells = columns.flatMap((column, i) => {
      const facts = cellFacts(row.cells[i] ?? { kind: "none" });
      return factsOf(column).map(fact => facts[fact]);
    });
    return [row.name, row.seeds, row.state, ...cells, row.runs[0] ?? ""];
  });
  const all = [["name", together ? "seeds" : "seed", "state", ...heads, "folder"], ...lines];
  return all.map(fields => fields.map(csvField).join(",") + "\n").join("");
}

interface CellFacts {
  readonly value: string;
  readonly halfWidth: string;
  readonly count: string;
  readonly undefined: string;
  readonly step: string;
}

const factNames: Readonly<Record<Exclude<keyof CellFacts, "value">, string>> = {
  halfWidth: "half 95 % interval",
  count: "seeds",
  undefined: "seeds undefined",
  step: "step",
};

/** A cell's facts as texts; "" for what it has not. */
function cellFacts(cell: TableCell): CellFacts {
  const blank = { value: "", halfWidth: "", count: "", undefined: "", step: "" };
  switch (cell.kind) {
    case "none":
      return blank;
    case "text":
      return { ...blank, value: cell.text };
    case "number":
      return { ...blank, value: String(cell.value) };
    case "measured":
      return { ...blank, value: String(cell.value), step: String(cell.step ?? "") };
    case "undefined":
      return { ...blank, value: "undefined", step: String(cell.step) };
    case "mean":
      return {
        value: cell.mean === null ? "undefined" : String(cell.mean),
        halfWidth: String(cell.halfWidth ?? ""),
        count: String(cell.count),
        undefined: String(cell.undefined),
        step: String(cell.step ?? ""),
      };
    default:
      return cell satisfies never;
  }
}

const latexMarks: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  "%": "\\%",
  _: "\\_",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};
/** A text of others in LaTeX: what would be a command stands as it is written. */
export const latexText = (text: string): string =>
  text.replaceAll(/[\\{}$&#%_~^]/g, mark => latexMarks[mark] ?? "").replaceAll(/\s+/g, " ");

function latexOf({ columns, together, rows }: ShownTable): string {
  const aligned = ["l", "r", ...columns.map(({ numeric }) => (numeric ? "r" : "l"))].join("");
  const heads = ["Run", together ? "Seeds" : "Seed", ...columns.map(({ title }) => title)].map(latexText);
  const lines = rows.map(row => [
    latexText(row.name),
    latexText(row.seeds.replace(/ seeds?$/, "")),
    ...columns.map((_, i) => latexCell(row.cells[i] ?? { kind: "none" })),
  ]);
  const line = (fields: readonly string[]) => `  ${fields.join(" & ")} \\\\`;
  return [
    ...(together
      ? ["% Means over seeds with half the 95 % interval (Student's t), at the newest step of each."]
      : []),
    `\\begin{tabular}{${aligned}}`,
    "  \\toprule",
    line(heads),
    "  \\midrule",
    ...lines.map(line),
    "  \\bottomrule",
    "\\end{tabular}",
    "",
  ].join("\n");
}

const latexNumber = (value: number): string => `$${shortNumber(value)}$`;

/** Three digits that count, no trailing zeros beyond them. */
function shortNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 0.01 && size < 1000) return value.toPrecision(3);
  const [digits = "", power = "0"] = value.toExponential(2).split("e");
  return `${digits} \\cdot 10^{${Number(power)}}`;
}

function latexCell(cell: TableCell): string {
  switch (cell.kind) {
    case "none":
      return "--";
    case "text":
      return latexText(cell.text);
    case "number":
    case "measured":
      return latexNumber(cell.value);
    case "undefined":
      return "undefined";
    case "mean": {
      if (cell.mean === null) return "undefined";
      const value =
        cell.halfWidth === null
          ? latexNumber(cell.mean)
          : `$${cell.mean.toPrecision(3)} \\pm ${cell.halfWidth.toPrecision(2)}$`;
      return cell.undefined === 0 ? value : `${value} (${cell.undefined} undefined)`;
    }
    default:
      return cell satisfies never;
  }
}
