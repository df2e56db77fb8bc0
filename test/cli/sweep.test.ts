import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { thisMachine } from "../../src/launching/this-machine.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { listRuns, type ObservedRun } from "../../src/runs/list.ts";
import { currentProcess, isAlive } from "../../src/runs/process-name.ts";
import { readRunInfo } from "../../src/runs/run-info.ts";
import { readStatus } from "../../src/runs/status.ts";
import { lastLine, pairingLab, start, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const folder = workFolder();
writeSmallExperiment(folder);
// Slow enough to be caught at work on any machine, and far from its end.
writeSmallExperiment(folder, { name: "long", steps: 100_000, pace: 200 });

function writeSweep(name: string, content: Readonly<Record<string, unknown>>): string {
  const file = `${name}.sweep.json`;
  writeFileSync(join(folder, file), JSON.stringify({ experiment: "small.gan.json", ...content }));
  return file;
}

async function runsIn(name: string) {
  const listed = await listRuns(join(folder, name));
  return listed.map(listing => {
    assert.equal(listing.kind, "run");
    return listing;
  });
}

const weights = { axes: { "pairing.weight": [0, 0.02] }, seeds: [1, 2] };

test("a sweep trains every configuration with every seed and says where", async () => {
  const file = writeSweep("weights", weights);
  const ended = await pairingLab(folder, "sweep", file, "--runs", "weights", "--jobs", "2");
  assert.equal(ended.code, 0, ended.err);
  assert.equal(lastLine(ended), join(folder, "weights"));
  assert.match(ended.err, /4 of 4 runs done\.\n$/);
  const runs = await runsIn("weights");
  assert.deepEqual(
    runs.map(({ info }) => JSON.stringify(info.sweep)).sort(),
    [0, 0.02].flatMap(weight => [1, 2].map(seed => JSON.stringify({ name: "weights", point: { "pairing.weight": weight }, seed }))).sort(), // prettier-ignore
  );
  for (const { info, state, status } of runs) {
    const { experiment } = info;
    assert.deepEqual([state, status.step], ["done", 60]);
    assert.equal(experiment.seed, info.sweep?.seed);
    assert.equal(
      "weight" in experiment.pairing && experiment.pairing.weight,
      info.sweep?.point["pairing.weight"],
    );
  }
});

test("started again it goes on with what is missing: more seeds and values", async () => {
  const before = (await runsIn("weights")).map(run => run.folder);
  const again = await pairingLab(folder, "sweep", "weights.sweep.json", "--runs", "weights", "--json");
  assert.deepEqual(JSON.parse(again.out), {
    runs: join(folder, "weights"),
    name: "weights",
    planned: 4,
    open: 0,
    live: 0,
    done: 4,
    failed: 0,
    hopeless: 0,
    stopped: 0,
  });
  assert.deepEqual(
    (await runsIn("weights")).map(run => run.folder),
    before,
  );
  writeSweep("weights", { ...weights, seeds: [1, 2, 3] });
  const more = await pairingLab(folder, "sweep", "weights.sweep.json", "--runs", "weights");
  assert.equal(more.code, 0, more.err);
  const runs = (await runsIn("weights")).map(run => run.folder);
  assert.equal(runs.length, 6);
  assert.ok(before.every(run => runs.includes(run)));
});

test("runs of images share the cores, and those that are added later have the same threads", async () => {
  const content = {
    data: { kind: "digits" },
    steps: 1,
    batch: 4,
    generator: { kind: "dcgan", channels: 4 },
    discriminator: { kind: "dcgan", channels: 4 },
    evaluation: { samples: 20, features: "random" },
  };
  writeFileSync(join(folder, "images.gan.json"), JSON.stringify(content));
  const images = (seeds: readonly number[]) => writeSweep("images", { experiment: "images.gan.json", seeds });
  const threads = async () => (await runsIn("images")).map(({ info }) => info.plan.threads);
  const shared = Math.max(1, Math.floor(thisMachine().cores / 2));
  const both = await pairingLab(folder, "sweep", images([1, 2]), "--runs", "images", "--jobs", "2");
  assert.equal(both.code, 0, both.err);
  assert.deepEqual(await threads(), [shared, shared]);
  const more = await pairingLab(folder, "sweep", images([1, 2, 3]), "--runs", "images", "--jobs", "1");
  assert.equal(more.code, 0, more.err);
  assert.deepEqual(await threads(), [shared, shared, shared]);
});

test("a runs folder that holds another sweep is refused with one message, and nothing is touched", async () => {
  const listing = readdirSync(join(folder, "weights")).sort();
  const record = readFileSync(join(folder, "weights", "sweep.json"), "utf8");
  const refused = async (file: string, why: RegExp) => {
    const { code, out, err } = await pairingLab(folder, "sweep", file, "--runs", "weights");
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, why);
    assert.equal(err.trimEnd().split("\n").length, 1);
  };
  await refused(writeSweep("others", weights), /weights: it holds the sweep "weights"; give the sweep "others" a folder of its own with --runs DIR\n$/); // prettier-ignore
  writeSweep("weights", { ...weights, axes: { batch: [16, 32] } });
  await refused("weights.sweep.json", /with other axes: they were pairing\.weight and are batch; give/);
  writeSmallExperiment(folder, { name: "other", batch: 20 });
  writeSweep("weights", { ...weights, experiment: "other.gan.json" });
  await refused("weights.sweep.json", /with another experiment: batch was 16 and is 20; give/);
  assert.deepEqual(readdirSync(join(folder, "weights")).sort(), listing);
  assert.equal(readFileSync(join(folder, "weights", "sweep.json"), "utf8"), record);
});

