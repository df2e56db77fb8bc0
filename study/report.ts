import { makeReport, type Report, type ReportRun } from "../src/sweeps/report/report.ts";
import { cellsOf, chosenValue, searchOf, type Cell } from "./cells.ts";
import { NONE, type Family, type Regime, type Search, type StudyPlan } from "./plan.ts";
import { rowKey, type Row } from "./rows.ts";

type Rows = ReadonlyMap<string, Row>;

/** The report of a family of arms in a regime, by the product's own statistics; the axes are bases and additions. */
export function familyReport(plan: StudyPlan, regimeName: string, familyName: string, rows: Rows): Report {
  const regime = plan.regimes[regimeName];
  const family = regime?.families[familyName];
  if (regime === undefined || family === undefined)
    throw new Error(`The plan has no ${familyName} of ${regimeName}.`);
  const { bases, additions } = family;
  const cells = bases.flatMap(base => additions.map(addition => ({ regime: regimeName, base, addition })));
  const runs = cells.flatMap(cell => runsOf(plan, cell, regime, rows));
  const isThere = (tag: string) =>
    runs.some(({ figures }) => figures !== null && (tag in figures.values || tag in figures.undefined));
  return makeReport({
    name: `${regime.title}: ${family.question}`,
    experiment: regime.experiment,
    axes: [
      { key: "base", values: bases },
      { key: "addition", values: additions },
    ],
    seeds: regime.reportSeeds,
    // Data without modes have no measures of them.
    measures: plan.measures.filter(isThere),
    baseline: baselineOf(family),
    runs,
  });
}

const baselineOf = ({ against, bases }: Family): Readonly<Record<string, unknown>> => {
  switch (against) {
    case "no addition":
      return { addition: NONE };
    case "first base":
      return { base: bases[0] };
    default:
      return against satisfies never;
  }
};

/** The reported rows of a cell, at the value that its search chose, as runs of a sweep. */
function runsOf(plan: StudyPlan, cell: Cell, regime: Regime, rows: Rows): ReportRun[] {
  const chosen = chosenValue(plan, cell, rows);
  if (chosen === null) return [];
  return regime.reportSeeds.flatMap(seed => {
    const place = { ...cell, phase: "report" as const, value: chosen.value as Row["value"], seed };
    const row = rows.get(rowKey(place));
    if (row === undefined) return [];
    return [
      {
        id: rowKey(row),
        folder: "",
        point: { base: cell.base, addition: cell.addition },
        seed,
        state: row.state,
        standing: row.state,
        step: row.step,
        steps: row.step,
        message: row.message,
        figures: { step: row.step, values: row.values, undefined: row.undefined },
      },
    ];
  });
}

/** What a search chose, and whether more may lie beyond what it tried. */
export function chosenText({ values }: Search, chosen: { readonly value: unknown } | null): string {
  if (chosen === null) return "not yet";
  const text = JSON.stringify(chosen.value);
  const isEdge = [values[0], values.at(-1)].some(value => JSON.stringify(value) === text);
  return `${text}${isEdge ? " (at the edge of what was tried)" : ""}`;
}

/** What each search of a regime chose, as a table in Markdown; searches that have not ended are named. */
export function chosenTable(plan: StudyPlan, regimeName: string, rows: Rows): string {
  const regime = plan.regimes[regimeName];
  if (regime === undefined) throw new Error(`The plan has no ${regimeName}.`);
  const lines = cellsOf(regimeName, regime).flatMap(cell => {
    const search = searchOf(regime, cell);
    if (search === null) return [];
    const text = chosenText(search, chosenValue(plan, cell, rows));
    const tried = search.values.map(value => JSON.stringify(value)).join(", ");
    return [`| ${cell.base} | ${cell.addition} | \`${search.key}\` | ${tried} | ${text} |`];
  });
  return ["| base | addition | number | tried | chosen |", "|---|---|---|---|---|", ...lines].join("\n");
}
