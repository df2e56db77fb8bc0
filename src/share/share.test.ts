import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { madeUpViewer, recordedRun } from "../../test/support/shared-runs.ts";
import { fromJson } from "../protocol/json-arrays.ts";
import { DOCUMENT_ELEMENT, type SharedDocument } from "../protocol/shared-page.ts";
import { CallError } from "../protocol/calls.ts";
import { readWhole } from "../dashboard/seed-runs.ts";
import { listRuns } from "../runs/list.ts";
import { evenly } from "./evenly.ts";
import { notesIn, sharedDocument, type ShareOptions } from "./shared-document.ts";
import { sharedHtml } from "./shared-html.ts";
import { sharedPoints } from "./shared-pictures.ts";

const hostile = '</script><!-- <script>alert(1)</script> <img src=x onerror="alert(2)"> \u2028 \ud800';
const options: ShareOptions = { viewer: madeUpViewer, known: [], version: "1.2.3" };

const runs = mkdtempSync(join(tmpdir(), "pairing-lab-share-"));
after(() => {
  rmSync(runs, { recursive: true, force: true });
});
let folder = "";
let shared: SharedDocument;
before(async () => {
  folder = await recordedRun(runs, { note: `what came out ${hostile}` });
  shared = await sharedDocument([folder], options);
});

test("things are chosen evenly, with both ends", () => {
  const all = Array.from({ length: 81 }, (_, i) => i);
  assert.deepEqual(evenly(all, 5), [0, 20, 40, 60, 80]);
  assert.deepEqual(evenly([1, 2, 3], 5), [1, 2, 3]);
  assert.deepEqual([evenly(all, 1), evenly(all, 0), evenly([], 3)], [[80], [], []]);
  for (let most = 2; most < 90; most++) {
    const chosen = evenly(all, most);
    assert.equal(chosen.length, Math.min(most, 81));
    assert.deepEqual([chosen[0], chosen.at(-1)], [0, 80]);
  }
});

test("a page holds a run's record, bounded, and what is undefined with its reason", () => {
  const [run] = shared.runs;
  assert.ok(run !== undefined);
  assert.deepEqual([run.state, run.step, run.notes.note], ["done", 8000, `what came out ${hostile}`]);
  assert.equal(run.last?.step, 8000);
  assert.equal(run.first?.step, 0);
  assert.match(run.last.undefined["collapse/mode_spread"] ?? "", /no mode/);
  assert.equal(run.digest?.step, 8000);
  const loss = run.curves.find(({ tag }) => tag === "loss/generator");
  assert.ok(loss !== undefined);
  assert.equal(loss.count, 801);
  assert.ok(loss.steps.length <= 605);
  // The wave's extremes are not thinned away.
  assert.ok(Math.max(...loss.values) > 0.2999 && Math.min(...loss.values) < -0.2999);
  assert.ok(run.samples?.kind === "points" && run.samples.steps.length === 81);
  assert.equal(run.samples.paths.length, 5);
  const weight = run.knobs.find(({ key }) => key === "pairing.weight");
  assert.deepEqual(
    weight?.history.map(({ value }) => value),
    [0.02, 0.05],
  );
  assert.deepEqual(run.leftOut, []);
});

test("the notes beside the experiment's file are in the page as text, bounded, unless they are to be left out", async () => {
  const place = mkdtempSync(join(tmpdir(), "pairing-lab-share-notes-"));
  after(() => {
    rmSync(place, { recursive: true, force: true });
  });
  const brief = { scalars: 8000, samples: 8000, evaluations: 8000, checkpoints: 8000 };
  const run = await recordedRun(join(place, "runs"), brief);
  const info = JSON.parse(readFileSync(join(run, "run.json"), "utf8")) as object;
  writeFileSync(join(run, "run.json"), JSON.stringify({ ...info, file: "../ring.gan.json" }));
  const notes = join(place, "ring.notes.md");
  const page = async (more: Partial<ShareOptions> = {}) => {
    const made = await sharedDocument([run], { ...options, ...more });
    return {
      notes: made.runs[0]?.experimentNotes,
      leftOut: made.runs[0]?.leftOut,
      names: notesIn(made),
      made,
    };
  };
  const none = await page();
  assert.deepEqual([none.notes, none.leftOut, none.names], [null, [], []]);
  writeFileSync(notes, `# Hypothesis\n${hostile.replace("\ud800", "")}`);
  const whole = await page();
  assert.deepEqual(whole.notes, { name: "ring.notes.md", text: readFileSync(notes, "utf8") });
  assert.deepEqual([whole.leftOut, whole.names], [[], ["ring.notes.md"]]);
  const html = sharedHtml(whole.made, { script: "", style: "" });
  assert.equal(html.match(/<script/g)?.length, 2, "nothing in the notes is an element of the page");
  assert.equal((await page({ withNotes: false })).notes, null);
  writeFileSync(notes, "x".repeat(100_001));
  const long = await page();
  assert.deepEqual(
    [long.notes?.text.length, long.leftOut],
    [100_000, ["The first 100,000 characters of ring.notes.md."]],
  );
  writeFileSync(notes, Buffer.from([0xff, 0xfe]));
  assert.deepEqual((await page()).leftOut, ["The experiment's notes are left out: this is no UTF-8 text."]);
  const outside = mkdtempSync(join(tmpdir(), "pairing-lab-share-outside-"));
  writeFileSync(join(outside, "secret"), "secret");
  rmSync(notes);
  symlinkSync(join(outside, "secret"), notes);
  const led = await page();
  rmSync(outside, { recursive: true });
  assert.equal(led.notes, null);
  assert.match(
    String(led.leftOut),
    /notes are left out: this is a link that leads out of the experiment's folder\./,
  );
});

