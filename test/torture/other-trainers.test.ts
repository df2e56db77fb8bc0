// Run folders of other trainers with wrong things in them, by seed: every reader shows the run, or says why it is none.
import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runProgram } from "../../src/cli/program.ts";
import type { Output, Terminal } from "../../src/cli/terminal.ts";
import { verbs } from "../../src/cli/verbs/index.ts";
import { Comparison } from "../../src/dashboard/comparison.ts";
import { openRunFeed } from "../../src/dashboard/run-feed.ts";
import { OfferedColumns, cellOf } from "../../src/dashboard/runs-table/table-columns.ts";
import { StreamSession } from "../../src/dashboard/stream-session.ts";
import { parseFilter } from "../../src/extension/explorer/run-filter.ts";
import { rowDescription, rowMarks, rowSpoken, toldApart } from "../../src/extension/explorer/run-row.ts";
import { runTooltip } from "../../src/extension/explorer/run-tooltip.ts";
import { encodeNpy } from "../../src/formats/npy.ts";
import { encodeEvent } from "../../src/formats/tensorboard.ts";
import { readComparePacket } from "../../src/protocol/compare-packets.ts";
import { readHostPacket } from "../../src/protocol/dashboard-packets.ts";
import { drawnExperiment } from "../../src/runs/drawn-experiment.ts";
import { RunReadError } from "../../src/runs/errors.ts";
import { eventFiles } from "../../src/runs/event-files.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { listRuns } from "../../src/runs/list.ts";
import { noNotes } from "../../src/runs/notes.ts";
import { tellFailuresTo } from "../../src/unattended/unattended.ts";
import { temporaryFolder } from "../support/run-folder.ts";
import { trials, type Draw } from "../support/trials.ts";
import { until } from "../support/until.ts";
import { mutated } from "./mutated.ts";

const TRIALS = 60;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** As the Python writer writes them. */
const files: Readonly<Record<string, Json[]>> = {
  "run.json": [
    {
      id: "run",
      name: "ring",
      trainer: { name: "PyTorch", version: "1", can: ["set", "pause", "stop"] },
      experiment: {
        name: "ring",
        seed: 1,
        steps: 200,
        data: { kind: "ring", modes: 8, radius: 2, std: 0.02 },
        latent: { size: 2, distribution: "normal" },
        pairing: { kind: "neighbour", weight: 0.02 },
        evaluation: { samples: 100 },
        optimizers: { generator: { learningRate: 1e-3 } },
      },
      seed: 1,
      parent: null,
      createdAt: "2026-11-30T00:00:00.000Z",
      device: "cuda:0",
    },
  ],
  "status.json": [
    {
      state: "training",
      step: 100,
      steps: 200,
      stepsPerSecond: 5.5,
      message: "",
      scalars: { "loss/generator": 0.5, "knob/pairing.weight": 0.02 },
      lastEvaluation: {
        step: 100,
        values: { "quality/coverage": 0.5 },
        undefined: { "quality/recall": "why" },
      },
      trend: [0.1, 0.5],
      knobs: { "pairing.weight": { title: "w", value: 0.02, default: 0.02, minimum: 0, maximum: 1 } },
      host: "there",
      pid: 7,
      machine: "m",
      processStart: "1",
      heartbeatAt: "2026-11-30T00:00:00.000Z",
    },
  ],
  "journal.ndjson": [
    { at: "2026-11-30T00:00:00.000Z", step: 20, kind: "intervention", do: "set", key: "pairing.weight", from: 0.02, to: 0.5, request: "1", by: "cli" }, // prettier-ignore
    { at: "2026-11-30T00:00:00.000Z", step: 30, kind: "notice", message: "said" },
  ],
  "evaluations.ndjson": [
    { step: 50, values: { "quality/coverage": 0.1 }, undefined: {} },
    { step: 100, values: { "quality/coverage": 0.5 }, undefined: { "quality/recall": "why" } },
  ],
  "control.ndjson": [{ id: "1", at: "", by: "cli", do: "set", key: "pairing.weight", value: 0.5 }],
};

const odd: readonly [Json, ...Json[]] = [
  null,
  true,
  -1,
  0,
  1e308,
  5e-324,
  0.5,
  2 ** 53,
  "",
  "\u0000\u202e\n",
  "x".repeat(30_000),
  "constructor",
  [],
  {},
  [[], [1]],
  { kind: "digits" },
  { kind: "images", folder: "/nowhere", size: 32 },
  { kind: "faces", domain: "images" },
  { "__proto__.x": 1, toString: "2" },
  Array.from({ length: 2000 }, (_, i) => i),
];

/** A value somewhere in a document is another one, is missing, or has company. */
function changed(value: Json, draw: Draw): Json {
  if (typeof value !== "object" || value === null || draw.chance(0.15)) return draw.pick(odd);
  if (Array.isArray(value)) {
    const at = draw.whole(0, value.length);
    return [...value.slice(0, at), changed(value[at] ?? null, draw), ...value.slice(at + 1)];
  }
  const keys = Object.keys(value);
  const key = draw.pick(keys) ?? "more";
  if (draw.chance(0.1)) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  if (draw.chance(0.1)) return { ...value, [draw.pick(["schedule", "trial", "sweep", "modules", "knobs", "alert"])]: draw.pick(odd) }; // prettier-ignore
  return { ...value, [key]: changed(value[key] ?? null, draw) };
}

