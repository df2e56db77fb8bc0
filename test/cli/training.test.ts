import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { before, test } from "node:test";
import { readJournal } from "../../src/runs/journal.ts";
import { readRunInfo } from "../../src/runs/run-info.ts";
import { readStatus } from "../../src/runs/status.ts";
import { lastLine, pairingLab, paste, start, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const folder = workFolder();
const small = writeSmallExperiment(folder);
// Slow enough to be caught at work on any machine, and far from its end.
const long = writeSmallExperiment(folder, { name: "long", steps: 100_000, pace: 200 });

/** A finished run that several tests look at. */
let trained = "";

before(async () => {
  const ended = await pairingLab(folder, "train", small);
  assert.equal(ended.code, 0, ended.err);
  trained = lastLine(ended);
});

test("the last line of a training is its folder, which stands in runs", () => {
  assert.equal(dirname(trained), join(folder, "runs"));
  assert.equal(readStatus(trained).state, "done");
  assert.equal(readStatus(trained).step, 60);
});

test("what is left out of the data is said in the terminal, once", async () => {
  const pictures = join(folder, "faces");
  mkdirSync(pictures);
  for (let i = 0; i < 20; i++) cpSync("test/fixtures/pictures/rgb.png", join(pictures, `${i}.png`));
  writeFileSync(join(pictures, "text.png"), "no picture");
  const network = { kind: "mlp", hidden: [8] };
  const faces = writeSmallExperiment(folder, {
    name: "faces",
    steps: 4,
    record: { evaluation: 4 },
    data: { kind: "images", folder: "faces", size: 28, channels: 1 },
    generator: network,
    discriminator: network,
    evaluation: { samples: 10, neighbours: 1 },
  });
  process.env["PAIRING_LAB_CACHE"] = join(folder, "cache");
  const first = await pairingLab(folder, "train", faces);
  assert.equal(first.code, 0, first.err);
  const said = "Note: the picture text.png is left out: this is no PNG, JPEG or WebP file, whatever its name";
  const notes = ({ err }: { err: string }) => err.split("\n").filter(line => line.startsWith("Note: "));
  assert.deepEqual(notes(first), ["Note: data: 20 pictures", said]);
  // What was said before a run was resumed is not said again as news of it.
  const again = await pairingLab(folder, "resume", lastLine(first), "--steps", "6");
  assert.equal(again.code, 0, again.err);
  assert.deepEqual(notes(again).length, readJournal(lastLine(first)).filter(isNotice).length - 2);
});

const isNotice = ({ kind }: { readonly kind: string }) => kind === "notice";

test("a penalty whose turn comes after the last step is said to be never computed, and is once there are more steps", async () => {
  const penalties = { r1: { gamma: 1, every: 16 } };
  const file = writeSmallExperiment(folder, { name: "lazy", steps: 10, penalties });
  const trained = await pairingLab(folder, "train", file);
  const note = "Note: penalties.r1.every: found 16, and the run has 10 steps: R1 is never computed\n";
  assert.ok(trained.err.includes(note), trained.err);
  const run = lastLine(trained);
  const shown = async () => (await pairingLab(folder, "show", run)).out;
  assert.doesNotMatch(await shown(), /^R1 {2,}\d/m);
  const resumed = await pairingLab(folder, "resume", run, "--steps", "40");
  assert.equal(resumed.code, 0);
  assert.doesNotMatch(resumed.err, /never computed/);
  assert.match(await shown(), /^R1 {2,}\d/m);
});

test(
  "a full disk under what is printed ends no training; that its output is not whole is said at the end",
  { skip: !existsSync("/dev/full") && "no /dev/full" },
  async () => {
    for (const stream of [1, 2]) {
      const runs = join(folder, `printed-${stream}`);
      const command = `pairing-lab train ${small} --runs printed-${stream} ${stream}>/dev/full`;
      const ended = await paste(folder, command);
      const [run = ""] = readdirSync(runs);
      assert.equal(readStatus(join(runs, run)).state, "done");
      if (stream === 1) {
        assert.equal(ended.code, 1, ended.err);
        assert.match(
          ended.err,
          /\npairing-lab: standard output: the disk is full; free some space and try again\n$/,
        );
      } else assert.deepEqual([ended.code, lastLine(ended)], [0, join(runs, run)]);
    }
  },
);

test("--set, --seed, --steps and --runs reach the run", async () => {
  const options = [
    "--set",
    "pairing.weight=0",
    "--set",
    "batch=8",
    "--seed",
    "7",
    "--steps",
    "10",
    "--runs",
    "other",
  ];
  const ended = await pairingLab(folder, "train", small, ...options);
  assert.equal(ended.code, 0, ended.err);
  const { experiment, seed } = readRunInfo(lastLine(ended));
  assert.equal(dirname(lastLine(ended)), join(folder, "other"));
  assert.deepEqual(
    [experiment.pairing.kind, experiment.batch, experiment.steps, seed],
    ["neighbour", 8, 10, 7],
  );
  assert.equal("weight" in experiment.pairing && experiment.pairing.weight, 0);
});

test("a log gets plain lines, without colours or rewritten lines", async () => {
  const { code, out, err } = await pairingLab(folder, "train", small, "--steps", "40");
  assert.equal(code, 0, err);
  assert.match(err, /^step 40 of 40, done, coverage /m);
  // Samples that lie outside every mode have no spread in one.
  assert.match(out, /^Mode spread +undefined +1 is right$/m);
  assert.match(out, /^Mode spread undefined at step 40: no mode has 10 high-quality samples$/m);
  assert.doesNotMatch((out + err).replace(/^Mode.*$/gm, ""), /[\r\u001b]|NaN|undefined/);
  assert.match(out, /^Measure +step 40\nPrecision /);
});

test("with --json a training prints one document and nothing else", async () => {
  const { code, out, err } = await pairingLab(
    folder,
    "train",
    small,
    "--steps",
    "20",
    "--set",
    "record.evaluation=20",
    "--json",
  );
  assert.equal(code, 0, err);
  assert.equal(err, "");
  const document = JSON.parse(out) as {
    run: string;
    id: string;
    state: string;
    step: number;
    scalars: object;
    lastEvaluation: { step: number; values: object };
  };
  assert.deepEqual([document.id, document.state, document.step], [basename(document.run), "done", 20]);
  assert.ok("loss/generator" in document.scalars && !("quality/coverage" in document.scalars));
  assert.equal(document.lastEvaluation.step, 20);
  assert.ok("quality/coverage" in document.lastEvaluation.values);
});

test("a run that is done says so when it is resumed, and goes on with --steps", async () => {
  const { code, out } = await pairingLab(folder, "train", small, "--steps", "20");
  assert.equal(code, 0);
  const run = lastLine({ code, out, err: "", signal: null });
  const again = await pairingLab(folder, "resume", run);
  assert.equal(again.code, 0);
  assert.match(again.err, /already at step 20; ask for more with --steps/);
  const further = await pairingLab(folder, "resume", basename(run), "--steps", "40");
  assert.equal(further.code, 0, further.err);
  assert.equal(lastLine(further), run);
  assert.equal(readStatus(run).step, 40);
});

test("Ctrl-C saves at that very step, says how to go on, and resume does", async () => {
  const { child, ended, shows } = start(folder, "train", long);
  await shows("steps/s");
  child.kill("SIGINT");
  await shows("Stopping: saving a checkpoint");
  const { code, signal, err, out } = await ended;
  assert.deepEqual([code, signal], [130, null], err);
  const run = lastLine({ code, out, err, signal });
  const { state, step } = readStatus(run);
  assert.equal(state, "stopped");
  assert.ok(existsSync(join(run, "checkpoints", String(step).padStart(8, "0"))));
  assert.match(err, new RegExp(`To go on: pairing-lab resume ${basename(run)}`));
  const resumed = start(folder, "resume", run);
  await resumed.shows("steps/s");
  resumed.child.kill("SIGTERM");
  assert.equal((await resumed.ended).code, 130);
  assert.ok(readStatus(run).step > step);
});

test("a run is steered from another terminal: each request has its outcome", async () => {
  const { ended, shows } = start(folder, "train", long, "--runs", "steered");
  await shows("steps/s");
  const [id = ""] = readdirSync(join(folder, "steered"));
  const control = (...words: string[]) => pairingLab(folder, "control", id, ...words, "--runs", "steered");
  const set = await control("set", "pairing.weight=0.05");
  assert.match(set.out, /^pairing\.weight: 0\.01 -> 0\.05, from step [\d,]+ on\.\n$/);
  assert.equal(set.code, 0);
  const unknown = await control("set", "pairing.wieght=1");
  assert.equal(unknown.code, 2);
  assert.match(unknown.err, /"pairing\.wieght" is not a knob; .*did you mean "pairing\.weight"\?\n$/);
  const negative = await control("set", "pairing.weight=-1");
  assert.equal(negative.code, 2);
  assert.match(negative.err, /pairing\.weight: found -1; expected any finite number from 0\n$/);
  assert.match((await control("pause")).out, /^Paused at step [\d,]+\.\n$/);
  const again = await control("pause");
  assert.equal(again.code, 1);
  assert.match(again.err, /already paused/);
  assert.match((await control("checkpoint")).out, /^Checkpoint written at step/);
  assert.match((await control("resume")).out, /^Resumed at step/);
  const json = await control("set", "pace=100", "--json");
  const { outcome } = JSON.parse(json.out) as { outcome: { key: string; to: number } };
  assert.deepEqual([outcome.key, outcome.to], ["pace", 100]);
  assert.match((await control("set", "pace=150", "--no-wait")).out, /^Requested\.\n$/);
  assert.match((await control("stop")).out, /^Stopped at step/);
  const { code, err } = await ended;
  assert.equal(code, 0, err);
  assert.match(err, /Stopped at step [\d,]+, as asked\. To go on: pairing-lab resume/);
  const run = join(folder, "steered", id);
  assert.equal(readStatus(run).state, "stopped");
  const outcomes = readJournal(run).filter(entry => entry.request !== undefined);
  assert.equal(outcomes.length, 10);
  const late = await control("pause");
  assert.equal(late.code, 1);
  assert.match(late.err, /its state is stopped/);
});

test("a branch starts from a checkpoint with other knobs", async () => {
  const ended = await pairingLab(
    folder,
    "branch",
    trained,
    "--at",
    "40",
    "--set",
    "pairing.weight=0",
    "--steps",
    "50",
  );
  assert.equal(ended.code, 0, ended.err);
  const { parent } = readRunInfo(lastLine(ended));
  assert.deepEqual([parent?.id, parent?.step], [basename(trained), 40]);
  assert.equal(readStatus(lastLine(ended)).step, 50);
  const nowhere = await pairingLab(folder, "branch", trained, "--at", "41");
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.err, /no checkpoint of step 41: the nearest are 40 and 60/);
});

