import assert from "node:assert/strict";
import { basename } from "node:path";
import { test, type TestContext } from "node:test";
import { checkpointOf, newRun, statusOf, temporaryFolder } from "../../../test/support/run-folder.ts";
import { hostileTexts } from "../../../test/support/hostile-text.ts";
import { readJournal } from "../../runs/journal.ts";
import { observe } from "../../runs/list.ts";
import { readRunInfo } from "../../runs/run-info.ts";
import { openRunForWriting, type RunWriter } from "../../runs/run-writer.ts";
import { languageModelTools } from "../contributions/language-model-tools.ts";
import { toolInputs } from "./tool-inputs.ts";
import { callTool, confirmationOf, ToolError, type RunWorld } from "./run-tools.ts";

test("every tool is contributed under one name, and those that change a run are marked", () => {
  const contributed = Object.entries(languageModelTools);
  assert.deepEqual(contributed.map(([, { tool }]) => tool).sort(), Object.keys(toolInputs).sort());
  for (const [name, { tool, changes }] of contributed) {
    assert.equal(name, `pairingLab_${tool}`);
    assert.equal(changes, /^(set|branch)/.test(tool));
  }
});

interface Stage {
  readonly world: RunWorld;
  readonly folders: readonly string[];
  readonly writers: readonly RunWriter[];
  readonly started: string[];
}

/** Runs with these settings, each with two evaluations and a checkpoint at step 20. */
async function stage(t: TestContext, ...weights: number[]): Promise<Stage> {
  const folders: string[] = [];
  const writers: RunWriter[] = [];
  t.after(() => {
    for (const writer of writers) writer.close();
  });
  const runs = temporaryFolder(t);
  for (const value of weights) {
    const folder = await newRun(runs, [{ key: "pairing.weight", value }]);
    const writer = await openRunForWriting(folder);
    for (const step of [10, 20]) writer.scalars(step, { "quality/modes": 3, "quality/coverage": value });
    writer.checkpoint(20, checkpointOf(20));
    writer.status(
      statusOf(20, {
        scalars: { "loss/generator": 1 },
        lastEvaluation: {
          step: 20,
          values: { "quality/coverage": value },
          undefined: value === 0 ? { "collapse/effective_rank": "the output changes near no latent" } : {},
        },
      }),
    );
    folders.push(folder);
    writers.push(writer);
  }
  const started: string[] = [];
  const world: RunWorld = {
    get runs() {
      return folders.map(observe);
    },
    nameOf: () => null,
    runsFolderOf: () => runs,
    start: folder => {
      started.push(folder);
      return Promise.resolve("started");
    },
  };
  return { world, folders, writers, started };
}

const idOf = (folder: string | undefined) => basename(folder ?? "");
const plain = (value: object) => JSON.parse(JSON.stringify(value)) as Record<string, never>;

test("runs are listed with state, step and measures, by state and as many as asked for", async t => {
  const { world, folders } = await stage(t, 0, 0.02);
  const { total, runs } = plain(await callTool("listRuns", {}, world)) as never as {
    total: number;
    runs: { id: string; state: string; measures: object }[];
  };
  assert.equal(total, 2);
  assert.deepEqual(
    runs.map(({ id, state, measures }) => [id, state, measures]),
    folders.map((folder, i) => [idOf(folder), "training", { "quality/coverage": [0, 0.02][i] }]),
  );
  assert.deepEqual(await callTool("listRuns", { state: "done" }, world), { total: 0, runs: [] });
});

test("a run is read with its experiment, scalars, checkpoints and what its measures show", async t => {
  const { world, folders } = await stage(t, 0);
  const read = plain(await callTool("readRun", { run: idOf(folders[0]) }, world)) as never as {
    experiment: { pairing: { weight: number } };
    scalars: Record<string, { count: number; last: { step: number } }>;
    checkpoints: number[];
    findings: { name: string }[];
  };
  assert.equal(read.experiment.pairing.weight, 0);
  assert.deepEqual([read.scalars["quality/modes"]?.count, read.scalars["quality/modes"]?.last.step], [2, 20]);
  assert.deepEqual(read.checkpoints, [20]);
  assert.deepEqual(
    read.findings.map(({ name }) => name),
    ["modesMissing"],
  );
});

