// A run of ten million steps, recorded every ten: gone on with, shown, exported and read by a language model's tool, each
// in a process with little memory. The steps before the last are on record only; what is trained is trained by itself.
import assert from "node:assert/strict";
import { closeSync, createReadStream, openSync, renameSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { json } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { callTool } from "../../src/extension/agents/run-tools.ts";
import { historyOf } from "../../src/runs/history-file.ts";
import { eventFiles } from "../../src/runs/event-files.ts";
import { observe } from "../../src/runs/list.ts";
import { readStatus } from "../../src/runs/status.ts";
import { pairingLab, workFolder } from "../cli/terminal-command.ts";
import { bytesOf, scalar, version } from "../support/event-file.ts";
import { role, startSelf } from "../support/self-as-child.ts";
import { prepare, trainToEnd } from "./harness.ts";

const STEPS = 10_000_000;
const RECORDED = 1 + STEPS / 10;
const TAGS = ["loss/generator", "loss/discriminator", "score/real", "score/fake"];

/** The record of every tenth step, 130 MB in all: as objects in memory it would be several times the heap below. */
function writeRecord(file: string): void {
  const record = openSync(file, "w");
  writeSync(record, bytesOf([version]));
  for (let first = 0; first <= STEPS; first += 20_000) {
    const steps = Array.from({ length: 2000 }, (_, i) => first + 10 * i).filter(step => step <= STEPS);
    writeSync(
      record,
      bytesOf(steps.map(step => scalar(step, Object.fromEntries(TAGS.map(tag => [tag, step % 1000]))))),
    );
  }
  closeSync(record);
}

async function linesOf(file: string): Promise<number> {
  let lines = 0;
  for await (const piece of createReadStream(file))
    for (const byte of piece as Buffer) if (byte === 0x0a) lines++;
  return lines;
}

/** Of the JavaScript heap; small runs need about half of it. */
const HEAP_MB = 64;

if (role === "tool") {
  const [, , folder = ""] = process.argv;
  const world = {
    runs: [observe(folder)],
    nameOf: () => null,
    runsFolderOf: () => dirname(folder),
    start: () => Promise.resolve("started" as const),
  };
  console.log(JSON.stringify(await callTool("readRun", { run: basename(folder) }, world)));
} else {
  const home = workFolder();
  const options = process.env["NODE_OPTIONS"];
  let folder = "";
  before(async () => {
    const record = { scalars: 10, samples: 100, evaluation: 100, checkpoint: 100 };
    folder = await prepare(join(home, "runs"), { steps: STEPS + 1000, record });
    assert.equal((await trainToEnd(folder, { upTo: 100 })).code, 0);
    const [events = ""] = eventFiles(folder);
    writeRecord(join(folder, events));
    for (const made of ["history.json", join("checkpoints", "digests.ndjson")])
      rmSync(join(folder, made), { force: true });
    renameSync(join(folder, "checkpoints", "00000100"), join(folder, "checkpoints", String(STEPS)));
    writeFileSync(join(folder, "status.json"), JSON.stringify({ ...readStatus(folder), step: STEPS }));
    process.env["NODE_OPTIONS"] = `--max-old-space-size=${HEAP_MB}`;
  });
  after(() => {
    if (options === undefined) delete process.env["NODE_OPTIONS"];
    else process.env["NODE_OPTIONS"] = options;
  });

  test("a run of ten million steps is shown in a small heap", async () => {
    const { code, out, err } = await pairingLab(home, "show", basename(folder), "--json");
    assert.equal(code, 0, err);
    const { status, scalars } = JSON.parse(out) as {
      status: { step: number };
      scalars: Record<string, { count: number }>;
    };
    assert.equal(status.step, STEPS);
    assert.equal(scalars["loss/generator"]?.count, RECORDED);
  });

  test("it is exported, point for point", async () => {
    const { code, err } = await pairingLab(home, "show", basename(folder), "--out", "scalars.csv");
    assert.equal(code, 0, err);
    assert.equal(await linesOf(join(home, "scalars.csv")), 1 + TAGS.length * RECORDED);
  });

  test("a language model's tool reads it", async () => {
    const { stdout } = startSelf("tool", [folder]);
    assert.ok(stdout !== null);
    const read = (await json(stdout)) as { step: number; scalars: Record<string, { count: number }> };
    assert.equal(read.step, STEPS);
    assert.equal(read.scalars["loss/generator"]?.count, RECORDED);
  });

  test("it goes on from its last checkpoint, and its record with it", async () => {
    const end = await trainToEnd(folder, { upTo: STEPS + 100 });
    assert.equal(end.code, 0, end.message);
    const { tags } = await historyOf(folder);
    const { count, first, last } = tags.get("loss/generator") ?? assert.fail("no losses on record");
    assert.deepEqual([count, first.step, last.step], [RECORDED + 10, 0, STEPS + 100]);
  });
}
