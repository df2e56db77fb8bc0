// The docs name what exists, and what exists is named.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { dataKinds, losses, measures, pairingKinds, penalties } from "../src/experiment/catalog.ts";
import { streams } from "../src/data/random.ts";
import { settings } from "../src/extension/contributions/settings.ts";
import { runFiles } from "../src/runs/file-names.ts";

const read = (name: string): string => readFileSync(name, "utf8");
const pages = [
  "README.md",
  ...readdirSync("docs")
    .filter(name => name.endsWith(".md"))
    .map(name => join("docs", name)),
];
const readme = read("README.md");
const architecture = read("docs/architecture.md");
const formats = read("docs/formats.md");
const science = read("docs/science.md");

for (const page of pages)
  test(`${page}: every link leads somewhere`, () => {
    // What stands in code is no link.
    for (const [, target = ""] of read(page)
      .replace(/`[^`\n]*`/g, "")
      .matchAll(/\]\((?!https?:)([^)#]+)/g))
      assert.ok(existsSync(join(dirname(page), target)), target);
  });

test("the architecture names every layer, and every file it names exists", () => {
  for (const layer of readdirSync("src", { withFileTypes: true }))
    if (layer.isDirectory()) assert.match(architecture, new RegExp(`^## .*\\b${layer.name}\\b`, "m"));
  for (const [name] of architecture.matchAll(/\bsrc\/[\w./-]+\.ts\b/g)) assert.ok(existsSync(name), name);
});

test("the dependency table has every package of ours that is shipped, in the bundles or beside them", () => {
  type Versions = Record<string, string>;
  const manifest = JSON.parse(read("package.json")) as { dependencies: Versions; devDependencies: Versions };
  const { inputs } = JSON.parse(read("dist/metafile.json")) as { inputs: Record<string, unknown> };
  const bundled = Object.keys(manifest.devDependencies).filter(name =>
    Object.keys(inputs).some(path => path.startsWith(`node_modules/${name}/`)),
  );
  assert.ok(bundled.includes("zod"));
  for (const name of [...Object.keys(manifest.dependencies), ...bundled])
    assert.ok(architecture.includes(`| ${name} |`), name);
});

test("the formats name every file of a run and every stream of random numbers", () => {
  for (const name of Object.values(runFiles))
    if (typeof name === "string") assert.ok(formats.includes(name), name);
  for (const [name, number] of Object.entries(streams))
    assert.match(formats, new RegExp(`${name}\\s+${number}\\b`));
});

test("the readme has every setting with its default", () => {
  for (const [name, { default: value }] of Object.entries(settings)) {
    const row = readme.split("\n").find(line => line.startsWith(`| \`pairingLab.${name}\` |`)) ?? "";
    assert.ok(row.includes(value === true ? "on" : String(value)), `${name}: ${row}`);
  }
});

test("the science has every measure by its tag", () => {
  for (const tag of Object.keys(measures)) {
    const short = tag.split("/")[1]?.replaceAll("_", "[_ ]") ?? tag;
    assert.match(science, new RegExp(short, "i"), tag);
  }
});

test("the science has every loss, penalty and pairing kind that is built, as a row or an item of its own", () => {
  const available = (
    parts: Readonly<Record<string, { readonly title: string; readonly available: boolean }>>,
  ) => Object.entries(parts).filter(([, part]) => part.available);
  for (const [, { title }] of [...available(losses), ...available(penalties)])
    assert.match(science, new RegExp(`^\\| ${title}( loss)? \\|`, "im"), title);
  for (const [name] of available(pairingKinds))
    assert.match(science, new RegExp(`^(\\| |- )\`${name}\``, "m"), name);
});

test("every kind of data that needs no file of one's own is trained by an example", () => {
  const examples = readdirSync("examples").filter(name => name.endsWith(".gan.json"));
  const all = examples.map(name => read(join("examples", name))).join("\n");
  for (const kind of Object.keys(dataKinds))
    if (!["npy", "npy-images", "parquet", "idx", "cifar10", "images"].includes(kind))
      assert.match(all, new RegExp(`"kind":\\s*"${kind}"`), kind);
});