const linesOf = (values: readonly Json[]): string =>
  values.map(value => `${JSON.stringify(value)}\n`).join("");

/** Writes a run with some damage; what lies beside the JSON is right. */
function writeDamaged(folder: string, draw: Draw): void {
  const hit = new Set([draw.pick(Object.keys(files)), draw.pick(Object.keys(files))]);
  for (const [name, values] of Object.entries(files)) {
    const right = Buffer.from(linesOf(values));
    const wrong = () =>
      draw.chance(0.3) ? mutated([right], draw) : linesOf(values.map(value => changed(value, draw)));
    writeFileSync(join(folder, name), hit.has(name) ? wrong() : right);
  }
}

const quiet: Output = { write: () => undefined, isTTY: false, color: false, columns: () => 80 };

test("a folder that another trainer wrote wrongly is shown as far as it holds, or refused in a sentence", async t => {
  const work = temporaryFolder(t);
  const whole = join(work, "whole");
  mkdirSync(join(whole, "samples"), { recursive: true });
  mkdirSync(join(whole, "checkpoints", "00000100"), { recursive: true });
  writeFileSync(join(whole, "checkpoints", "00000100", "generator.onnx"), "none");
  writeFileSync(
    join(whole, "samples", "00000100.npy"),
    encodeNpy({ shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }),
  );
  const events = [50, 100].map(step =>
    encodeEvent({
      wallTime: 0,
      step,
      kind: "scalars",
      scalars: { "quality/coverage": 0.5, "loss/generator": 1 },
    }),
  );
  writeFileSync(join(whole, "events.out.tfevents.1000000000.h.1.0"), Buffer.concat(events));
  assert.equal(eventFiles(whole).length, 1);

  const said: string[] = [];
  const terminal: Terminal = {
    out: quiet,
    err: { ...quiet, write: text => void said.push(text) },
    cwd: work,
    programFolder: work,
    version: "1.0.0",
    unread: new AbortController().signal,
  };
  const failures: unknown[] = [];
  tellFailuresTo(failure => failures.push(failure));
  const outcomes = { shown: 0, refused: 0 };

  await trials(TRIALS, async draw => {
    const runs = mkdtempSync(join(work, "runs-"));
    const folder = join(runs, "run");
    cpSync(whole, folder, { recursive: true });
    writeDamaged(folder, draw);

    for (const words of [
      ["runs", runs],
      ["show", folder, "--json"],
      ["show", folder],
    ]) {
      const code = await runProgram(verbs, words, terminal, false);
      assert.notEqual(code, 1, `${words.join(" ")}: ${said.at(-1) ?? ""}`);
    }
    const [listing] = await listRuns(runs);
    if (listing?.kind !== "run") {
      assert.ok(listing !== undefined && listing.reason !== "");
      outcomes.refused++;
      return;
    }
    outcomes.shown++;
    readJournal(folder);
    const listed = { run: listing, notes: noNotes, apart: [], underParent: false };
    for (const text of [rowDescription(listed), rowSpoken(listed), rowMarks(listing, noNotes)])
      assert.equal(typeof text, "string");
    toldApart([listing, listing], () => noNotes);
    runTooltip({ run: listing, notes: noNotes, interventions: [], shownFolder: folder, version: "1" });
    const columns = new OfferedColumns();
    columns.look(listing);
    for (const filter of ["pairing:neighbour", "data:ring", "undefined:recall", "loss/generator>0"]) {
      const parsed = parseFilter(filter);
      if (parsed.kind === "filter") parsed.matches(listing, noNotes);
    }
    for (const key of ["setting:pairing.weight", "scalar:loss/generator", "run:experiment"])
      cellOf(key, { run: listing, notes: noNotes });
    try {
      drawnExperiment(listing.info);
    } catch (error) {
      if (!(error instanceof RunReadError)) throw error;
    }

    const feed = await openRunFeed(folder);
    const packets: unknown[] = [];
    const session = new StreamSession({
      feed,
      isTrusted: () => true,
      post: update => packets.push({ kind: "stream", update }),
    });
    session.start();
    await until("a snapshot", () => packets.length > 0 || failures.length > 0);
    session.close();
    await feed.close();
    for (const packet of packets)
      assert.ok(
        readHostPacket(structuredClone(packet)) !== null,
        `a dashboard refuses ${JSON.stringify(packet).slice(0, 5000)}`,
      );

    const compared: unknown[] = [];
    const comparison = new Comparison(update => compared.push({ kind: "compared", update }));
    await comparison.add([folder]);
    comparison.start();
    await until("a comparison", () => compared.length > 0 || failures.length > 0);
    comparison.close();
    for (const packet of compared)
      assert.ok(
        readComparePacket(structuredClone(packet)) !== null,
        `a comparison refuses ${JSON.stringify(packet).slice(0, 5000)}`,
      );
    assert.deepEqual(failures, []);
    appendFileSync(join(folder, "journal.ndjson"), "x");
    rmSync(runs, { recursive: true, force: true });
  });
  assert.ok(outcomes.shown > 0 && outcomes.refused > 0, JSON.stringify(outcomes));
});