test("what is wrong with any configuration is said before anything starts", async () => {
  const file = writeSweep("wrong", { axes: { "pairing.weight": [0, 0.02, -1] }, seeds: [1] });
  const { code, err } = await pairingLab(folder, "sweep", file, "--runs", "wrong");
  assert.equal(code, 2);
  assert.match(err, /^wrong\.sweep\.json:1:\d+: axes\.pairing\.weight\.2: found -1; expected any finite number from 0\n$/); // prettier-ignore
  assert.ok(!existsSync(join(folder, "wrong")));
});

test("a failed run does not stop the others: exit code 1 after they are done", async () => {
  // So large a learning rate is not finite after a few steps.
  const file = writeSweep("rates", {
    axes: { "optimizers.generator.learningRate": [1e-3, 1e30] },
    seeds: [1, 2],
  });
  const ended = await pairingLab(folder, "sweep", file, "--runs", "rates", "--jobs", "1");
  assert.equal(ended.code, 1, ended.err);
  assert.equal(lastLine(ended), join(folder, "rates"));
  assert.match(ended.err, /2 of 4 runs done, 2 failed\.\n/);
  const states = (await runsIn("rates")).map(({ state, info }) => [info.sweep?.point["optimizers.generator.learningRate"], state]); // prettier-ignore
  assert.deepEqual(states.sort(), [
    [0.001, "done"],
    [0.001, "done"],
    [1e30, "failed"],
    [1e30, "failed"],
  ]);
});

