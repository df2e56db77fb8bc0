import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { TestContext } from "node:test";
import { executionPlan } from "../../src/experiment/execution-plan.ts";
import { encodeNpy } from "../../src/formats/npy.ts";
import { createRun } from "../../src/runs/create-run.ts";
import { scalar, writeEventFile } from "./event-file.ts";
import { newRun, smallExperiment, temporaryFolder } from "./run-folder.ts";
import { Draw } from "./trials.ts";

const RUNS = 24;
/** The trial that some of its runs say they belong to, and the sweep. */
const TRIAL = "tried";
const SWEEP = "weights";

/** What a run's folder may hold, as a link to a stranger's. */
const links = [
  ...["run.json", "status.json", "notes.json", "journal.ndjson", "evaluations.ndjson", "control.ndjson"],
  ...["history.json", "lock.json", "trainer.log", "samples", "checkpoints"],
];

/** A run outside of the workspace, with something in every file. */
async function secretRun(runs: string): Promise<string> {
  const secret = await newRun(runs);
  writeEventFile(secret, [scalar(1, { "loss/generator": 1 })]);
  for (const name of links) {
    const path = join(secret, name);
    if (["samples", "checkpoints"].includes(name)) mkdirSync(path, { recursive: true });
    else if (!["run.json", "status.json"].includes(name)) writeFileSync(path, "{}\n");
  }
  for (const name of ["00000000.npy", "00000000.png"]) writeFileSync(join(secret, "samples", name), "secret");
  return secret;
}

/** A sweep of two weights whose folder and runs have links in them. */
async function hostileSweep(runs: string, secret: string) {
  const folder = join(runs, SWEEP);
  const swept: string[] = [];
  for (const weight of [0, 0.1]) {
    const experiment = smallExperiment([{ key: "pairing.weight", value: weight }]);
    const run = await createRun(folder, {
      experiment,
      seed: 1,
      parent: null,
      sweep: { name: SWEEP, point: { "pairing.weight": weight }, seed: 1 },
      plan: executionPlan(experiment),
      versions: { pairingLab: "0", node: "0", onnxruntime: "0", tfjs: "0" },
    });
    swept.push(run);
    if (weight === 0) continue;
    for (const name of ["evaluations.ndjson", "history.json", "lock.json"])
      symlinkSync(join(secret, name), join(run, name));
    rmSync(join(run, "samples"), { recursive: true, force: true });
    symlinkSync(join(secret, "samples"), join(run, "samples"));
  }
  for (const name of ["sweep.log", "slurm.json", "lock.json"])
    symlinkSync(join(secret, "trainer.log"), join(folder, name));
  return { sweep: folder, swept };
}

/**
 * An experiment all of whose modules leave a mark wherever they run, and runs of it; one module, and what one run keeps
 * and was told of, are links to a stranger's.
 */
async function hostileModules(workspace: string, outside: string, runs: string) {
  const [mark, marking, foreign] = [join(outside, "it-ran"), join(workspace, "marking.mjs"), join(outside, "foreign.mjs")]; // prettier-ignore
  const text = `process.getBuiltinModule("fs").writeFileSync(${JSON.stringify(mark)}, "");\nexport const parameters = () => ({ w: [2] });\nexport default ({ samples }) => samples.nothing.at(0);\n`;
  for (const file of [marking, foreign]) writeFileSync(file, text);
  symlinkSync(foreign, join(workspace, "linked.mjs"));
  const part = (module: string) => ({ kind: "custom", module });
  const settings = Object.entries({
    pairing: { ...part("marking.mjs"), weight: 1 },
    generator: part("marking.mjs"),
    discriminator: part("linked.mjs"),
  }).map(([key, value]) => ({ key, value }));
  const experiment = join(workspace, "marking.gan.json");
  writeFileSync(experiment, JSON.stringify({ data: { kind: "ring" }, ...Object.fromEntries(settings.map(({ key, value }) => [key, value])) })); // prettier-ignore
  const modular: string[] = [];
  for (const isLinked of [false, true]) {
    const run = await newRun(runs, settings);
    const kept = join(run, "modules");
    mkdirSync(kept);
    const file = isLinked ? foreign : marking;
    for (const name of ["pairing", "generator", "discriminator"])
      if (isLinked) symlinkSync(foreign, join(kept, `${name}.mjs`));
      else writeFileSync(join(kept, `${name}.mjs`), text);
    change(join(run, "run.json"), { modules: { pairing: file, generator: file, discriminator: file } });
    const problem = { file, line: 3, column: 33, message: "it goes wrong" };
    change(join(run, "status.json"), { state: "failed", heartbeatAt: "2999-01-01T00:00:00.000Z", problem });
    modular.push(run);
  }
  return { mark, marking, markingExperiment: experiment, modular };
}

