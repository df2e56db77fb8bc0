import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readSweep } from "../../src/sweeps/read.ts";
import { runsOf } from "../../src/sweeps/sweep.ts";
import { allCells, nextOf, type Task } from "../../study/cells.ts";
import { planTables } from "../../study/plan-table.ts";
import { study, type Regime } from "../../study/plan.ts";
import { leftOf } from "../../study/progress.ts";
import { rowKey, type Row } from "../../study/rows.ts";

/** A row of every run of a task, the first value the best. */
const madeRows = (task: Task): Row[] =>
  task.values.flatMap((value, i) =>
    task.seeds.map(seed => ({
      ...{ regime: task.regime, base: task.base, addition: task.addition, phase: task.phase, seed },
      value: value as Row["value"],
      state: "done" as const,
      message: "",
      step: 1,
      values: { [study.chosenBy]: 1 / (i + 1) },
      undefined: {},
      experiment: "0".repeat(64),
      generator: null,
      versions: {},
      seconds: 1,
    })),
  );

/** Every task of the plan, as they follow from each other. */
function everyTask(): Task[] {
  const rows = new Map<string, Row>();
  return allCells(study).flatMap(cell => {
    const tasks: Task[] = [];
    for (let task = nextOf(study, cell, rows); task !== null; task = nextOf(study, cell, rows)) {
      tasks.push(task);
      for (const row of madeRows(task)) rows.set(rowKey(row), row);
    }
    return tasks;
  });
}

const tasks = everyTask();

test("every task of the study is a sweep that the product accepts, and no two of its runs are one", () => {
  const keys = new Set<string>();
  for (const task of tasks) {
    const axes = task.search === null ? {} : { [task.search.key]: task.values };
    const text = JSON.stringify({ experiment: "arm.gan.json", axes, seeds: task.seeds });
    const sweep = readSweep(text, "study.sweep.json", () => task.experiment);
    assert.equal(runsOf(sweep).length, task.values.length * task.seeds.length, JSON.stringify(task));
    for (const row of madeRows(task)) {
      assert.ok(!keys.has(rowKey(row)), rowKey(row));
      keys.add(rowKey(row));
    }
  }
  const planned = leftOf(study, new Map(), 1).reduce((sum, { all }) => sum + all, 0);
  assert.equal(keys.size, planned);
});

test("an arm is trained with what the searches chose: its base's number, then its own", () => {
  const found = tasks.find(
    ({ regime, base, addition, phase }) =>
      regime === "ring-balanced" && base === "relativistic" && addition === "neighbour" && phase === "report",
  );
  const experiment = JSON.parse(found?.experiment ?? "{}") as Record<string, Record<string, unknown>>;
  assert.equal(experiment["loss"], "relativistic");
  assert.deepEqual(experiment["penalties"]?.["r2"], { gamma: 0.01, every: 1 });
  assert.equal(experiment["pairing"]?.["kind"], "neighbour");
  assert.deepEqual(found?.values, [0.001]);
  assert.deepEqual(found.seeds, study.regimes["ring-balanced"]?.reportSeeds);
});

test("no seed of a search is reported, and toys have ten reported seeds, pictures five", () => {
  const isToy = ({ experiment }: Regime) => "latent" in experiment;
  for (const regime of Object.values(study.regimes)) {
    assert.deepEqual(
      regime.searchSeeds.filter(seed => regime.reportSeeds.includes(seed)),
      [],
    );
    assert.ok(regime.reportSeeds.length >= (isToy(regime) ? 10 : 5));
  }
});

test("plan.md says what is trained", () => {
  const text = readFileSync("study/plan.md", "utf8");
  const begin = text.indexOf("-->") + "-->".length;
  const said = text.slice(begin, text.indexOf("<!-- end of tables -->"));
  const words = (table: string) => table.replaceAll(/[ -]+/g, " ").trim();
  assert.equal(words(said), words(planTables(study)));
});