/** The runs of a sweep, once all of them have begun, as `isMeant` has it. */
async function trainingIn(name: string, count: number, isMeant: (run: ObservedRun) => boolean = () => true) {
  for (;;) {
    const runs = existsSync(join(folder, name)) ? await runsIn(name) : [];
    const begun = runs.filter(run => run.state === "training" && run.status.step > 0 && isMeant(run));
    if (begun.length === count) return begun;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

test("Ctrl-C saves every run at its step; started again, the same runs go on", async () => {
  const file = writeSweep("long", { experiment: "long.gan.json", seeds: [1, 2] });
  const { child, ended, shows } = start(folder, "sweep", file, "--runs", "long", "--jobs", "2");
  await trainingIn("long", 2);
  const second = await pairingLab(folder, "sweep", file, "--runs", "long");
  assert.equal(second.code, 1);
  assert.match(second.err, /long is being written by process \d+/);
  child.kill("SIGINT");
  await shows("Stopping: saving a checkpoint of every run");
  const { code, err } = await ended;
  assert.equal(code, 130, err);
  assert.match(err, /0 of 2 runs done, 2 not finished\.\nTo go on with what is missing: pairing-lab sweep/);
  const runs = await runsIn("long");
  assert.equal(runs.length, 2);
  for (const { folder: run, status } of runs) {
    assert.equal(status.state, "stopped");
    assert.ok(existsSync(join(run, "checkpoints", String(status.step).padStart(8, "0"))));
  }
  writeFileSync(
    join(folder, "long.sweep.json"),
    JSON.stringify({ experiment: "long.gan.json", seeds: [1, 2] }),
  );
  const again = start(folder, "sweep", file, "--runs", "long", "--jobs", "2");
  const steps = runs.map(({ status }) => status.step);
  for (;;) {
    const now = await runsIn("long");
    if (now.every(({ state, status }, j) => state === "training" && status.step > (steps[j] ?? 0))) break;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  again.child.kill("SIGINT");
  assert.equal((await again.ended).code, 130);
  assert.deepEqual(
    (await runsIn("long")).map(run => run.folder),
    runs.map(run => run.folder),
  );
});

test(
  "a trainer that hangs is ended by a third Ctrl-C; started again, its run goes on",
  { skip: process.platform === "win32" },
  async () => {
    const file = writeSweep("hung", { experiment: "long.gan.json", seeds: [1, 2] });
    const { child, ended, shows } = start(folder, "sweep", file, "--runs", "hung", "--jobs", "2");
    const began = await trainingIn("hung", 2);
    for (const { status } of began) process.kill(status.pid ?? 0, "SIGSTOP");
    child.kill("SIGINT");
    await shows("Stopping: saving a checkpoint of every run");
    child.kill("SIGINT");
    await shows("A third Ctrl-C ends it at once");
    child.kill("SIGINT");
    const { code, err } = await ended;
    assert.equal(code, 130, err);
    assert.equal(err.split("ended at once, as you asked").length, 3, err);
    assert.match(err, /0 of 2 runs done, 2 not finished\.\n/);
    for (const { status } of began)
      assert.equal(isAlive({ ...currentProcess(), ...status, pid: status.pid ?? 0 }), false);
    const again = start(folder, "sweep", file, "--runs", "hung", "--jobs", "2");
    const pids = began.map(({ status }) => status.pid);
    const resumed = await trainingIn("hung", 2, ({ status }) => !pids.includes(status.pid));
    assert.deepEqual(
      resumed.map(run => run.folder),
      began.map(run => run.folder),
    );
    again.child.kill("SIGINT");
    assert.equal((await again.ended).code, 130);
  },
);

test("halving stops the worse half at its step, with the reason on record; the rest go to the end", async () => {
  // A generator that does not learn covers nothing.
  const file = writeSweep("halved", {
    axes: { "optimizers.generator.learningRate": [1e-9, 1e-2, 3e-3, 1e-10] },
    seeds: [1],
    halving: { measure: "quality/coverage", keep: 0.5, at: [40] },
  });
  const ended = await pairingLab(folder, "sweep", file, "--runs", "halved");
  assert.equal(ended.code, 0, ended.err);
  assert.match(ended.err, /2 of 4 runs done, 2 stopped early by halving\.\n/);
  const runs = await runsIn("halved");
  const stopped = runs.filter(({ state }) => state === "stopped");
  assert.equal(stopped.length, 2);
  for (const { folder: run, status } of stopped) {
    assert.deepEqual([status.step, status.steps], [40, 60]);
    assert.match(status.message, /^stopped by successive halving at step 40: quality\/coverage is /);
    const last = readJournal(run).at(-1);
    assert.deepEqual(
      [last?.do, last?.by, last?.message, last?.step],
      ["stop", "halving", status.message, 40],
    );
  }
  for (const { status, state } of runs.filter(run => !stopped.includes(run)))
    assert.deepEqual([state, status.step, status.steps], ["done", 60, 60]);
  const again = await pairingLab(folder, "sweep", file, "--runs", "halved");
  assert.equal(again.code, 0, again.err);
  for (const { folder: run } of stopped) assert.equal(readStatus(run).step, 40);
  assert.equal(readRunInfo(stopped[0]?.folder ?? "").experiment.steps, 60);
});

test("a report compares the runs, as a page, rows, a picture and one file to send; a folder without a sweep has none", async () => {
  const page = await pairingLab(folder, "report", "weights", "--out", "weights.md");
  assert.equal(page.code, 0, page.err);
  assert.equal(lastLine(page), join(folder, "weights.md"));
  assert.match(
    readFileSync(join(folder, "weights.md"), "utf8"),
    /^# Sweep weights\n\n2 configurations × 3 seeds: /,
  );
  const said = await pairingLab(folder, "report", "weights");
  assert.deepEqual([said.code, said.err], [0, ""]);
  assert.match(
    said.out,
    /^2 configurations × 3 seeds: [^]*\n\npairing\.weight  seeds  .*Coverage.*\n +0 +3 /,
  );
  assert.equal((await pairingLab(folder, "report", "weights", "--out", "weights.csv")).code, 0);
  const rows = readFileSync(join(folder, "weights.csv"), "utf8").trimEnd().split("\n");
  assert.equal(rows.length, 7);
  assert.match(rows[0] ?? "", /^pairing\.weight,seed,state,quality\/precision,/);
  const runs = await runsIn("weights");
  for (const { info, status } of runs) {
    const row = rows.find(line =>
      line.startsWith(`${String(info.sweep?.point["pairing.weight"])},${info.seed},done,`),
    );
    assert.ok(row?.includes(`,${String(status.lastEvaluation?.values["quality/coverage"])},`), row);
  }
  const [further] = runs;
  assert.ok(further !== undefined);
  assert.equal((await pairingLab(folder, "resume", further.folder, "--steps", "90")).code, 0);
  assert.equal((await pairingLab(folder, "report", "weights", "--out", "weights.csv")).code, 0);
  const columns = (rows[0] ?? "").split(",");
  const measured = (line: string) =>
    line.split(",").filter((_, i) => /^(quality|collapse)|^(step|seed|state)$/.test(columns[i] ?? ""));
  assert.deepEqual(
    readFileSync(join(folder, "weights.csv"), "utf8").trimEnd().split("\n").map(measured),
    rows.map(measured),
    "a run that was trained further is compared at the sweep's last step",
  );
  assert.equal((await pairingLab(folder, "report", "weights", "--out", "weights.svg", "--json")).code, 0);
  assert.match(readFileSync(join(folder, "weights.svg"), "utf8"), /^<svg [^]*<\/svg>\n$/);
  const sent = await pairingLab(folder, "export", "weights", "--out", "weights.html", "--json");
  assert.deepEqual([sent.code, sent.err], [0, ""]);
  assert.deepEqual((JSON.parse(sent.out) as { readonly leftOut: unknown }).leftOut, []);
  assert.match(readFileSync(join(folder, "weights.html"), "utf8"), /<title>Sweep weights<\/title>/);
  const nothing = await pairingLab(folder, "export", ".", "--out", "none.html");
  assert.deepEqual([nothing.code, nothing.out], [2, ""]);
  assert.match(nothing.err, /holds no runs of a sweep\.\n$/);
  const none = await pairingLab(folder, "report", ".", "--out", "none.md");
  assert.deepEqual([none.code, none.out], [2, ""]);
  assert.match(none.err, /holds no runs of a sweep\.\n$/);
  const wrong = await pairingLab(folder, "report", "weights", "--out", "weights.pdf");
  assert.match(wrong.err, /--out must end with \.md, \.csv, \.svg, not weights\.pdf/);
});

test("weight 0 of two kinds is trained once; a report's question is chosen", async () => {
  const axes = { "pairing.kind": ["neighbour", "latent"], "pairing.weight": [0, 0.02] };
  const ended = await pairingLab(
    folder,
    "sweep",
    writeSweep("kinds", { axes, seeds: [1, 2] }),
    "--runs",
    "kinds",
  );
  assert.equal(ended.code, 0, ended.err);
  assert.match(ended.err, /6 of 6 runs done\.\n$/);
  const page = async (...options: readonly string[]) => {
    const { code, err } = await pairingLab(folder, "report", "kinds", "--out", "kinds.md", ...options);
    assert.equal(code, 0, err);
    return readFileSync(join(folder, "kinds.md"), "utf8");
  };
  const usual = await page();
  assert.match(usual, /^3 configurations × 2 seeds: 6 of 6 runs done\.$/m);
  assert.match(usual, /each configuration against `pairing\.weight` 0 with the same other values;/);
  assert.match(
    await page("--baseline", "pairing.kind=latent"),
    /against `pairing\.kind` latent with the same other/,
  );
  writeSweep("kinds", { axes, seeds: [1, 2], baseline: { "pairing.kind": "latent" } });
  assert.equal((await pairingLab(folder, "sweep", "kinds.sweep.json", "--runs", "kinds")).code, 0);
  assert.equal((await runsIn("kinds")).length, 6);
  assert.match(await page(), /against `pairing\.kind` latent with the same other/);
  const wrong = await pairingLab(
    folder,
    "report",
    "kinds",
    "--out",
    "kinds.md",
    "--baseline",
    "pairing.wieght=0",
  );
  assert.deepEqual([wrong.code, wrong.err], [2, '--baseline pairing.wieght=0: pairing.wieght: no axis of the sweep; did you mean "pairing.weight"?; its axes: pairing.kind, pairing.weight\n']); // prettier-ignore
});