function change(file: string, changes: object): void {
  const content = JSON.parse(readFileSync(file, "utf8")) as object;
  writeFileSync(file, JSON.stringify({ ...content, ...changes }));
}

/** A workspace whose runs, sweeps, logs and files name and link to what lies beside it; the same one every time. */
export async function hostileWorkspace(t: TestContext) {
  const root = temporaryFolder(t);
  const [workspace, outside] = [join(root, "workspace"), join(root, "outside")];
  const runs = join(workspace, "runs");
  const secret = await secretRun(join(outside, "runs"));
  writeFileSync(join(outside, "secret.gan.json"), `{ "name": "secret", "data": { "kind": "ring" } }`);
  const plain = await newRun(runs);
  writeEventFile(plain, [scalar(1, { "loss/generator": 1 })]);
  mkdirSync(join(plain, "samples"), { recursive: true });
  writeFileSync(
    join(plain, "samples", "00000001.npy"),
    encodeNpy({ shape: [4, 2], data: new Float32Array(8) }),
  );
  const ways = ["..", ".", "../../outside/runs", secret, "../" + plain, "C:\\x", "", "a/b", "self"];
  const draw = new Draw(13);
  const hostile: string[] = [];
  for (let i = 0; i < RUNS; i++) {
    const folder = join(runs, `hostile-${i}`);
    hostile.push(folder);
    cpSync(plain, folder, { recursive: true });
    const info = JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as { experiment: object };
    const way = draw.pick(ways) ?? "";
    const change = draw.pick([
      { parent: { id: way === "self" ? basename(folder) : way, step: 1 } },
      { parent: { id: `hostile-${draw.whole(0, RUNS - 1)}`, step: 1 } },
      { id: way },
      { experiment: { ...info.experiment, data: { kind: "npy", file: join(secret, "run.json") } } },
      { experiment: { ...info.experiment, evaluation: { samples: 9, neighbours: 5, features: secret } } },
    ]);
    const trial = { id: TRIAL, key: "pairing.weight", value: i / 100, baseline: 0.01, until: 10 };
    const tried = draw.chance(0.5) ? { parent: { id: basename(plain), step: 1 }, trial } : {};
    writeFileSync(join(folder, "run.json"), JSON.stringify({ ...info, ...tried, ...change }));
    for (const name of links) {
      if (!draw.chance(0.3)) continue;
      rmSync(join(folder, name), { recursive: true, force: true });
      symlinkSync(join(secret, name), join(folder, name));
    }
    const [event = ""] = readdirSync(secret).filter(name => name.includes("tfevents"));
    if (draw.chance(0.3)) symlinkSync(join(secret, event), join(folder, `${event}.2`));
  }
  const modules = await hostileModules(workspace, outside, runs);
  const { sweep, swept } = await hostileSweep(runs, secret);
  symlinkSync(secret, join(runs, "linked-run"));
  symlinkSync(join(outside, "runs"), join(runs, "linked-runs"));
  symlinkSync(outside, join(runs, ".bin"));
  symlinkSync(outside, join(workspace, "logs"));
  symlinkSync(join(outside, "secret.gan.json"), join(workspace, "own.gan.json"));
  for (const name of ["own.notes.md", "marking.notes.md"])
    symlinkSync(join(outside, "secret.gan.json"), join(workspace, name));
  writeFileSync(join(workspace, "own.sweep.json"), `{ "experiment": "../outside/secret.gan.json" }`);
  // Logs of another program, one of them a link.
  const logs = join(workspace, "own-logs");
  mkdirSync(join(logs, "version_0"), { recursive: true });
  writeEventFile(join(logs, "version_0"), [scalar(1, { "loss/train": 1 })]);
  symlinkSync(secret, join(logs, "version_1"));
  return {
    root,
    workspace,
    outside,
    runs,
    secret,
    plain,
    hostile,
    sweep,
    swept,
    ...modules,
    logs,
    trial: { runsFolder: runs, id: TRIAL },
  };
}
