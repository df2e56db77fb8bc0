import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fromJson } from "../../src/protocol/json-arrays.ts";
import { DOCUMENT_ELEMENT, type SharedDocument } from "../../src/protocol/shared-page.ts";
import { lastLine, pairingLab, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const folder = workFolder();
let run = "";

before(async () => {
  const ended = await pairingLab(folder, "train", writeSmallExperiment(folder));
  assert.equal(ended.code, 0, ended.err);
  run = lastLine(ended);
});

function documentIn(name: string): SharedDocument {
  const html = readFileSync(join(folder, name), "utf8");
  const json = new RegExp(`id="${DOCUMENT_ELEMENT}">([^]*?)</script>`).exec(html)?.[1] ?? "";
  return fromJson(json) as SharedDocument;
}

test("a run becomes one page, with what its checkpoints' generators give", async () => {
  const { code, out, err } = await pairingLab(folder, "export", run, "--out", "run.html");
  assert.equal(code, 0, err);
  assert.equal(out.trimEnd().split("\n").at(-1), join(folder, "run.html"));
  const [shared] = documentIn("run.html").runs;
  assert.ok(shared?.samples?.kind === "points");
  assert.deepEqual(
    shared.samples.steps.map(({ step }) => step),
    [0, 20, 40, 60],
  );
  assert.equal(shared.samples.real?.rows, 2000);
  assert.equal(shared.samples.modes?.count, 4);
  assert.deepEqual(
    shared.samples.paths.map(({ step, samples }) => [step, samples.rows]),
    [0, 20, 40, 60].map(step => [step, 97]),
  );
  assert.deepEqual([shared.first?.step, shared.last?.step], [0, 60]);
});

test("what cannot be one page is refused with a sentence, and nothing is written", async () => {
  const refusals: readonly (readonly [readonly string[], RegExp])[] = [
    [[run], /--out FILE is missing: it ends with \.html, \.svg or \.pdf/],
    [[run, "--out", "run.gif"], /--out must end with \.html, \.svg or \.pdf, not run\.gif/],
    [[run, "--out", "no.html", "--font", "mono"], /--font does not go with \.html/],
    [
      [run, "--out", "no.svg", "--series", "quality/coverge"],
      /--series quality\/coverge: no curve of this run; did you mean "quality\/coverage"\?/,
    ],
    [
      [run, "--out", "no.svg", "--size", "9x9"],
      /--size must be WIDTHxHEIGHT, 50 to 10000 each, such as 640x400, not 9x9/,
    ],
    [[run, "--out", "no.svg", "--font", "comic"], /--font must be sans, serif, mono, not comic/],
    [[".", "--out", "no.pdf"], /curves are of runs/],
    [[run, run, "--out", "no.html"], /a run is given twice/],
    [["nowhere", "--out", "no.html"], /no run in .* begins with nowhere/],
    [["--out", "no.html"], /RUN is missing/],
  ];
  for (const [typed, message] of refusals) {
    const { code, out, err } = await pairingLab(folder, "export", ...typed);
    assert.deepEqual([code, out], [2, ""], err);
    assert.match(err, message);
  }
  assert.throws(() => readFileSync(join(folder, "no.html")), /ENOENT/);
});

test("the notes beside the experiment are in the page, said so, and can be left out", async () => {
  const exported = async (...more: string[]) => {
    const ended = await pairingLab(folder, "export", run, "--out", "notes.html", ...more);
    assert.equal(ended.code, 0, ended.err);
    return { ...ended, notes: documentIn("notes.html").runs[0]?.experimentNotes };
  };
  writeFileSync(join(folder, "small.notes.md"), "## Hypothesis\nPairing helps.\n");
  const { out, notes } = await exported();
  assert.match(out, /^With the experiment's notes: small\.notes\.md$/m);
  assert.deepEqual(notes, { name: "small.notes.md", text: "## Hypothesis\nPairing helps.\n" });
  const without = await exported("--without-notes", "--json");
  assert.equal(without.notes, null);
  assert.deepEqual((JSON.parse(without.out) as { readonly notes: unknown }).notes, []);
  rmSync(join(folder, "small.notes.md"));
});

test("curves become pictures of vectors, in the size and letters that are asked for", async () => {
  const options = [
    "--series",
    "loss/generator",
    "--series",
    "quality/coverage",
    "--size",
    "480x300",
    "--font",
    "serif",
  ];
  const svg = await pairingLab(folder, "export", run, "--out", "curves.svg", ...options);
  assert.deepEqual([svg.code, svg.err, lastLine(svg)], [0, "", join(folder, "curves.svg")]);
  const text = readFileSync(join(folder, "curves.svg"), "utf8");
  assert.match(text, /^<svg [^>]*width="480" height="300"[^>]*font-family="Times/);
  assert.match(text, />Generator loss[^<]*<\/text>[^]*>Coverage[^<]*<\/text>/);
  assert.match(text, /<polyline /);
  const pdf = await pairingLab(folder, "export", run, "--out", "curves.pdf", ...options);
  assert.deepEqual([pdf.code, pdf.err], [0, ""]);
  assert.match(
    readFileSync(join(folder, "curves.pdf"), "latin1"),
    /^%PDF-1\.4\n[^]*MediaBox \[0 0 360 225\][^]*Times-Roman/,
  );
  assert.equal((await pairingLab(folder, "sample", run, "--out", "samples.pdf")).code, 0);
  assert.match(readFileSync(join(folder, "samples.pdf"), "latin1"), /^%PDF-1\.4\n/);
});

test("--json says where the page is and what is not in it", async () => {
  const { code, out } = await pairingLab(folder, "export", run, "--out", "again.html", "--json");
  assert.equal(code, 0);
  const said = JSON.parse(out) as {
    readonly file: string;
    readonly bytes: number;
    readonly leftOut: unknown;
  };
  assert.deepEqual([said.file, said.leftOut], [join(folder, "again.html"), []]);
  assert.equal(said.bytes, readFileSync(said.file).length);
});
