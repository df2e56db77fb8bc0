// Every verb over a workspace where every name, tag, key, note, message and path is a stranger's.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { verbs } from "../../src/cli/verbs/index.ts";
import { openRunForWriting } from "../../src/runs/run-writer.ts";
import { scalar, writeEventFile } from "../support/event-file.ts";
import { statusOf } from "../support/run-folder.ts";
import { isSafe, printed } from "../support/terminal-output.ts";
import { workFolder, writeSmallExperiment } from "./terminal-command.ts";

/** Short, so that no bound cuts it off: colours and a title of others, the other direction, new lines, a lone surrogate. */
const marks = "\u001b[5m\u001b]0;t\u0007\u009b2J\u202e\u2066\r\n\u2028\b\ud800";
const hostile = marks + "x".repeat(20_000);
/** As much of it as a file system takes. */
const hostileName = `${marks.replace("\ud800", "")}${"y".repeat(80)}`;

const folder = workFolder();
const programFolder = resolve("dist");
// Files are named as in a terminal that was opened here.
process.chdir(folder);

/** Everything but our own redrawing of a line, which the hostile text has no piece of. */
const shown = async (...typed: readonly string[]) =>
  (await printed({ cwd: folder, programFolder }, ...typed)).replaceAll("\r\u001b[2K", "");

/** A short training, whose run is renamed and then told what a stranger would say of it. */
async function hostileRun(): Promise<string> {
  isSafe(await shown("train", writeSmallExperiment(folder, { name: "bidi \u202e name", steps: 40 })));
  const [id = ""] = readdirSync(join(folder, "runs"));
  const runs = join(folder, hostileName);
  renameSync(join(folder, "runs"), runs);
  const run = join(runs, id);
  const writer = await openRunForWriting(run);
  const scalars = { "quality/coverage": 0.5, [`x${hostile}`]: 1, [`knob/${hostile}`]: 1 };
  writer.status(statusOf(40, { steps: 40, state: "done", message: hostile, scalars }));
  writer.journal({ step: 40, kind: "notice", message: hostile });
  writer.close();
  const info = JSON.parse(readFileSync(join(run, "run.json"), "utf8")) as Record<string, unknown>;
  writeFileSync(join(run, "run.json"), JSON.stringify({ ...info, name: hostile }));
  const steps = [{ id: "1", step: 20, at: hostile.slice(0, 90), text: hostile.slice(0, 20_000) }];
  const notes = { name: hostile.slice(0, 200), star: true, tags: [hostile.slice(0, 50)], note: hostile.slice(0, 20_000), steps, pins: [20] }; // prettier-ignore
  writeFileSync(join(run, "notes.json"), JSON.stringify(notes));
  return run;
}

test("no verb sends a terminal what files and arguments of others say, but as visible text, in lines of a bound", async () => {
  const run = await hostileRun();
  const runs = join(folder, hostileName);
  const file = join(folder, `${hostileName}.gan.json`);
  const sweep = join(folder, `${hostileName}.sweep.json`);
  writeFileSync(file, JSON.stringify({ data: { kind: hostile }, [hostile]: hostile, loss: hostile }));
  writeFileSync(sweep, JSON.stringify({ experiment: hostile, axes: { [hostile]: [hostile] }, [hostile]: 1 }));
  const log = join(folder, `${hostileName} log`);
  mkdirSync(log);
  writeEventFile(log, [scalar(1, { [hostile]: 1 })]);
  const set = ["--set", `${hostile}=${hostile}`];
  const experiment = writeSmallExperiment(folder);
  const commands: Readonly<Record<string, readonly (readonly string[])[]>> = {
    check: [
      [file],
      [sweep],
      [experiment, "--picture", `${hostileName}.png`],
      [experiment, "--picture", hostile],
    ],
    diff: [[experiment, run], [run, file], [hostile, run], [sweep, run]], // prettier-ignore
    devices: [["--tensorflow", hostile]],
    train: [[file], [experiment, ...set], [experiment, "--seeds", hostile]],
    resume: [[run], [run, "--steps", hostile]],
    branch: [[run, "--at", "40", ...set], [run, "--at", hostile], [run, "--at", "7"]], // prettier-ignore
    replay: [[run]],
    sweep: [
      [sweep, "--runs", runs],
      [sweep, "--launcher", hostile],
    ],
    tune: [[file], [experiment, "--measure", hostile]],
    control: [[run, "set", `${hostile}=1`], [run, hostile]], // prettier-ignore
    runs: [[runs], [hostile]],
    show: [[run], [join(runs, hostile)]], // prettier-ignore
    pin: [[run, "--step", "40"], [run, "--step", hostile]], // prettier-ignore
    report: [[runs, "--out", join(folder, `${hostileName}.md`)], [runs, "--out", "r.csv", "--baseline", `${hostile}=${hostile}`], [runs, "--out", "r.csv", "--by", hostile], [runs]], // prettier-ignore
    export: [[run, "--out", `${hostileName}.html`], [run, "--out", hostile], [hostile, "--out", "a.html"], [run, "--out", "a.pdf"], [run, "--out", "a.svg", "--series", hostile]], // prettier-ignore
    import: [[log], [file]],
    sample: [[run, "--out", `${hostileName}.npy`], [run, "--out", hostile], [run, "--out", "a.npy", "--latents", file]], // prettier-ignore
    interpolate: [[run, "--out", `${hostileName}.png`, "--from", "0", "--to", "1"], [run, "--kind", hostile]], // prettier-ignore
    evaluate: [[run], ["--real", file, "--fake", `${hostile}.npy`]], // prettier-ignore
  };
  assert.deepEqual(Object.keys(commands), verbs.map(verb => verb.name)); // prettier-ignore
  for (const [verb, calls] of Object.entries(commands))
    for (const call of [...calls, [hostile], [`--${hostile}`]]) {
      const text = await shown(verb, ...call);
      assert.notEqual(text, "", `${verb} ${call.length} words say nothing`);
      try {
        isSafe(text);
      } catch (error) {
        throw new Error(`pairing-lab ${verb} ${JSON.stringify(call).slice(0, 300)}`, { cause: error });
      }
    }
  isSafe(await shown(hostile));
});