test("a comparison names what differs, and each measure's difference to the first run's", async t => {
  const { world, folders } = await stage(t, 0, 0.5);
  const { experiments, runs } = plain(
    await callTool("compareRuns", { runs: folders.map(idOf) }, world),
  ) as never as { experiments: object; runs: { toBaseline: object }[] };
  assert.deepEqual(experiments, { "pairing.weight": [0, 0.5] });
  assert.deepEqual(
    runs.map(({ toBaseline }) => toBaseline),
    [
      {
        "quality/coverage": 0,
        "collapse/effective_rank": "undefined in this run: the output changes near no latent",
      },
      {
        "quality/coverage": 0.5,
        "collapse/effective_rank": "undefined in the baseline: the output changes near no latent",
      },
    ],
  );
});

test("what is measured is told with its step, and runs that were measured at other steps have no difference", async t => {
  const { world, folders, writers } = await stage(t, 0, 0.5);
  const evaluation = { step: 10, values: { "quality/coverage": 0.9 }, undefined: {} };
  writers[1]?.status(statusOf(20, { message: "early", lastEvaluation: evaluation }));
  const { runs, note } = plain(
    await callTool("compareRuns", { runs: folders.map(idOf) }, world),
  ) as never as {
    runs: { toBaseline: object | null; measuredAt: number; undefined: object }[];
    note: string;
  };
  assert.deepEqual(
    runs.map(({ measuredAt, toBaseline }) => [measuredAt, toBaseline === null]),
    [
      [20, false],
      [10, true],
    ],
  );
  assert.deepEqual(runs[0]?.undefined, { "collapse/effective_rank": "the output changes near no latent" });
  assert.match(note, /not measured at the same step/);
});

