// Sweeps on a real Slurm of one machine.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { KeptPrograms } from "../../src/launching/kept-programs.ts";
import { readArrays } from "../../src/launching/slurm/slurm-jobs.ts";
import { listRuns } from "../../src/runs/list.ts";
import { install } from "../support/installation.ts";
import { slurmMissing, startSlurm, type Slurm } from "../support/slurm.ts";
import { until } from "../support/until.ts";
import { lastLine, pairingLab, paste, start, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const folder = workFolder();
writeSmallExperiment(folder);
writeSmallExperiment(folder, { name: "long", steps: 100_000, pace: 200 });

function writeSweep(name: string, experiment: string, seeds: readonly number[]): string {
  writeFileSync(join(folder, `${name}.sweep.json`), JSON.stringify({ experiment, seeds }));
  return `${name}.sweep.json`;
}

async function runsIn(name: string) {
  const listed = existsSync(join(folder, name)) ? await listRuns(join(folder, name)) : [];
  return listed.flatMap(listing => (listing.kind === "run" ? [listing] : []));
}

/** What Slurm and the jobs say, for a failure. */
function facts(): string {
  const said = (program: string, ...args: string[]) => spawnSync(program, args, { encoding: "utf8" }).stdout;
  const logs = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(name => /\.(log|out)$/.test(name))
    .map(name => `${name}:\n${readFileSync(join(folder, name), "utf8").slice(-2000)}`);
  return [said("scontrol", "show", "job"), said("sinfo"), ...logs].join("\n");
}

async function comesAbout(what: string, holds: () => Promise<boolean>): Promise<void> {
  try {
    await until(what, holds);
  } catch (error) {
    throw new Error(facts(), { cause: error });
  }
}

/** As sbatch takes options: joined to their letters, in the next word, twice, with blanks and dashes in their values. */
const odd = "-pnone -spmain --export=NONE -J -a --comment 'two words' --time 1:00 --time=10:00 -c1";
const onSlurm = ["--launcher", "slurm", "--slurm", "--partition=main --time=10:00"] as const;

describe("on a real Slurm", { skip: slurmMissing() }, () => {
  let slurm: Slurm;
  const home = mkdtempSync(join(tmpdir(), "pairing-lab-slurm-"));

  before(async () => {
    slurm = await startSlurm(home, 20_000 + (process.pid % 20_000));
    process.env["SLURM_CONF"] = slurm.conf;
  });
  after(async () => {
    await slurm.stop();
    rmSync(home, { recursive: true, force: true });
  });

  test("a sweep is one job array, waited for to its end", async () => {
    const file = writeSweep("array", "small.gan.json", [1, 2, 3]);
    const ended = await pairingLab(
      folder,
      "sweep",
      file,
      "--runs",
      "array",
      "--launcher",
      "slurm",
      "--slurm",
      odd,
    );
    assert.equal(ended.code, 0, ended.err);
    assert.match(ended.err, /Submitted job \d+: 3 runs\.\n[^]*3 of 3 runs done\.\n$/);
    assert.equal(lastLine(ended), join(folder, "array"));
    assert.deepEqual(
      (await runsIn("array")).map(({ state, status }) => [state, status.step]),
      [1, 2, 3].map(() => ["done", 60]),
    );
    assert.equal(readArrays(join(folder, "array")).length, 1);
  });

  test("a job is given the CPUs that its runs' plan has threads for", async () => {
    const content = { data: { kind: "digits" }, steps: 1, generator: { kind: "dcgan" }, discriminator: { kind: "dcgan" } }; // prettier-ignore
    writeFileSync(join(folder, "images.gan.json"), JSON.stringify(content));
    const file = writeSweep("images", "images.gan.json", [1, 2]);
    for (const [runs, asked, cpus] of [
      ["usual", "", 1],
      ["asked", " --cpus-per-task=2", 2],
    ] as const) {
      const options = ["--launcher", "slurm", "--no-wait", "--slurm", `--partition=main --hold${asked}`];
      const { code, err } = await pairingLab(folder, "sweep", file, "--runs", runs, ...options);
      assert.equal(code, 0, err);
      const [job = ""] = readArrays(join(folder, runs)).map(array => array.job);
      const queued = execFileSync("squeue", ["--noheader", "--jobs", job, "--format=%c"], {
        encoding: "utf8",
      });
      assert.equal(Number(queued.trim()), cpus, runs);
      assert.deepEqual(
        (await runsIn(runs)).map(({ info }) => info.plan.threads),
        [cpus, cpus],
      );
      execFileSync("scancel", [job]);
    }
  });

  test("a queued task trains by programs that stay when the installation that submitted it is removed", async () => {
    const file = writeSweep("updated", "small.gan.json", [1]);
    const installation = install(join(home, "pairing-lab-1"));
    const runs = join(folder, "updated");
    const cli = await new KeptPrograms(installation, join(home, "store")).keptFor(runs, "cli.js");
    const options = ["--launcher", "slurm", "--no-wait", "--slurm", "--partition=main --hold"];
    execFileSync(process.execPath, [cli, "sweep", file, "--runs", runs, ...options], { cwd: folder, stdio: "pipe" }); // prettier-ignore
    rmSync(installation, { recursive: true });
    const [job = ""] = readArrays(runs).map(array => array.job);
    execFileSync("scontrol", ["release", job]);
    await comesAbout("it is done", async () => (await runsIn("updated"))[0]?.state === "done");
  });

  test("runs of a sweep train with their own modules, where it is trusted; the command that goes on with it can be pasted", async () => {
    for (const name of ["own-generator", "own-discriminator", "even-stretch"])
      copyFileSync(`examples/${name}.mjs`, join(folder, `${name}.mjs`));
    const part = (module: string) => ({ kind: "custom", module: `${module}.mjs` });
    writeSmallExperiment(folder, {
      name: "own",
      generator: part("own-generator"),
      discriminator: part("own-discriminator"),
      pairing: { ...part("even-stretch"), weight: 0.01 },
    });
    const sweep = [
      "sweep",
      writeSweep("own", "own.gan.json", [1, 2]),
      "--runs",
      "own",
      "--launcher",
      "slurm",
    ];
    const untrusted = await pairingLab(folder, ...sweep, "--slurm=--partition=main");
    assert.equal(untrusted.code, 2);
    assert.match(untrusted.err, /is a program .* --trust if you trust it/);
    assert.ok(!existsSync(join(folder, "own")));
    const words = ["--slurm", "--partition=main --hold --comment='two words'", "--no-wait", "--trust"];
    const submitted = await pairingLab(folder, ...sweep, ...words);
    assert.equal(submitted.code, 0, submitted.err);
    const [job = ""] = readArrays(join(folder, "own")).map(array => array.job);
    execFileSync("scontrol", ["release", job]);
    const [, command = ""] = /To go on with what is missing: (.*)\n/.exec(submitted.err) ?? [];
    const waited = await paste(folder, command);
    assert.match(waited.err, /2 of 2 runs done\.\n$/);
    assert.deepEqual([waited.code, readArrays(join(folder, "own")).length], [0, 1]);
  });

  test("a run that was requeued, and then preempted, ends with the bytes of one that nobody interrupted", async t => {
    writeSmallExperiment(folder, { name: "exact", steps: 2_000, pace: 50 });
    writeSmallExperiment(folder, { name: "whole", steps: 2_000 });
    const stepOf = async () => (await runsIn("exact"))[0]?.status.step ?? 0;
    // A user's own: where jobs go, and a filter that would hide them.
    Object.assign(process.env, { SBATCH_PARTITION: "main", SQUEUE_STATES: "SUSPENDED" });
    t.after(() => {
      for (const name of ["SBATCH_PARTITION", "SQUEUE_STATES"]) Reflect.deleteProperty(process.env, name);
    });
    const submitted = await pairingLab(folder, "sweep", writeSweep("exact", "exact.gan.json", [7]), "--runs", "exact", "--launcher", "slurm", "--no-wait"); // prettier-ignore
    assert.equal(submitted.code, 0, submitted.err);
    assert.match(submitted.err, /To go on .* --launcher slurm --slurm --partition=main\n/);
    const [job = ""] = readArrays(join(folder, "exact")).map(array => array.job);
    const interruptions = [
      () => execFileSync("scontrol", ["requeue", `${job}_0`]),
      () => execFileSync("sbatch", ["--partition=urgent", "--exclusive", "--output=/dev/null", "--wrap=true"]), // prettier-ignore
    ];
    for (const interrupt of interruptions) {
      const before = await stepOf();
      await comesAbout("it trains", async () => (await stepOf()) > before + 20);
      interrupt();
      await comesAbout("it saved", async () => (await runsIn("exact"))[0]?.state === "stopped");
    }
    await comesAbout("it trains again", async () => (await runsIn("exact"))[0]?.state === "training");
    const hurried = await pairingLab(folder, "control", (await runsIn("exact"))[0]?.folder ?? "", "set", "pace=0"); // prettier-ignore
    assert.equal(hurried.code, 0, hurried.err);
    await comesAbout("it is done", async () => (await runsIn("exact"))[0]?.state === "done");
    const whole = await pairingLab(folder, "sweep", writeSweep("whole", "whole.gan.json", [7]), "--runs", "whole", ...onSlurm); // prettier-ignore
    assert.equal(whole.code, 0, whole.err);
    const results = async (name: string) => {
      const [run] = await runsIn(name);
      return ["checkpoints/00002000/state.safetensors", "samples/00002000.npy"].map(file =>
        readFileSync(join(run?.folder ?? "", file)),
      );
    };
    assert.deepEqual(await results("exact"), await results("whole"));
  });

  test("Slurm's refusal is one message, and nothing is left", async () => {
    const file = writeSweep("refused", "small.gan.json", [1]);
    const { code, err } = await pairingLab(folder, "sweep", file, "--runs", "refused", "--launcher", "slurm", "--slurm=--partition=nope"); // prettier-ignore
    assert.equal(code, 1);
    assert.match(err, /^pairing-lab sweep: sbatch refused: invalid partition specified: nope.*\n$/);
    assert.deepEqual(await runsIn("refused"), []);
  });

  test("--no-wait submits; a requeued task goes on from its checkpoint; Ctrl-C cancels and the runs are saved", async () => {
    const file = writeSweep("long", "long.gan.json", [1]);
    const submitted = await pairingLab(folder, "sweep", file, "--runs", "long", ...onSlurm, "--no-wait");
    assert.equal(submitted.code, 0, submitted.err);
    await comesAbout("it trains", async () => ((await runsIn("long"))[0]?.status.step ?? 0) > 20);
    const [job = ""] = readArrays(join(folder, "long")).map(array => array.job);
    execFileSync("scontrol", ["requeue", `${job}_0`]);
    await comesAbout(
      "it was interrupted and saved",
      async () => (await runsIn("long"))[0]?.state === "stopped",
    );
    const saved = (await runsIn("long"))[0];
    const step = saved?.status.step ?? 0;
    assert.ok(existsSync(join(saved?.folder ?? "", "checkpoints", String(step).padStart(8, "0"))));
    await comesAbout("it goes on", async () => {
      const [run] = await runsIn("long");
      return run?.state === "training" && run.status.step > step;
    });
    // The same command finds the job at work and waits for it.
    const waiting = start(folder, "sweep", file, "--runs", "long", ...onSlurm);
    const lock = join(folder, "long", "lock.json");
    await comesAbout("the sweep waits", () => Promise.resolve(existsSync(lock)));
    await delay(2_000);
    waiting.child.kill("SIGINT");
    const { code, err } = await waiting.ended;
    assert.equal(code, 130, err);
    assert.doesNotMatch(err, /Submitted/);
    const [run, ...others] = await runsIn("long");
    assert.deepEqual([run?.folder, run?.state, others.length], [saved?.folder, "stopped", 0]);
    assert.equal(execFileSync("squeue", ["--noheader"], { encoding: "utf8" }), "");
  });
});
