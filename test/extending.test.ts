// What docs/extending.md tells is done to a copy of the sources, and what was added is used as people use it.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { must } from "./support/must.ts";

/** A way to add something has so few lines of code, all its blocks together. */
const MOST_LINES = 9;
const isCode = (line: string): boolean => /^\s*(?!\/\*\*|\/\/)\S/.test(line);

interface Block {
  readonly file: string;
  /** Of the file; without it the code is put at the file's end. */
  readonly table: string | undefined;
  readonly code: string;
}

interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

function sectionsOf(page: string): Section[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map(text => ({
      title: text.slice(0, text.indexOf("\n")),
      blocks: [
        ...text.matchAll(/^(?:A new file|In),? `([^`]+)`(?:, in `(\w+)`)?:\n\n```\w+\n(.*?)```$/gms),
      ].map(([, file = "", table, code = ""]) => ({ file, table, code })),
    }));
}

const page = readFileSync("docs/extending.md", "utf8");
const sections = sectionsOf(page);
const copy = mkdtempSync(join(tmpdir(), "pairing-lab-extending-"));
after(() => {
  rmSync(copy, { recursive: true, force: true });
});

const inCopy = (...words: readonly string[]): string => must(process.execPath, words, { cwd: copy });
const lab = (...words: readonly string[]): string => inCopy("dist/cli.js", ...words);
const tried = (...words: readonly string[]) =>
  spawnSync(process.execPath, ["dist/cli.js", ...words], { cwd: copy, encoding: "utf8" });
const writeJson = (name: string, value: unknown): void => {
  writeFileSync(join(copy, name), JSON.stringify(value));
};
const json = (text: string): unknown => JSON.parse(text);

function apply({ file, table, code }: Block): void {
  const path = join(copy, file);
  mkdirSync(dirname(path), { recursive: true });
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const begin =
    table === undefined ? text.length : text.search(new RegExp(`^(export )?const ${table}\\b`, "m"));
  assert.ok(begin >= 0, `${file} has no ${table ?? ""}`);
  const end = table === undefined ? begin : begin + text.slice(begin).search(/^[}\]]/m);
  writeFileSync(path, text.slice(0, end) + code + text.slice(end));
}

before(() => {
  for (const name of [
    "src",
    "test/support",
    "webview",
    "scripts",
    "assets",
    "schemas",
    "esbuild.mjs",
    "package.json",
  ])
    cpSync(name, join(copy, name), { recursive: true });
  for (const name of ["tsconfig.base.json", "package-lock.json"]) cpSync(name, join(copy, name));
  // Older than what is installed: nothing may be installed into the packages that are lent.
  utimesSync(join(copy, "package-lock.json"), 0, 0);
  symlinkSync(resolve("node_modules"), join(copy, "node_modules"), "junction");
  for (const { blocks } of sections) blocks.forEach(apply);
});

test("there is a way to add each of these, in less than ten lines", () => {
  assert.deepEqual(
    sections.map(({ title }) => title),
    ["A dataset", "A pairing kind", "A measure", "A launcher", "A page"],
  );
  const fences = [...page.matchAll(/^```\w/gm)].length;
  assert.equal(sections.flatMap(({ blocks }) => blocks).length, fences, "a block says no place");
  for (const { title, blocks } of sections) {
    const lines = blocks.flatMap(({ code }) => code.split("\n").filter(isCode));
    assert.ok(lines.length <= MOST_LINES, `${title}: ${lines.length} lines`);
  }
});

/** Begun first, for it takes longest: all else is tested beside it. */
let checked: readonly Promise<unknown>[];
before(() => {
  const whole = { extends: "./tsconfig.base.json", exclude: ["src/**/*.test.ts"] };
  const options = { lib: ["ES2023"], types: ["node"], incremental: false };
  writeJson("tsconfig.json", { ...whole, compilerOptions: options, include: ["src"] });
  const browser = { lib: ["ES2023", "DOM", "DOM.Iterable"], jsx: "react-jsx", jsxImportSource: "preact" };
  writeJson("tsconfig.webview.json", {
    ...whole,
    compilerOptions: { ...options, types: [], ...browser },
    include: ["webview/remarks", "webview/styles"],
  });
  checked = ["tsconfig.json", "tsconfig.webview.json"].map(project =>
    promisify(execFile)(process.execPath, ["node_modules/typescript/bin/tsc", "-p", project], {
      cwd: copy,
    }).catch((error: unknown) => error),
  );
  inCopy("--input-type=module", "--eval", 'await (await import("./esbuild.mjs")).buildProduct();');
});

