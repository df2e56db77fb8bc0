// Fewer than three seeds have no interval: the one rule, on every surface that tells means over seeds.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { reportState } from "../src/dashboard/report-state.ts";
import { openRunFeed } from "../src/dashboard/run-feed.ts";
import { groupRow, rowOf } from "../src/dashboard/runs-table/table-rows.ts";
import { tableText } from "../src/dashboard/runs-table/table-text.ts";
import { readEvaluated, seedBands } from "../src/dashboard/seed-bands.ts";
import { measuredSeeds } from "../src/dashboard/seed-measures.ts";
import { readWhole, SeedRuns } from "../src/dashboard/seed-runs.ts";
import { readJournal } from "../src/runs/journal.ts";
import { observe, type ObservedRun } from "../src/runs/list.ts";
import { noNotes } from "../src/runs/notes.ts";
import { openRunForWriting } from "../src/runs/run-writer.ts";
import { FEWEST_SEEDS } from "../src/statistics/fewest-seeds.ts";
import { reportMarkdown } from "../src/sweeps/report/markdown.ts";
import { readReportSource } from "../src/sweeps/report/read-report.ts";
import { makeReport } from "../src/sweeps/report/report.ts";
import { reportSvg } from "../src/sweeps/report/svg.ts";
import { statusOf, temporaryFolder } from "./support/run-folder.ts";
import { newSweepRun } from "./support/sweep-run.ts";

const coverage = "quality/coverage";
const weights = [0, 0.02];

/** A run that is done, with one evaluation. */
async function measured(folder: string, weight: number, seed: number): Promise<string> {
  const run = await newSweepRun(folder, "weights", weight, seed);
  const writer = await openRunForWriting(run);
  const values = { [coverage]: 0.1 + weight * seed ** 2 + seed / 100 };
  writer.scalars(100, values);
  writer.evaluation({ step: 100, values, undefined: {} });
  writer.status(statusOf(100, { state: "done", lastEvaluation: { step: 100, values, undefined: {} } }));
  writer.close();
  return run;
}

async function modelOf(t: TestContext, folder: string) {
  const feed = await openRunFeed(folder, { watch: false });
  t.after(() => feed.close());
  await new Promise<void>(resolve => {
    feed.subscribe(() => {
      if (feed.model.isSettled) resolve();
    });
  });
  return feed.model;
}

const facts = { folder: "", experiment: "", sweeping: false, failure: null, trusted: false };
const isTold = (halfWidth: number | null | undefined) => (halfWidth ?? null) !== null;

/** Whether each surface tells an interval of so many seeds. */
async function told(t: TestContext, count: number): Promise<Record<string, boolean>> {
  const folder = temporaryFolder(t);
  const seeds = Array.from({ length: count }, (_, i) => i + 1);
  const runs = new Map<number, readonly string[]>();
  for (const weight of weights)
    runs.set(weight, await Promise.all(seeds.map(seed => measured(folder, weight, seed))));
  const all = [...runs.values()].flat().map(observe);
  const own = runs.get(0.02) ?? [];
  const [base = "", first = ""] = weights.map(weight => runs.get(weight)?.[0]);

  const report = makeReport(await readReportSource(folder));
  const [, arm] = reportState(report, facts).arms;
  const columns = [`measure:${coverage}`];
  const rows = own.map(observe).map((run: ObservedRun) => ({ run, notes: noNotes, row: rowOf({ run, notes: noNotes }, columns) })); // prettier-ignore
  const row = groupRow("key", rows) ?? assert.fail();
  const [cell] = row.cells;
  const table = { columns: [{ key: columns[0] ?? "", title: "Coverage", numeric: true }], together: true, rows: [row] }; // prettier-ignore
  const [head = "", line = ""] = tableText(table as never, "csv").split("\n");
  const models = await Promise.all([base, first].map(run => modelOf(t, run)));
  const compared = await measuredSeeds(
    models.map(model => ({ model, step: 100 })),
    base,
    new SeedRuns(() => all, readWhole),
  );
  const shown = { folder: first, info: observe(first).info, entries: readJournal(first) };
  const { bands } = await seedBands(shown, new SeedRuns(() => all, readEvaluated), [coverage], 100);
  return {
    "report, Markdown": /\d ± \d/.test(reportMarkdown(report)),
    "report, SVG": reportSvg(report).includes('class="whisker"'),
    "report, words of the charts": reportState(report, facts).head.means.includes("with 95 % intervals"),
    "report, page and HTML, means": isTold(arm?.cells[0]?.halfWidth),
    "report, page and HTML, differences": isTold(arm?.cells[0]?.difference?.halfWidth),
    "table, page": cell?.kind === "mean" && isTold(cell.halfWidth),
    "table, CSV": line.split(",")[head.split(",").findIndex(title => title.includes("interval"))] !== "",
    "table, LaTeX": tableText(table as never, "tex").includes("\\pm"),
    "compare, means": isTold(compared[1]?.rows[0]?.halfWidth),
    "compare, differences": isTold(compared[1]?.rows[0]?.difference?.halfWidth),
    "dashboard, band": bands.some(({ halfWidth }) => halfWidth.some(Number.isFinite)),
  };
}

for (const count of [1, 2, 3])
  test(`of ${count} ${count === 1 ? "seed" : "seeds"} every surface tells ${count < FEWEST_SEEDS ? "no" : "an"} interval`, async t => {
    const surfaces = await told(t, count);
    for (const [surface, is] of Object.entries(surfaces)) assert.equal(is, count >= FEWEST_SEEDS, surface);
  });

test("half widths come from src/statistics alone, so that no surface has a rule of its own", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter(path => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.startsWith("statistics"))
    .filter(path => /student-t|tQuantile/.test(readFileSync(join("src", path), "utf8")));
  assert.deepEqual(sources, []);
});
