// A run that a Python program writes is a run: read, listed, watched, steered and resumed as those of our own trainer.
import assert from "node:assert/strict";
import { appendFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Comparison } from "../../src/dashboard/comparison.ts";
import { openRunFeed } from "../../src/dashboard/run-feed.ts";
import { StreamSession } from "../../src/dashboard/stream-session.ts";
import { probeLatents } from "../../src/data/latents.ts";
import { branchRun } from "../../src/launching/branch-run.ts";
import { extendRun } from "../../src/launching/extend-run.ts";
import { replayRun } from "../../src/launching/replay-run.ts";
import { requestControl } from "../../src/launching/request-control.ts";
import { readHostPacket } from "../../src/protocol/dashboard-packets.ts";
import type { DashboardState } from "../../src/protocol/dashboard-state.ts";
import { RunReadError } from "../../src/runs/errors.ts";
import { evaluationsIn } from "../../src/runs/evaluations.ts";
import { eventFiles } from "../../src/runs/event-files.ts";
import { historyOf } from "../../src/runs/history-file.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { observe } from "../../src/runs/list.ts";
import { RunIndex } from "../../src/runs/run-index.ts";
import { openRunForWriting } from "../../src/runs/run-writer.ts";
import { loadSamples, sampleSteps, samplesFile } from "../../src/runs/samples.ts";
import { decode } from "fast-png";
import { pairingLab } from "../cli/terminal-command.ts";
import { temporaryFolder } from "../support/run-folder.ts";
import { until } from "../support/until.ts";
import { endless, ended, pythonMissing, runThat, runWriter, startWriter } from "./python-writer.ts";

const skip = pythonMissing;

const twoHundred = `
with made(200, config={"optimizers": {"learningRate": 2e-4}}) as run:
    probe = run.probe_latents()
    for step in run.steps():
        weight = run.knob("pairing.weight", 0.02, 0, 1)
        run.log(step, {"loss/generator": 1 / step, "loss/discriminator": math.nan})
        if step % 50 == 0:
            run.samples(step, [[step, z[1]] for z in probe])
            run.evaluation(step, {"quality/coverage": step / 200, "quality/precision": math.inf}, {"quality/recall": "not measured"})
            if step == 100: run.evaluation(101, {}, {"quality/coverage": "no two outputs differ"})
    print(run.folder)
`;

/** What a dashboard is told of a run, through the checks of its packets. */
async function dashboardOf(folder: string): Promise<DashboardState> {
  const feed = await openRunFeed(folder);
  const told: DashboardState[] = [];
  const session = new StreamSession({
    feed,
    isTrusted: () => true,
    post: update => {
      const packet = readHostPacket(structuredClone({ kind: "stream", update }));
      assert.ok(packet?.kind === "stream");
      if (packet.update.kind === "snapshot") told.push(packet.update.state);
    },
  });
  session.start();
  const state = await until("a snapshot", () => told.at(-1));
  session.close();
  await feed.close();
  return state;
}