test("an experiment is trained with the new dataset and the new pairing kind, and the new measure is taken", () => {
  const experiment = {
    steps: 20,
    batch: 16,
    data: { kind: "line", modes: 3 },
    generator: { kind: "mlp", hidden: [8] },
    discriminator: { kind: "mlp", hidden: [8] },
    pairing: { kind: "repulsion", weight: 0.1 },
    record: { scalars: 10 },
    evaluation: { samples: 100 },
  };
  writeJson("added.gan.json", experiment);
  const folder = lab("train", "added.gan.json", "--runs", "runs").trimEnd().split("\n").at(-1) ?? "";
  const run = json(readFileSync(join(folder, "run.json"), "utf8")) as { experiment: Record<string, object> };
  assert.deepEqual(run.experiment["data"], { kind: "line", modes: 3, spacing: 2, std: 0.05 });
  assert.deepEqual(run.experiment["pairing"], { kind: "repulsion", weight: 0.1 });
  lab("show", folder, "--out", "scalars.csv");
  const [, last = ""] =
    /loss\/pairing.*?([\d.]+)\n/.exec(readFileSync(join(copy, "scalars.csv"), "utf8")) ?? [];
  assert.ok(Number(last) > 0 && Number(last) <= 1, `a mean of exp(-distance): ${last}`);
  const evaluations = readFileSync(join(folder, "evaluations.ndjson"), "utf8").trimEnd().split("\n");
  const { values } = json(evaluations.at(-1) ?? "") as { values: Record<string, number> };
  assert.ok((values["quality/nearest_real"] ?? NaN) > 0, JSON.stringify(values));
  assert.match(lab("evaluate", folder), /Nearest real/);
  inCopy("scripts/schemas.mjs");
  assert.match(
    readFileSync(join(copy, "schemas/gan.schema.json"), "utf8"),
    /Gaussians on the x axis.*move apart/s,
  );
});

test("a sweep is handed to the new launcher, and refused where that makes no sense", () => {
  const sweep = {
    experiment: "added.gan.json",
    axes: { "pairing.weight": [0, 0.1] },
    seeds: [1],
  };
  writeJson("added.sweep.json", sweep);
  const { stderr } = tried("sweep", "added.sweep.json", "--runs", "swept", "--launcher", "printed");
  const printed = [...stderr.matchAll(/pairing-lab resume (\S+)/g)].map(([, run = ""]) => run);
  assert.equal(new Set(printed).size, 2, stderr);
  lab("resume", ...printed.slice(0, 1));
  const halved = { ...sweep, halving: { at: [10], measure: "quality/coverage", keep: 0.5 } };
  writeJson("halved.sweep.json", halved);
  const refused = (...words: readonly string[]): string => {
    const { status, stderr } = tried("sweep", ...words, "--runs", "refused");
    assert.equal(status, 2, stderr);
    return stderr;
  };
  assert.match(refused("halved.sweep.json", "--launcher", "printed"), /printed does not go with halving/);
  assert.match(refused("added.sweep.json", "--launcher", "prynted"), /must be local, slurm or printed/);
  inCopy("scripts/manifest.mjs");
  assert.match(readFileSync(join(copy, "package.json"), "utf8"), /Nowhere: prints a command a run/);
});

test("the new page has its bundles, and the manifest knows it", () => {
  for (const name of ["remarks-page.js", "webview/remarks.js", "webview/remarks.css"])
    assert.ok(existsSync(join(copy, "dist", name)), name);
  assert.match(readFileSync(join(copy, "package.json"), "utf8"), /"onWebviewPanel:pairingLab.remarks"/);
});

test("the copy type-checks", async () => {
  for (const { stdout } of (await Promise.all(checked)) as { readonly stdout: string }[])
    assert.equal(stdout, "");
});