test("three seeds give measures intervals; where a knob was turned there are none", async () => {
  const seeds = join(runs, "seeds");
  const brief = { scalars: 4000, samples: 8000, evaluations: 4000, checkpoints: 8000, turned: false };
  for (const seed of [1, 2, 3]) await recordedRun(seeds, { ...brief, seed });
  const known = (await listRuns(seeds)).filter(listing => listing.kind === "run");
  const [one] = (await sharedDocument([known[0]?.folder ?? ""], { ...options, known })).runs;
  assert.deepEqual(one?.seeds?.seeds, [1, 2, 3]);
  const coverage = one.seeds.rows.find(({ tag }) => tag === "quality/coverage");
  // 0.72 + seed / 50: s = 0.02, t = 4.3027 with two degrees of freedom.
  assert.ok(Math.abs((coverage?.mean ?? NaN) - 0.76) < 1e-6);
  assert.ok(Math.abs((coverage?.halfWidth ?? NaN) - (4.30265 * 0.02) / Math.sqrt(3)) < 1e-5);
  assert.deepEqual(shared.runs[0]?.seeds?.seeds, [1]);
});

test("what cannot be rendered is said, and the rest is there", async () => {
  const failing = { call: () => Promise.reject(new CallError("input", "the data file is gone")) };
  const [without] = (await sharedDocument([folder], { ...options, viewer: failing })).runs;
  assert.ok(without?.samples?.kind === "points");
  assert.deepEqual([without.samples.real, without.samples.paths], [null, []]);
  assert.deepEqual(without.leftOut, [
    "Real samples are left out: the data file is gone.",
    "An interpolation is left out: the data file is gone.",
    "A latent map is left out: the data file is gone.",
  ]);
  const [unseen] = (await sharedDocument([folder], { ...options, viewer: null })).runs;
  assert.match(unseen?.leftOut.join() ?? "", /nothing was rendered/);
});

test("samples beyond what they may take are left out evenly, and that is said", async () => {
  const told: string[] = [];
  const model = await readWhole(folder);
  const budget = { samples: 120_000, checkpoints: 2 };
  const points = await sharedPoints(model, madeUpViewer, budget, sentence => told.push(sentence));
  const steps = points?.steps.map(({ step }) => step) ?? [];
  assert.deepEqual([steps.length, steps[0], steps.at(-1)], [10, 0, 8000]);
  assert.deepEqual(
    points?.paths.map(({ step }) => step),
    [0, 8000],
  );
  assert.deepEqual(told, ["Samples of 10 of 81 steps, evenly spaced, so that the page stays small."]);
});

test("whatever text is in a run, it ends no element, and the policy knows script and style by their hash", () => {
  const program = { script: "console.log('é')", style: "body{color:red}" };
  const html = sharedHtml({ ...shared, title: hostile }, program);
  assert.deepEqual(html.match(/<\/script>/g)?.length, 2);
  assert.ok(!html.includes("<!--") && !html.includes("<img"));
  const json = new RegExp(`id="${DOCUMENT_ELEMENT}">([^]*?)</script>`).exec(html)?.[1] ?? "";
  assert.deepEqual(fromJson(json), { ...shared, title: hostile });
  for (const text of [program.script, program.style])
    assert.ok(html.includes(`'sha256-${createHash("sha256").update(text).digest("base64")}'`));
  assert.match(html, /content="default-src 'none'; /);
  assert.ok(!html.includes(folder), "the page names the folder it was made from");
});

test("the page of a run like the demo's is below 5 MB, program and all", () => {
  const read = (name: string) => readFileSync(`dist/share/${name}`, "utf8");
  const html = sharedHtml(shared, { script: read("page.js"), style: read("page.css") });
  assert.ok(Buffer.byteLength(html) < 5e6, `${Buffer.byteLength(html)} bytes`);
});