test("200 steps of a Python program are a run to every reader", { skip }, async t => {
  const runs = temporaryFolder(t);
  const folder = runWriter(runs, twoHundred).trim();
  const { info, status, state } = observe(folder);
  assert.deepEqual([state, status.step, status.steps], ["done", 200, 200]);
  assert.deepEqual(info.trainer?.can, ["set", "pause", "stop"]);
  assert.deepEqual(status.lastEvaluation, {
    step: 200,
    values: { "quality/coverage": 1 },
    undefined: { "quality/recall": "not measured", "quality/precision": "not finite" },
  });
  assert.deepEqual([status.trend, status.trendGaps], [[0.25, 0.5, 0.75, 1], [2]]);
  const { tags } = await historyOf(folder);
  assert.equal(tags.get("loss/generator")?.count, 200);
  assert.ok(!tags.has("loss/discriminator"), "what is not finite leaves a gap");
  assert.equal(tags.get("knob/pairing.weight")?.last.step, 200);
  assert.deepEqual([...evaluationsIn(folder).keys()], [50, 100, 101, 150, 200]);
  assert.deepEqual(sampleSteps(folder), [50, 100, 150, 200]);
  const { shape, data } = await loadSamples(folder, 150);
  assert.deepEqual(shape, [1024, 2]);
  assert.equal(data[0], 150);

  const index = new RunIndex([runs], { watch: false });
  await until("the index has read it", () => index.all.length === 1);
  assert.equal(index.all[0]?.info.id, info.id);
  index.dispose();

  const shown = await dashboardOf(folder);
  assert.equal(shown.run.trainer, "PyTorch");
  assert.equal(shown.run.objective, "trained by PyTorch");
  assert.deepEqual(
    shown.knobs.map(({ key, value, minimum, maximum, slider }) => ({ key, value, minimum, maximum, slider })),
    [
      {
        key: "pairing.weight",
        value: 0.02,
        minimum: 0,
        maximum: 1,
        slider: { from: 1e-4, to: 1, zero: true },
      },
    ],
  );
  assert.ok(shown.curves.some(({ tag, count }) => tag === "quality/coverage" && count === 4));
  assert.deepEqual(shown.samples, [50, 100, 150, 200]);
  const compared = new Comparison(() => undefined);
  await compared.add([folder]);
  assert.deepEqual(compared.folders, [folder]);
  compared.close();

  const listed = await pairingLab(runs, "runs", ".");
  assert.match(listed.out, /ring-s1-\w+ +done +200 +200 +1\.000/);
  const told = await pairingLab(runs, "show", folder);
  assert.match(told.out, /Trainer +PyTorch, .*answers to set, pause, stop/);
  assert.match(told.out, /pairing\.weight +0\.02/);
});

test(
  "what only Pairing Lab's own trainer does is refused everywhere, with the same reason",
  { skip },
  async t => {
    const runs = temporaryFolder(t);
    const folder = runWriter(runs, twoHundred).trim();
    const reason = "PyTorch trains this run, not Pairing Lab";
    const { actions } = await dashboardOf(folder);
    for (const action of ["resume", "repeat", "extend", "branch", "saveAsExperiment"] as const)
      assert.equal(actions[action], reason, action);
    const orders = { folder, script: "", runsFolder: runs, step: 50 };
    for (const work of [
      branchRun(orders),
      replayRun(orders),
      extendRun(folder, 300, { by: "test" }),
      openRunForWriting(folder),
    ])
      await assert.rejects(
        work,
        (error: unknown) => error instanceof RunReadError && error.message.includes(reason),
      );
    for (const words of [["resume"], ["branch", "--at", "50"], ["replay"]]) {
      const [verb = "", ...options] = words;
      const { code, err } = await pairingLab(runs, verb, folder, ...options);
      assert.equal(code, 2, err);
      assert.ok(err.includes(reason), err);
    }
    const { code, err } = await pairingLab(
      runs,
      "interpolate",
      folder,
      "--from",
      "0",
      "--to",
      "1",
      "--out",
      "path.npy",
    );
    assert.equal(code, 2, err);
    assert.match(err, /has no generator\.onnx of PyTorch yet/);
  },
);

