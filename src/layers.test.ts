import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import ts from "typescript";

/** Which layers a layer may import (docs/architecture.md has the reasons). Type imports count too. */
const arrows: Record<string, readonly string[]> = {
  plain: [],
  reach: [],
  unattended: [],
  protocol: [],
  formats: [],
  compiler: [],
  devices: ["experiment", "unattended"],
  experiment: ["plain", "reach"],
  modules: ["experiment", "reach", "runs"],
  differences: ["plain", "experiment", "modules", "protocol", "runs"],
  measures: [],
  pictures: [],
  statistics: [],
  sweeps: ["plain", "experiment", "runs", "statistics"],
  trials: ["plain", "experiment", "runs", "statistics", "sweeps"],
  runs: ["plain", "experiment", "formats", "measures", "reach", "unattended"],
  foreign: ["formats", "runs", "reach"],
  execution: ["compiler", "devices", "experiment"],
  data: ["plain", "experiment", "formats", "unattended"],
  evaluation: ["experiment", "data", "measures", "compiler", "execution", "formats"],
  gan: ["experiment", "compiler"],
  training: [
    "unattended",
    "devices",
    "gan",
    "data",
    "measures",
    "evaluation",
    "compiler",
    "execution",
    "runs",
    "experiment",
    "modules",
    "formats",
    "pictures",
  ],
  viewing: ["plain", "execution", "data", "evaluation", "formats", "runs", "pictures", "protocol"],
  diagnosis: ["experiment"],
  dashboard: [
    "unattended",
    "plain",
    "diagnosis",
    "statistics",
    "sweeps",
    "trials",
    "runs",
    "foreign",
    "experiment",
    "measures",
    "protocol",
    "formats",
    "pictures",
    "reach",
  ],
  share: ["dashboard", "diagnosis", "experiment", "formats", "pictures", "protocol", "runs", "sweeps"],
  // launching refuses a feature network that does not fit, starts the viewer and hands over the caller that speaks to it.
  launching: [
    "plain",
    "sweeps",
    "trials",
    "runs",
    "experiment",
    "modules",
    "data",
    "devices",
    "evaluation",
    "protocol",
    "reach",
    "unattended",
  ],
  extension: [
    "unattended",
    "plain",
    "dashboard",
    "diagnosis",
    "differences",
    "modules",
    "share",
    "launching",
    "sweeps",
    "trials",
    "runs",
    "foreign",
    "experiment",
    "protocol",
    "reach",
  ],
  cli: [
    "unattended",
    "plain",
    "launching",
    "diagnosis",
    "differences",
    "share",
    "sweeps",
    "runs",
    "foreign",
    "experiment",
    "protocol",
    "measures",
    "formats",
    "pictures",
  ],
};

/** Packages that only some layers may know. */
const owners: Record<string, readonly string[]> = {
  vscode: ["extension"],
  "@tensorflow/tfjs-core": ["compiler"],
  "onnxruntime-node": ["execution"],
  "protobufjs/light.js": ["compiler", "formats"],
};

const layerOf = (path: string) => path.split("/")[1] ?? "";

function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map(name => join("src", name))
  .filter(name => name.endsWith(".ts") && !name.endsWith(".test.ts"));

for (const file of sources) {
  test(`${file} keeps the arrows`, () => {
    const from = layerOf(file);
    assert.ok(from in arrows, `${from} is not a layer`);
    const text = readFileSync(file, "utf8");
    for (const { fileName: name } of ts.preProcessFile(text).importedFiles) {
      if (name.startsWith(".")) {
        const to = layerOf(join(dirname(file), name));
        assert.ok(to === from || arrows[from]?.includes(to), `${file} must not import ${name}`);
      } else {
        const allowed = owners[name] ?? owners[packageOf(name)];
        assert.ok(allowed?.includes(from) ?? true, `${file} must not import ${name}`);
      }
    }
  });
}

test("every layer's arrows point at layers", () => {
  for (const targets of Object.values(arrows)) for (const to of targets) assert.ok(to in arrows, to);
});