test("a replay finds every checkpoint the same", async () => {
  const { code, out, err } = await pairingLab(folder, "replay", trained);
  assert.equal(code, 0, err);
  assert.match(out, /step +0 {2}the same\n.*step +60 {2}the same\nAll 4 checkpoints are the same\.\n$/s);
  const json = await pairingLab(folder, "replay", trained, "--to", "20", "--json");
  const { equal, checkpoints } = JSON.parse(json.out) as { equal: boolean; checkpoints: { step: number }[] };
  assert.deepEqual([equal, checkpoints.map(({ step }) => step)], [true, [0, 20]]);
});

test("runs lists what there is; for programs with everything", async () => {
  const { code, out } = await pairingLab(folder, "runs");
  assert.equal(code, 0);
  assert.match(out, /^Run +State +Step +of +Coverage +Trend +Begun\n/);
  assert.match(out, new RegExp(`^${basename(trained)} +done +60 +60 +[\\d.]+ `, "m"));
  const { runs } = JSON.parse((await pairingLab(folder, "runs", "--json")).out) as {
    runs: { id: string; state: string }[];
  };
  assert.ok(runs.some(({ id, state }) => id === basename(trained) && state === "done"));
});

test("a folder without runs has an empty list, a broken run is named", async () => {
  const none = await pairingLab(folder, "runs", "nowhere");
  assert.equal(none.code, 0);
  assert.match(none.out, /There are no runs in .*nowhere\./);
  mkdirSync(join(folder, "damaged", "one"), { recursive: true });
  writeFileSync(join(folder, "damaged", "one", "run.json"), "{");
  const damaged = await pairingLab(folder, "runs", "damaged");
  assert.equal(damaged.code, 0);
  assert.match(damaged.err, /one cannot be read: .*not JSON/);
});