test(
  "a live program answers requests as our own trainer does: knob, pause, resume, stop",
  { skip },
  async t => {
    const runs = temporaryFolder(t);
    const writer = startWriter(t, runs, endless);
    const { folder } = await runThat(
      runs,
      "it trains and has its knob",
      ({ status }) => status.knobs !== undefined && status.step > 0,
    );
    const ask = (order: Parameters<typeof requestControl>[1]) =>
      requestControl(folder, order, { by: "test" });
    const set = await ask({ do: "set", key: "pairing.weight", value: 0.5 });
    assert.deepEqual(
      [set?.kind, set?.key, set?.from, set?.to, set?.by],
      ["intervention", "pairing.weight", 0.02, 0.5, "test"],
    );
    const refused = await ask({ do: "set", key: "pairing.weight", value: 2 });
    assert.deepEqual(
      [refused?.kind, refused?.message],
      ["refused", "found 2; expected a number from 0 to 1"],
    );
    assert.match(
      (await ask({ do: "set", key: "rate", value: 2 }))?.message ?? "",
      /^rate is not a knob; knobs: pairing\.weight$/,
    );
    assert.match((await ask({ do: "checkpoint" }))?.message ?? "", /keeps no checkpoints/);
    const paused = await ask({ do: "pause" });
    const { status } = await runThat(runs, "it is paused", ({ state }) => state === "paused");
    assert.equal(status.step, paused?.step);
    assert.equal((await ask({ do: "pause" }))?.message, "the run is already paused");
    writeFileSync(
      join(folder, "control.ndjson"),
      readFileSync(join(folder, "control.ndjson"), "utf8") + 'no request\n{"id":"x","by":"y","do":"fly"}\n',
    );
    assert.equal((await ask({ do: "resume" }))?.kind, "intervention");
    const stopped = await ask({ do: "stop" });
    assert.equal(await ended(writer), 0);
    const last = observe(folder);
    assert.deepEqual([last.state, last.status.step], ["stopped", stopped?.step]);
    const journal = readJournal(folder);
    assert.ok(
      journal.some(
        ({ kind, message }) =>
          kind === "notice" && (message ?? "").includes("no request was skipped: no request"),
      ),
    );
    assert.ok(journal.some(({ kind, request }) => kind === "refused" && request === "x"));
    const { tags } = await historyOf(folder);
    assert.equal(tags.get("loss/generator")?.last.value, 0.5, "the new value trained");
    const told = await pairingLab(runs, "control", folder, "stop");
    assert.match(told.err, /it is not training, its state is stopped/);
  },
);

test(
  "killed with SIGKILL it is lost, and resumed it has all of it and the knob as it was turned",
  { skip },
  async t => {
    const runs = temporaryFolder(t);
    const writer = startWriter(t, runs, endless);
    const { folder } = await runThat(
      runs,
      "it trains",
      ({ status }) => status.knobs !== undefined && status.step > 0,
    );
    const turned = await requestControl(
      folder,
      { do: "set", key: "pairing.weight", value: 0.25 },
      { by: "test" },
    );
    const at = turned?.step ?? NaN;
    await runThat(runs, "it goes on", ({ status }) => status.step > at + 20);
    writer.kill("SIGKILL");
    await ended(writer);
    const { status } = await runThat(runs, "it is lost", ({ state }) => state === "lost");
    const recorded = (await historyOf(folder)).tags.get("loss/generator")?.last.step ?? NaN;
    assert.ok(recorded >= status.step);
    // What a crash may leave: a torn line, a torn record.
    appendFileSync(join(folder, "journal.ndjson"), '{"at":"2026');
    const [first = ""] = eventFiles(folder);
    appendFileSync(join(folder, first), Buffer.from([40, 0, 0, 0, 0, 0, 0]));
    const printed = runWriter(
      runs,
      `
folder = os.path.join(runs, os.listdir(runs)[0])
try:
    with pairing_lab_run.resume(folder, step=${recorded}, steps=${recorded + 5}) as run:
        for step in run.steps():
            print(run.knob("pairing.weight", 0.02, 0, 1))
            run.log(step, {"loss/generator": 7})
except pairing_lab_run.RunError as error: print(error)
`,
    );
    assert.deepEqual(printed.trim().split("\n"), Array(5).fill("0.25"));
    const { tags } = await historyOf(folder);
    assert.deepEqual(tags.get("loss/generator")?.count, recorded + 5, "no step is lost or twice");
    assert.deepEqual(tags.get("loss/generator")?.last, { step: recorded + 5, value: 7 });
    assert.equal(readJournal(folder).filter(({ key }) => key === "pairing.weight").length, 1);
    assert.equal(observe(folder).state, "done");
  },
);

test("one process writes a run: another is refused while it lives", { skip }, async t => {
  const runs = temporaryFolder(t);
  startWriter(t, runs, endless);
  const { folder, status } = await runThat(runs, "it trains", run => run.status.step > 0);
  assert.throws(
    () => runWriter(runs, `pairing_lab_run.resume(${JSON.stringify(folder)})`),
    new RegExp(`is being written by process ${status.pid}`),
  );
});

