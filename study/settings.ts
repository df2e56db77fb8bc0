import { titleOf } from "../src/sweeps/report/report.ts";
import { cellText } from "../src/sweeps/report/words.ts";
import { chosenValue, progressOf, searchOf, type Cell } from "./cells.ts";
import { NONE, type StudyPlan } from "./plan.ts";
import { chosenText, familyReport } from "./report.ts";
import type { Row } from "./rows.ts";

type Rows = ReadonlyMap<string, Row>;

const FAMILY = "paper";
const shown = ["quality/coverage", "quality/precision", "collapse/mode_diversity"] as const;

/** Settings to start from: what the searches of the paper's arms chose, and what came of it on the reported seeds, in Markdown. */
export function settingsMarkdown(plan: StudyPlan, rows: Rows): string {
  const lines = Object.keys(plan.regimes).flatMap(regime => regimeLines(plan, regime, rows));
  return [
    `| regime | base | addition | ${shown.map(tag => titleOf(tag).toLowerCase()).join(" | ")} |`,
    `|${"---|".repeat(3 + shown.length)}`,
    ...lines,
  ].join("\n");
}

function regimeLines(plan: StudyPlan, regime: string, rows: Rows): string[] {
  const family = plan.regimes[regime]?.families[FAMILY];
  if (family === undefined) return [];
  const { arms } = familyReport(plan, regime, FAMILY, rows);
  return family.bases.flatMap(base =>
    family.additions.flatMap(addition => {
      const cell = { regime, base, addition };
      const { done, all } = progressOf(plan, cell, rows);
      const arm = arms.find(({ point }) => point["base"] === base && point["addition"] === addition);
      if (done < all || arm === undefined) return [];
      const figures = shown.map(tag => (arm.cells[tag] === undefined ? "" : cellText(arm.cells[tag])));
      return [
        `| ${[regime, partText(plan, { ...cell, addition: NONE }, rows), addition === NONE ? "" : partText(plan, cell, rows), ...figures].join(" | ")} |`,
      ];
    }),
  );
}

/** The name of what a cell searches the number of, and the number. */
function partText(plan: StudyPlan, cell: Cell, rows: Rows): string {
  const regime = plan.regimes[cell.regime];
  const search = regime === undefined ? null : searchOf(regime, cell);
  const name = cell.addition === NONE ? cell.base : cell.addition;
  return search === null ? name : `${name} ${chosenText(search, chosenValue(plan, cell, rows))}`;
}