test("a knob is set by a recorded request that says who asked", async t => {
  const { world, folders, writers } = await stage(t, 0);
  const [folder] = folders;
  const answer = callTool("setKnob", { run: idOf(folder), key: "pairing.weight", value: 0.1 }, world);
  const [writer] = writers;
  assert.ok(writer !== undefined && folder !== undefined);
  const asked = await (async () => {
    for (;;) {
      const [request] = writer.requests(0);
      if (request !== undefined) return request;
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  })();
  assert.equal(asked.by, "language model");
  writer.journal({
    step: 20,
    kind: "intervention",
    request: asked.id,
    do: "set",
    key: "pairing.weight",
    to: 0.1,
  });
  const { outcome } = plain(await answer) as never as { outcome: { kind: string; to: number } };
  assert.deepEqual([outcome.kind, outcome.to], ["intervention", 0.1]);
  assert.equal(readJournal(folder).length, 1);
});

test("a branch begins at a checkpoint with the knobs asked for, and is started", async t => {
  const { world, folders, started } = await stage(t, 0);
  const knobs = [{ key: "pairing.weight", value: 0.3 }];
  await callTool("branchRun", { run: idOf(folders[0]), knobs }, world);
  const [branch] = started;
  assert.ok(branch !== undefined);
  const { parent, experiment } = readRunInfo(branch);
  assert.deepEqual(parent, { id: idOf(folders[0]), step: 20 });
  assert.equal("weight" in experiment.pairing && experiment.pairing.weight, 0.3);
});

test("what is not there, not allowed or not understood is said in a sentence, and nothing is begun", async t => {
  const { world, folders, started } = await stage(t, 0, 0.1);
  const refused = async (name: Parameters<typeof callTool>[0], input: unknown, message: RegExp) => {
    await assert.rejects(
      async () => callTool(name, input, world),
      (error: unknown) => {
        assert.ok(error instanceof ToolError);
        assert.match(error.message, message);
        return true;
      },
    );
  };
  const run = idOf(folders[0]);
  await refused("readRun", { run: "nothing" }, /There is no run nothing/);
  await refused("readRun", { run: "20" }, /is the start of 2 runs' ids/);
  await refused("readRun", {}, /run: /);
  await refused("listRuns", { limit: 1e9 }, /limit: /);
  await refused("setKnob", { run, key: "pairing.wait", value: 1 }, /pairing.weight/);
  await refused("setKnob", { run, key: "pairing.weight", value: -1 }, /0/);
  await refused("branchRun", { run, step: 15 }, /no checkpoint at step 15; it has 20/);
  assert.deepEqual(started, []);
});

test("a person is asked in words before anything changes: the run, the knob, the value it has; never for looking", async t => {
  const { world, folders } = await stage(t, 0.02);
  const run = idOf(folders[0]);
  assert.equal(confirmationOf("listRuns", {}, world), null);
  assert.equal(confirmationOf("readRun", { run }, world), null);
  assert.equal(confirmationOf("compareRuns", { runs: [run, run] }, world), null);
  const set = confirmationOf("setKnob", { run, key: "pairing.weight", value: 0.1 }, world);
  assert.equal(set?.title.text, `Set pairing.weight of "small" ("${run}") to 0.1?`);
  assert.match(
    set.message.text,
    /holds from the next step .* stands in the run's journal, by "language model"/,
  );
  const knobs = [{ key: "pairing.weight", value: 0.3 }];
  const branch = confirmationOf("branchRun", { run, knobs, seed: 7, steps: 50 }, world);
  assert.match(
    branch?.title.text ?? "",
    /^Train a branch of "small" \(\S+\) from its newest checkpoint \(20 now\)\?$/,
  );
  assert.match(branch?.message.text ?? "", /with pairing\.weight = 0\.3, seed 7, up to step 50\./);
});

test("the value that a knob has is told as of the status' step, also where a ramp has gone on since it was recorded", async t => {
  const runs = temporaryFolder(t);
  const schedule = [{ at: 10, set: "pairing.weight", to: 1, over: 20 }];
  const folder = await newRun(runs, [{ key: "schedule", value: schedule }]);
  const writer = await openRunForWriting(folder);
  t.after(() => {
    writer.close();
  });
  writer.status(statusOf(20, { scalars: { "knob/pairing.weight": 0.25 } }));
  const { world } = await stage(t);
  const order = { run: idOf(folder), key: "pairing.weight", value: 2 };
  const toldIn = () => confirmationOf("setKnob", order, { ...world, runs: [observe(folder)] })?.message.text;
  assert.match(toldIn() ?? "", /^It is 0\.55 now\. /);
  writer.journal({ step: 20, kind: "intervention", do: "set", key: "pairing.weight", from: 0.5, to: 0.125 });
  assert.match(toldIn() ?? "", /^It is 0\.125 now\. /);
});

test("what cannot be done is refused before anybody is asked", async t => {
  const { world, folders, started } = await stage(t, 0);
  const run = idOf(folders[0]);
  const refuses = (name: Parameters<typeof callTool>[0], input: unknown, message: RegExp) => {
    assert.throws(
      () => confirmationOf(name, input, world),
      (error: unknown) => error instanceof ToolError && message.test(error.message),
    );
  };
  refuses("setKnob", { run, key: "pairing.wait", value: 1 }, /pairing\.weight/);
  refuses("setKnob", { run: "nothing", key: "pairing.weight", value: 1 }, /There is no run nothing/);
  refuses("setKnob", { run, key: "pairing.weight" }, /value: /);
  refuses("branchRun", { run, step: 15 }, /no checkpoint at step 15/);
  refuses("branchRun", { run, knobs: [{ key: "pairing.weight", value: -1 }] }, /0/);
  assert.deepEqual(started, []);
});

test("a run's own name for itself cannot pass for another: what the person calls it comes first, its folder is always said", async t => {
  const { world, folders } = await stage(t, 0);
  const run = idOf(folders[0]);
  for (const hostile of hostileTexts(4, 100)) {
    const named = {
      ...world,
      nameOf: () => "mine",
      runs: world.runs.map(one => ({ ...one, info: { ...one.info, name: hostile } })),
    };
    const set = confirmationOf("setKnob", { run, key: "pairing.weight", value: 0.1 }, named);
    assert.ok(set !== null);
    assert.match(set.title.text, /^Set pairing\.weight of "mine" \("[^"\n]*", "[^"]+"\) to 0\.1\?$/);
    assert.ok(set.title.text.includes(run) && set.title.text.length < 300);
  }
});