test("an error ends the run as failed with its message, and the log has where", { skip }, t => {
  const runs = temporaryFolder(t);
  assert.throws(() =>
    runWriter(
      runs,
      `
with made(10) as run:
    for step in run.steps():
        run.log(step, {"loss/generator": 1})
        raise ValueError("no such\\nlayer")
`,
    ),
  );
  const folder = join(runs, readdirSync(runs)[0] ?? "");
  const { state, status } = observe(folder);
  assert.deepEqual([state, status.message, status.step], ["failed", "ValueError: no such layer", 1]);
  assert.match(readFileSync(join(folder, "trainer.log"), "utf8"), /Traceback/);
});

test("images are stored as ours: a grid as PNG, channels last, and in the event file", { skip }, async t => {
  const runs = temporaryFolder(t);
  runWriter(
    runs,
    `
with made(1, data="faces", domain="images", latent=8) as run:
    assert len(run.probe_latents()) == 96
    image = [[[-1.0, 0.0], [0.5, 1.0]], [[1.0] * 2] * 2, [[math.nan] * 2] * 2]
    run.samples(0, [image] * 5)
    run.samples(1, [[[[c[y][x] for c in image] for x in range(2)] for y in range(2)]] * 5)
`,
  );
  const folder = join(runs, readdirSync(runs)[0] ?? "");
  const [first, last] = await Promise.all([loadSamples(folder, 0), loadSamples(folder, 1)]);
  assert.deepEqual(first.shape, [5, 2, 2, 3]);
  assert.deepEqual(first, last, "channels first and channels last are the same images");
  const picture = decode(readFileSync(samplesFile(folder, 0, "png")));
  assert.deepEqual([picture.width, picture.height, picture.channels], [10, 6, 3]);
  assert.deepEqual([...picture.data.subarray(0, 9)], [0, 255, 0, 128, 255, 0, 64, 64, 64]);
  const { run } = await dashboardOf(folder);
  assert.deepEqual([run.domain, run.dataTitle, run.latentSize], ["images", "faces", 8]);
});

test("probe latents are those of our own runs, to the digits of float32", { skip }, t => {
  const printed = runWriter(
    temporaryFolder(t),
    `
import json
for distribution in ("normal", "uniform"):
    print(json.dumps(pairing_lab_run._probe_latents(33, 5, distribution)))
`,
  );
  for (const [i, distribution] of (["normal", "uniform"] as const).entries()) {
    const rows = JSON.parse(printed.split("\n")[i] ?? "") as number[][];
    const own = probeLatents({ size: 5, distribution }, 33);
    for (const [k, value] of rows.flat().entries())
      assert.ok(Math.abs(value - (own[k] ?? NaN)) < 1e-6, `${distribution} ${k}`);
  }
});

test("wrong use is refused in a sentence", { skip }, t => {
  const runs = temporaryFolder(t);
  const printed = runWriter(
    runs,
    `
def refused(work):
    try: work()
    except pairing_lab_run.RunError as error: print(error)
    else: raise AssertionError(work)
with made(3) as run:
    refused(lambda: run.samples(1, [1.0, 2.0]))
    refused(lambda: run.samples(1, [[1.0], [2.0, 3.0]]))
    refused(lambda: run.knob("no key", 1, 0, 2))
    refused(lambda: run.knob("a", 3, 0, 2))
    refused(lambda: run.log(-1, {}))
    refused(lambda: run.log(1, {"": 2}))
refused(lambda: run.log(1, {"a": 2}))
refused(lambda: made(3, config={"seed": 2}))
refused(lambda: made(3, config={"a": object()}))
refused(lambda: made(0))
refused(lambda: pairing_lab_run.resume(runs))
`,
  );
  assert.equal(printed.trim().split("\n").length, 11);
  assert.equal(readdirSync(runs).length, 1);
});
