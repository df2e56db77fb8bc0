// Everything in the real workbench, from the installed VSIX, one after the other in this one process: two windows of
// VS Code at once would only measure each other.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { installWorkbench, type InstalledWorkbench } from "./install.ts";
import { packReadHolder } from "./held-reads.ts";
import { installExtension, packExtension } from "./packaged.ts";
import { agents } from "./scenarios/agents.ts";
import { comparing } from "./scenarios/comparing.ts";
import { ending } from "./scenarios/ending.ts";
import { exploring } from "./scenarios/exploring.ts";
import { foreignLogs } from "./scenarios/foreign-logs.ts";
import { firstRun } from "./scenarios/first-run.ts";
import { images } from "./scenarios/images.ts";
import { noting } from "./scenarios/noting.ts";
import { outliving } from "./scenarios/outliving.ts";
import { places } from "./scenarios/places.ts";
import { restricted } from "./scenarios/restricted.ts";
import type { Scenarios } from "./scenarios/scenario.ts";
import { sweepingOnSlurm } from "./scenarios/sweeping-on-slurm.ts";
import { sweeping } from "./scenarios/sweeping.ts";
import { steering } from "./scenarios/steering.ts";
import { tabulating } from "./scenarios/tabulating.ts";
import { takingOut } from "./scenarios/taking-out.ts";
import { trying } from "./scenarios/trying.ts";
import { Theatre } from "./stage.ts";
import { PATIENCE } from "../support/until.ts";
import { packToolCaller } from "./tool-caller.ts";
import { namesInZip } from "./zip-names.ts";

const home = mkdtempSync(join(tmpdir(), "pairing-lab-vsix-"));
let vsix = "";
before(() => {
  vsix = packExtension(home);
});
after(() => {
  rmSync(home, { recursive: true, force: true });
});

/** Everything else in a VSIX is a mistake. */
const allowed = [
  /^extension\.vsixmanifest$/,
  /^\[Content_Types\]\.xml$/,
  /^extension\/(package\.json|README\.md|CHANGELOG\.md|LICENSE(\.txt)?|THIRD-PARTY-NOTICES\.txt)$/i,
  /^extension\/dist\/(extension\.cjs|(app|run-command|run-tools|trainer|prober|timing|viewer|decoder|cli|[a-z]+-page)\.js|chunks\/[^/]+\.js)$/,
  /^extension\/dist\/webview\/[^/]+\.(js|css)$/,
  /^extension\/dist\/share\/page\.(js|css)$/,
  /^extension\/assets\/(README\.md|digits\/[\w.-]+\.(gz|onnx))$/,
  /^extension\/(media(\/walkthrough)?|schemas|examples)\/[^/]+\.(png|svg|json|jsonc|csv|md|mjs)$/,
  /^extension\/python\/(examples\/)?\w+\.py$/,
  /^extension\/node_modules\/onnxruntime-common\/(package\.json|dist\/cjs\/([\w-]+\.js|package\.json))$/,
  /^extension\/node_modules\/onnxruntime-node\/(package\.json|dist\/[\w-]+\.js)$/,
  /^extension\/node_modules\/onnxruntime-node\/bin\/napi-v\d+\/\w+\/\w+\/[\w.]+$/,
];

test("The VSIX holds what runs and nothing else, and is below 40 MB", () => {
  const names = namesInZip(readFileSync(vsix));
  assert.deepEqual(
    names.filter(name => !allowed.some(pattern => pattern.test(name))),
    [],
  );
  for (const name of [
    "dist/extension.cjs",
    "dist/app.js",
    "dist/trainer.js",
    "dist/viewer.js",
    "dist/webview/dashboard.js",
    "dist/share/page.js",
  ])
    assert.ok(names.includes(`extension/${name}`), `${name} is missing`);
  const natives = names.filter(name => name.endsWith(".node"));
  assert.equal(natives.length, 1, `native code of one platform: ${natives.join(", ")}`);
  assert.ok(statSync(vsix).size < 40e6, `${statSync(vsix).size} bytes`);
});

const installed = installWorkbench();
const scenarios: Scenarios = {
  ...firstRun,
  ...steering,
  ...outliving,
  ...ending,
  ...restricted,
  ...exploring,
  ...sweeping,
  ...sweepingOnSlurm,
  ...takingOut,
  ...places,
  ...comparing,
  ...noting,
  ...tabulating,
  ...trying,
  ...agents,
  ...foreignLogs,
  ...images,
};
/** The folder of installed extensions: ours, and beside it one that calls our tools as a language model does, and one that holds reads. */
function extensions(workbench: InstalledWorkbench): string {
  installExtension(workbench, packToolCaller(home), home);
  installExtension(workbench, packReadHolder(home), home);
  return installExtension(workbench, vsix, home);
}
let theatre: Theatre | null = null;
after(() => theatre?.close());

for (const [name, { options = {}, skip = false, play }] of Object.entries(scenarios)) {
  const missing = typeof installed === "string" ? installed : skip;
  if (typeof installed === "string" || missing !== false) test(name, { skip: missing }, () => undefined);
  else {
    test(name, { timeout: 10 * PATIENCE }, t => {
      theatre ??= new Theatre(installed, extensions(installed));
      return theatre.play(name, options, play, text => {
        t.diagnostic(text);
      });
    });
  }
}