test("show tells what a run is, its measures before and after, and its last values", async () => {
  const { code, out, err } = await pairingLab(folder, "show", basename(trained));
  assert.equal(code, 0, err);
  assert.match(out, /^State +done, step 60 of 60$/m);
  assert.match(out, /^Objective +non-saturating, neighbour pairing 0\.01$/m);
  assert.match(out, /^Plan +1 thread, at most about [\d.]+ GB of memory$/m);
  assert.match(out, /^Checkpoints +0 {2}20 {2}40 {2}60$/m);
  assert.match(out, /^Measure +step 0 +step 60$/m);
  assert.match(out, /^Generator loss +[\d.]+ +nats$/m);
  assert.match(out, /^pairing\.weight +0\.01$/m);
  assert.match(out, /^Mode spread +undefined +undefined +1 is right$/m);
  assert.match(out, /^Mode spread undefined at step 60: no mode has 10 high-quality samples$/m);
  assert.doesNotMatch(out.replace(/^Mode.*$/gm, ""), /NaN|undefined|\[object/);
  const { scalars, checkpoints } = JSON.parse((await pairingLab(folder, "show", trained, "--json")).out) as {
    scalars: Record<string, { count: number; last: { step: number } }>;
    checkpoints: number[];
  };
  assert.equal(scalars["loss/generator"]?.count, 6);
  assert.equal(scalars["quality/coverage"]?.last.step, 60);
  assert.deepEqual(checkpoints, [0, 20, 40, 60]);
});

test("show --out writes every scalar as CSV and as JSON lines", async () => {
  for (const name of ["scalars.csv", "scalars.jsonl"])
    assert.equal((await pairingLab(folder, "show", trained, "--out", name)).code, 0);
  const rows = readFileSync(join(folder, "scalars.csv"), "utf8").trimEnd().split("\n");
  const lines = readFileSync(join(folder, "scalars.jsonl"), "utf8").trimEnd().split("\n");
  assert.equal(rows[0], "tag,step,value");
  const parsed = lines.map(line => JSON.parse(line) as { tag: string; step: number; value: number | null });
  assert.deepEqual(
    rows.slice(1),
    // An undefined measure has no value, in either form.
    parsed.map(({ tag, step, value }) => `${tag},${step},${value ?? ""}`),
  );
  assert.equal(parsed.filter(({ tag }) => tag === "loss/generator").length, 6);
});

test("an id that several runs begin with is refused with their names", async () => {
  const { code, err } = await pairingLab(folder, "show", basename(trained).slice(0, 4));
  assert.equal(code, 2);
  assert.match(err, /is the start of \d+ runs: .*Give more of the id/);
});

test(
  "a trainer that is killed is told as such, with the way on",
  { skip: process.platform === "win32" },
  async () => {
    const { ended, shows } = start(folder, "train", long, "--runs", "killed");
    await shows("steps/s");
    const [id = ""] = readdirSync(join(folder, "killed"));
    const { pid } = readStatus(join(folder, "killed", id));
    assert.ok(pid !== null);
    process.kill(pid, "SIGKILL");
    const { code, err, out, signal } = await ended;
    assert.equal(code, 1);
    assert.match(err, new RegExp(`ended by SIGKILL .*To go on: pairing-lab resume killed/${id}\n$`));
    assert.equal(basename(lastLine({ code, err, out, signal })), id);
  },
);

test(
  "a second Ctrl-C tells that it saves, a third ends it",
  { skip: process.platform === "win32" },
  async () => {
    const { child, ended, shows } = start(folder, "train", long, "--runs", "stuck");
    await shows("steps/s");
    const [id = ""] = readdirSync(join(folder, "stuck"));
    const { pid } = readStatus(join(folder, "stuck", id));
    assert.ok(pid !== null);
    process.kill(pid, "SIGSTOP"); // it cannot save now
    child.kill("SIGINT");
    await shows("Stopping: saving a checkpoint");
    child.kill("SIGINT");
    await shows("A third Ctrl-C ends it at once");
    child.kill("SIGINT");
    const { code, err } = await ended;
    assert.equal(code, 1);
    assert.match(err, new RegExp(`ended by you; .* is kept\\. To go on: pairing-lab resume stuck/${id}\n$`));
  },
);

test("a reader that goes away ends the training after it has saved", async () => {
  const { child, ended, shows } = start(folder, "train", long, "--runs", "unread");
  await shows("steps/s");
  child.stderr?.destroy();
  const { code } = await ended;
  assert.equal(code, 130);
  const [id = ""] = readdirSync(join(folder, "unread"));
  assert.equal(readStatus(join(folder, "unread", id)).state, "stopped");
});
