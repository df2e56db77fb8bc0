// What a window with many runs costs the extension host: the whole extension, activated as VS Code does it, with 50 runs and
// with 5,000, of which one trains and changes. Everything is the processor's time, each window in a process of its own.
// `npm run bench -- many-runs`
import { fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { runsView } from "../../src/extension/contributions/views.ts";
import { activate } from "../../src/extension/extension.ts";
import { replaceFile } from "../../src/runs/replace-file.ts";
import { countWatches } from "../support/count-watches.ts";
import { newStandIn, standInContext, Uri } from "../support/vscode-stand-in.ts";
import { median, table } from "./interleave.ts";
import { watchBlocks } from "./longest-block.ts";
import { makeRuns } from "./many-runs.ts";

const FEW = 50;
const MANY = 5000;
const CHANGES = 40;
const REST_MS = 10_000;
const ROUNDS = 3;

interface Figures {
  readonly runs: number;
  /** Milliseconds of the processor until all runs are listed. */
  readonly loading: number;
  readonly longest: number;
  /** Of one change of the run that trains, all in all. */
  readonly change: number;
  readonly longestOfChanges: number;
  readonly watches: number;
  /** Share of a core while nothing happens. */
  readonly rest: number;
}

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** `node many-runs.bench.js window FOLDER`: a window on a workspace that holds runs. */
async function measureWindow(workspace: string): Promise<void> {
  const standIn = newStandIn();
  standIn.workspaceFolders = [{ uri: Uri.file(workspace), name: "workspace", index: 0 }];
  standIn.isTrusted = true;
  const context = standInContext(workspace);
  const first = join(workspace, "runs", "2026-11-22-000000-ring-s0-abcd", "status.json");
  const status = JSON.parse(readFileSync(first, "utf8")) as Record<string, unknown>;
  const trained = (step: number) => {
    const live = { state: "training", step, steps: 1e6, pid: process.pid, host: hostname() };
    const text = JSON.stringify({ ...status, ...live, heartbeatAt: new Date().toISOString() });
    replaceFile(first, Buffer.from(text), { durable: false });
  };
  trained(1);

  const blocks = watchBlocks();
  let before = cpuMs();
  activate(context as unknown as Parameters<typeof activate>[0]);
  const tree = standIn.trees.get(runsView);
  if (tree === undefined) throw new Error("The extension made no tree.");
  const rows = await tree.getChildren();
  if (rows.length === 0) throw new Error("The tree is empty.");
  await delay(500);
  const loading = cpuMs() - before;
  const longest = blocks.stop().own;
  const watches = countWatches() ?? 0;

  await delay(2000);
  before = cpuMs();
  await delay(REST_MS);
  const rest = (cpuMs() - before) / REST_MS;

  let step = 1;
  const changes = async () => {
    const began = performance.now();
    for (let i = 0; i < CHANGES; i++) {
      trained(++step);
      await delay(250);
    }
    return performance.now() - began;
  };
  before = cpuMs();
  const took = await changes();
  const change = (cpuMs() - before - rest * took) / CHANGES;
  // Looking for blocks takes time of its own.
  const changing = watchBlocks();
  await changes();
  const found = { loading, longest, change, longestOfChanges: changing.stop().own, watches, rest };
  process.send?.(found);
  for (const { dispose } of context.subscriptions) dispose();
  process.disconnect();
}

function windowOn(workspace: string, runs: number): Promise<Figures> {
  const child = fork(process.argv[1] ?? "", ["window", workspace], { serialization: "advanced" });
  return new Promise((resolve, reject) => {
    child.once("message", message => {
      resolve({ ...(message as Omit<Figures, "runs">), runs });
      child.kill("SIGKILL");
    });
    child.once("close", code => {
      reject(new Error(`The window ended with ${String(code)} and no figures.`));
    });
  });
}

async function main(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "pairing-lab-bench-"));
  try {
    const measured: Figures[] = [];
    for (const runs of [FEW, MANY]) {
      const workspace = join(home, String(runs));
      await makeRuns(join(workspace, "runs"), runs);
      writeFileSync(join(workspace, "ring.gan.json"), '{ "data": { "kind": "ring" } }');
    }
    for (let round = 0; round < ROUNDS; round++)
      for (const runs of [FEW, MANY]) measured.push(await windowOn(join(home, String(runs)), runs));
    const of = (runs: number, key: keyof Figures) =>
      median(measured.filter(figures => figures.runs === runs).map(figures => figures[key]));
    const row = (name: string, key: keyof Figures, digits: number, scale = 1) => {
      const [few, many] = [of(FEW, key) * scale, of(MANY, key) * scale];
      return [name, few.toFixed(digits), many.toFixed(digits), (many / few).toFixed(1)];
    };
    console.log(
      table(
        ["", `${FEW} runs`, `${MANY} runs`, "ratio"],
        [
          row("loading, ms of the processor (goal: under 2,000)", "loading", 0),
          row("longest without a turn while loading, ms (goal: under 100)", "longest", 1),
          row("one change of a run, ms of the processor (goal: under 20)", "change", 1),
          row("longest without a turn at a change, ms", "longestOfChanges", 1),
          row("watches (goal: under 100)", "watches", 0),
          row("at rest, % of a core (goal: under 2)", "rest", 2, 100),
        ],
      ),
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const [what, folder = ""] = process.argv.slice(2);
await (what === "window" ? measureWindow(folder) : main());
