// A generator that collapses: what was measured before is no value of now, whoever tells it.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { before, test, type TestContext } from "node:test";
import { Comparison } from "../../src/dashboard/comparison.ts";
import { openRunFeed } from "../../src/dashboard/run-feed.ts";
import { StreamSession } from "../../src/dashboard/stream-session.ts";
import { callTool, type RunWorld } from "../../src/extension/agents/run-tools.ts";
import { isMeasure, measures, type MeasureTag } from "../../src/experiment/catalog.ts";
import type { CompareState } from "../../src/protocol/compare.ts";
import type { DashboardState } from "../../src/protocol/dashboard-state.ts";
import { evaluationUpTo, type EvaluationRecord } from "../../src/runs/evaluations.ts";
import { listRuns, observe, type ObservedRun } from "../../src/runs/list.ts";
import { readStatus } from "../../src/runs/status.ts";
import { withoutNoise } from "../../src/runs/without-noise.ts";
import { pairingLab, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const LAST = 40;
const RATE = "optimizers.generator.learningRate";
/** With steps of this size every hidden unit is saturated: the generator's output is the same around every latent. */
const HEALTHY = 1e-3;
const COLLAPSING = 1e6;

const folder = workFolder();
writeSmallExperiment(folder, {
  name: "collapse",
  steps: LAST,
  generator: { kind: "mlp", hidden: [8], activation: "tanh" },
  record: { scalars: 10, samples: 20, evaluation: 20, checkpoint: 20 },
});

/** The run that collapsed, and one that did not; of one seed. */
let collapsed = "";
let healthy = "";
/** What the collapsed one measured last. */
let last: EvaluationRecord = { step: 0, values: {}, undefined: {} };
/** Of each measure that had a value at the beginning and has none at the end, that value. */
let gone: ReadonlyMap<MeasureTag, number> = new Map();

async function runsIn(runs: string): Promise<readonly ObservedRun[]> {
  const found = await listRuns(join(folder, runs));
  return found.flatMap(run => (run.kind === "run" ? [run] : []));
}

async function sweep(name: string, more: object): Promise<readonly ObservedRun[]> {
  const contents = { experiment: "collapse.gan.json", axes: { [RATE]: [HEALTHY, COLLAPSING] }, ...more };
  writeFileSync(join(folder, `${name}.sweep.json`), JSON.stringify(contents));
  const { code, err } = await pairingLab(folder, "sweep", `${name}.sweep.json`, "--runs", name);
  assert.equal(code, 0, err);
  return runsIn(name);
}

const ofRate = (runs: readonly ObservedRun[], rate: number, seed: number) =>
  runs.find(({ info }) => info.sweep?.point[RATE] === rate && info.seed === seed)?.folder ?? "";

before(async () => {
  const runs = await sweep("whole", { seeds: [1, 2] });
  collapsed = ofRate(runs, COLLAPSING, 1);
  healthy = ofRate(runs, HEALTHY, 1);
  const [first, end] = [evaluationUpTo(collapsed, 0), evaluationUpTo(collapsed, LAST)];
  assert.ok(first !== null && end !== null);
  last = end;
  gone = new Map(
    Object.keys(end.undefined)
      .filter(isMeasure)
      .flatMap(tag => {
        const value = first.values[tag];
        return value === undefined ? [] : [[tag, value] as const];
      }),
  );
  for (const tag of [
    "collapse/effective_rank",
    "collapse/distance_ratio_p05",
    "pairing/gradient_ratio",
  ] as const)
    assert.ok(gone.has(tag), `${tag} is still defined: ${JSON.stringify(end)}`);
});

/** That a record is the last evaluation, with nothing older in it. */
function tellsTheEnd(told: { readonly step: number; readonly values: object; readonly undefined: object }) {
  assert.deepEqual({ step: told.step, values: told.values, undefined: told.undefined }, last);
}

/** That a page of text tells each measure that is gone as undefined, with step and reason; wherever else it is named. */
function saysUndefined(page: string, tags: Iterable<MeasureTag>): void {
  const lines = page.split("\n");
  for (const tag of tags) {
    const { title } = measures[tag];
    const reason = lines.find(line => line.includes(` undefined at step ${LAST}: `) && line.includes(title));
    assert.ok(reason?.endsWith(last.undefined[tag] ?? "-"), `${title}: ${page}`);
    const row = lines.find(line => line.startsWith(`${title} `) && line !== reason) ?? "";
    const cells = row.split(/ {2,}/);
    assert.ok(cells.includes("undefined"), row);
  }
}

test("status.json: one record of one step, and no measure beside it", () => {
  const { lastEvaluation, scalars, step } = readStatus(collapsed);
  assert.ok(lastEvaluation !== null);
  tellsTheEnd(lastEvaluation);
  assert.equal(step, LAST);
  assert.deepEqual(
    Object.keys(scalars).filter(tag => tag in measures),
    [],
  );
});

test("show, runs and evaluate tell it in words and for programs", async () => {
  const shown = await pairingLab(folder, "show", collapsed);
  saysUndefined(shown.out, gone.keys());
  const json = JSON.parse((await pairingLab(folder, "show", collapsed, "--json")).out) as {
    lastEvaluation: EvaluationRecord;
    scalars: Record<string, { last: { step: number } }>;
  };
  tellsTheEnd(json.lastEvaluation);
  for (const tag of gone.keys()) assert.ok((json.scalars[tag]?.last.step ?? 0) < LAST, tag);

  const listed = JSON.parse((await pairingLab(folder, "runs", "whole", "--json")).out) as {
    runs: { folder: string; lastEvaluation: EvaluationRecord; scalars: object }[];
  };
  const run = listed.runs.find(one => one.folder === collapsed);
  assert.ok(run !== undefined);
  tellsTheEnd(run.lastEvaluation);
  assert.ok(Object.keys(run.scalars).every(tag => !(tag in measures)));

  // A checkpoint alone tells nothing of gradients.
  const ofGenerator = [...gone.keys()].filter(tag => tag !== "pairing/gradient_ratio");
  saysUndefined((await pairingLab(folder, "evaluate", collapsed)).out, ofGenerator);
  const evaluated = JSON.parse((await pairingLab(folder, "evaluate", collapsed, "--json")).out) as {
    step: number;
    undefined: Record<string, string>;
  };
  assert.equal(evaluated.step, LAST);
  for (const tag of ofGenerator) assert.equal(evaluated.undefined[tag], last.undefined[tag]);
});

test("a report counts it against its configuration, in the page, the rows and the picture", async () => {
  const report = async (ending: string) => {
    const { code, err } = await pairingLab(folder, "report", "whole", "--out", `whole.${ending}`);
    assert.equal(code, 0, err);
    return readFileSync(join(folder, `whole.${ending}`), "utf8");
  };
  const page = await report("md");
  const means = page.slice(page.indexOf("## Means over seeds"), page.indexOf("## Differences"));
  const titles = (means.split("\n").find(line => line.startsWith("| `")) ?? "")
    .split("|")
    .map(one => one.trim());
  const arm = means.split("\n").find(line => line.startsWith(`| ${COLLAPSING} `)) ?? "";
  const cell = arm.split("|")[titles.indexOf("Effective rank")]?.trim() ?? "";
  assert.match(cell, /undefined in [12] of 2 seeds$/, arm);
  assert.doesNotMatch(cell, /\*\*/);
  assert.match(
    page,
    /Effective rank is undefined in [12] of 2 seeds at .*1000000 \(the output changes near no latent\)/,
  );

  const [head = "", ...rows] = (await report("csv")).trimEnd().split("\n");
  const columns = head.split(",");
  const row = (rows.find(line => line.startsWith(`${COLLAPSING},1,`)) ?? "").split(",");
  assert.equal(row[columns.indexOf("step")], String(LAST));
  for (const tag of gone.keys()) {
    assert.equal(row[columns.indexOf(tag)], "", tag);
    assert.ok(
      row
        .slice(columns.indexOf("undefined"))
        .join(",")
        .includes(`${tag}: ${last.undefined[tag] ?? "-"}`),
      tag,
    );
  }
  assert.match(await report("svg"), /undefined in [12] of 2 seeds/);
});

test("an export has a line without a value where there is none", async () => {
  const exported = async (name: string) => {
    const { code, err } = await pairingLab(folder, "show", collapsed, "--out", name);
    assert.equal(code, 0, err);
    return readFileSync(join(folder, name), "utf8").trimEnd().split("\n");
  };
  const rows = await exported("collapsed.csv");
  const records = (await exported("collapsed.jsonl")).map(
    line => JSON.parse(line) as Record<string, unknown>,
  );
  for (const tag of gone.keys()) {
    const own = rows.filter(line => line.startsWith(`${tag},`));
    assert.equal(own.at(-1), `${tag},${LAST},`, tag);
    assert.deepEqual(
      records.findLast(record => record["tag"] === tag),
      {
        tag,
        step: LAST,
        value: null,
        undefined: last.undefined[tag],
      },
    );
  }
});

test("the tools of a language model tell it, and no difference to another run", async () => {
  const folders = [healthy, collapsed];
  const world: RunWorld = {
    runs: folders.map(observe),
    nameOf: () => null,
    runsFolderOf: () => folder,
    start: () => assert.fail("nothing is started"),
  };
  const ids = folders.map(path => basename(path));
  interface Told {
    readonly id: string;
    readonly measuredAt: number;
    readonly measures: Readonly<Record<string, number>>;
    readonly undefined: Readonly<Record<string, string>>;
    readonly toBaseline: Readonly<Record<string, unknown>>;
  }
  const ask = async (...[name, input]: readonly [Parameters<typeof callTool>[0], object]) =>
    JSON.parse(JSON.stringify(await callTool(name, input, world))) as Told & {
      readonly runs: readonly Told[];
    };
  const told = [
    (await ask("listRuns", {})).runs.find(({ id }) => id === ids[1]),
    await ask("readRun", { run: ids[1] }),
    (await ask("compareRuns", { runs: ids })).runs[1],
  ];
  for (const run of told) {
    assert.ok(run !== undefined);
    assert.deepEqual(
      { step: run.measuredAt, values: run.measures, undefined: run.undefined },
      withoutNoise(last),
    );
  }
  for (const tag of gone.keys())
    assert.equal(told[2]?.toBaseline[tag], `undefined in this run: ${last.undefined[tag] ?? "-"}`, tag);
});

test("halving stops it by what it lacks, not by what it had", async () => {
  const runs = await sweep("halved", {
    seeds: [1],
    halving: { measure: "collapse/effective_rank", keep: 0.5, at: [20] },
  });
  const { state, message, step } = readStatus(ofRate(runs, COLLAPSING, 1));
  assert.deepEqual([state, step], ["stopped", 20]);
  assert.match(message, /: collapse\/effective_rank is undefined in the one seed, and [\d.]+ was needed;/);
  assert.equal(readStatus(ofRate(runs, HEALTHY, 1)).state, "done");
});

/** Resolves with the first state that holds; rejects when none comes. */
function firstState<State>(
  t: TestContext,
  holds: (state: State) => boolean,
  follow: (tell: (state: State) => void) => void,
): Promise<State> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => {
      reject(new Error("what was waited for did not come"));
    }, 60_000);
    t.after(() => {
      clearTimeout(patience);
    });
    follow(state => {
      if (holds(state)) resolve(state);
    });
  });
}

