import { cellsOf, progressOf } from "./cells.ts";
import { type Part, type Settings, type StudyPlan } from "./plan.ts";

const code = (value: unknown) => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

const settingsText = (settings: Settings): string =>
  Object.entries(settings)
    .map(([key, value]) => `${code(key)} ${code(value)}`)
    .join(", ");

function partText({ settings, search }: Part): string {
  const tried = search === null ? "" : `${code(search.key)} of ${search.values.map(code).join(", ")}`;
  return [settingsText(settings), tried].filter(text => text !== "").join("; ") || "nothing";
}

/** What the plan trains, in Markdown, as plan.md has it. */
export function planTables(plan: StudyPlan): string {
  const rows = Object.entries(plan.regimes).map(([name, regime]) => {
    const { experiment, searchSeeds, reportSeeds } = regime;
    const runs = cellsOf(name, regime).reduce((sum, cell) => sum + progressOf(plan, cell, new Map()).all, 0);
    const families = Object.keys(regime.families).join(", ");
    const span = (seeds: readonly number[]) => `${seeds[0]} to ${seeds.at(-1)}`;
    return `| ${name} | ${regime.title} | ${String(experiment["steps"])} | ${families} | ${span(searchSeeds)} | ${span(reportSeeds)} | ${runs} |`;
  });
  const parts = new Map<string, string>();
  const families = new Map<string, string>();
  for (const regime of Object.values(plan.regimes)) {
    for (const [kind, named] of [
      ["base", regime.bases],
      ["addition", regime.additions],
    ] as const)
      for (const [name, part] of Object.entries(named)) {
        const text = partText(part);
        parts.set(`${kind} ${name} ${text}`, `| ${kind} | ${name} | ${text} |`);
      }
    for (const [name, { question, bases, additions, against }] of Object.entries(regime.families)) {
      const text = `| ${name} | ${question} | ${bases.join(", ")} | ${additions.join(", ")} | ${against} |`;
      families.set(text, text);
    }
  }
  return [
    "| regime | data | steps | families | search seeds | reported seeds | runs |",
    "|---|---|---|---|---|---|---|",
    ...rows,
    "",
    "| family | question | bases | additions | compared with |",
    "|---|---|---|---|---|",
    ...families.values(),
    "",
    "| | name | what it sets, and the values that are tried |",
    "|---|---|---|",
    ...parts.values(),
  ].join("\n");
}