test("the dashboard's state and curves end in a gap, and tell why", async t => {
  const feed = await openRunFeed(collapsed);
  t.after(() => feed.close());
  const { status, curves } = await firstState<DashboardState>(
    t,
    state => state.status.lastEvaluation?.step === LAST,
    tell => {
      const session = new StreamSession({
        feed,
        post: update => {
          if (update.kind === "snapshot") tell(update.state);
        },
        isTrusted: () => true,
      });
      t.after(() => {
        session.close();
      });
      session.start();
    },
  );
  assert.deepEqual(status.lastEvaluation, { step: LAST, undefined: withoutNoise(last).undefined });
  for (const tag of gone.keys()) {
    const curve = curves.find(one => one.tag === tag);
    const series = feed.model.curves.get(tag);
    assert.ok(curve !== undefined && series !== undefined, tag);
    assert.deepEqual([curve.lastStep, series.value(series.length - 1)], [LAST, NaN], tag);
  }
});

test("the side-by-side viewer's state does the same", async t => {
  const { runs } = await firstState<CompareState>(
    t,
    state =>
      state.runs.length === 2 &&
      state.runs.every(
        ({ lastEvaluation, measures: curves }) =>
          lastEvaluation?.step === LAST && curves.every(({ steps }) => steps.at(-1) === LAST),
      ),
    tell => {
      const comparison = new Comparison(update => {
        if (update.kind === "snapshot") tell(update.state);
      });
      t.after(() => {
        comparison.close();
      });
      void comparison.add([healthy, collapsed]).then(() => {
        comparison.start();
      });
    },
  );
  assert.deepEqual(runs[1]?.lastEvaluation, { step: LAST, undefined: withoutNoise(last).undefined });
  for (const tag of gone.keys())
    assert.ok(Number.isNaN(runs[1].measures.find(curve => curve.tag === tag)?.values.at(-1)), tag);
});
