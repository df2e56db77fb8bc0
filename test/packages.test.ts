// What `npm run package -- --all --npm` packs: opened, and the terminal's package used as npm installs it.
import assert from "node:assert/strict";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { must } from "./support/must.ts";
import { namesInZip } from "./workbench/zip-names.ts";

interface Targets {
  readonly targets: () => string[];
  readonly platformOf: (bytes: Uint8Array) => string;
}
interface Problems {
  readonly problemsOf: (vsix: Uint8Array, target: string) => string[];
}
const script = (name: string): Promise<unknown> =>
  import(pathToFileURL(join(process.cwd(), "scripts", name)).href);

const made = mkdtempSync(join(tmpdir(), "pairing-lab-packages-"));
after(() => {
  rmSync(made, { recursive: true, force: true });
});

before(() => {
  must(process.execPath, ["scripts/package.mjs", "--all", "--npm", "--out", made]);
});

const version = (JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version;
const vsixOf = (target: string): Buffer => readFileSync(join(made, `pairing-lab-${target}-${version}.vsix`));

test("a VSIX for each platform of the runtime, with its own native code and else the same files", async () => {
  const { targets } = (await script("vsix/targets.mjs")) as Targets;
  assert.ok(
    ["linux-x64", "linux-arm64", "win32-x64", "darwin-arm64"].every(name => targets().includes(name)),
  );
  const isNative = (name: string): boolean => name.includes("/bin/napi-v");
  const namesOf = (target: string): string[] => namesInZip(vsixOf(target));
  const common = namesOf("linux-x64").filter(name => !isNative(name));
  for (const target of targets()) {
    const names = namesOf(target);
    assert.deepEqual(
      names.filter(name => !isNative(name)),
      common,
    );
    const natives = names.filter(isNative);
    const folder = `extension/node_modules/onnxruntime-node/bin/napi-v6/${target.replace("-", "/")}/`;
    assert.ok(natives.includes(`${folder}onnxruntime_binding.node`));
    assert.ok(natives.length >= 2 && natives.every(name => name.startsWith(folder)), natives.join(", "));
  }
});

test("a package that is opened and is of another platform than it says is not let through", async () => {
  const { problemsOf } = (await script("vsix/problems.mjs")) as Problems;
  assert.deepEqual(problemsOf(vsixOf("linux-arm64"), "linux-arm64"), []);
  const problems = problemsOf(vsixOf("linux-arm64"), "win32-x64").join("\n");
  assert.match(problems, /does not say TargetPlatform="win32-x64"/);
  assert.match(problems, /addon is missing/);
  assert.match(problems, /onnxruntime_binding\.node is native code of linux-arm64, not of win32-x64/);
});

test("native code is known by the head of its file", async () => {
  const { targets, platformOf } = (await script("vsix/targets.mjs")) as Targets;
  for (const target of targets()) {
    const addon = join("node_modules/onnxruntime-node/bin/napi-v6", target.replace("-", "/"), "onnxruntime_binding.node"); // prettier-ignore
    assert.equal(platformOf(readFileSync(addon)), target);
  }
  assert.equal(platformOf(Buffer.alloc(64)), "unknown");
});

test("the terminal's package, installed as npm does: npx trains in a folder with nothing but an experiment", () => {
  const folder = join(made, "empty");
  const installed = join(folder, "node_modules");
  mkdirSync(join(installed, ".bin"), { recursive: true });
  must("tar", ["-xzf", join(made, `pairing-lab-${version}.tgz`), "-C", installed]);
  must("mv", ["package", "pairing-lab"], { cwd: installed });
  for (const name of ["onnxruntime-node", "onnxruntime-common"])
    symlinkSync(resolve("node_modules", name), join(installed, name));
  symlinkSync("../pairing-lab/dist/cli.js", join(installed, ".bin", "pairing-lab"));
  const own = join(installed, "pairing-lab");
  assert.ok(readFileSync(join(own, "THIRD-PARTY-NOTICES.txt"), "utf8").length > 10_000);
  copyFileSync(join(own, "examples", "ring-8.gan.json"), join(folder, "mine.gan.json"));

  const typed = ["--no-install", "pairing-lab"];
  const printed = must("npx", [...typed, "train", "mine.gan.json", "--set", "steps=20"], { cwd: folder });
  const run = printed.trim().split("\n").at(-1) ?? "";
  assert.deepEqual(readdirSync(join(folder, "runs")), [basename(run)]);
  assert.match(must("npx", [...typed, "replay", run], { cwd: folder }), /the same/);
  assert.match(must("npx", [...typed, "export", run, "--out", "run.html"], { cwd: folder }), /run\.html/);
  const info = JSON.parse(readFileSync(join(run, "run.json"), "utf8")) as { versions: object };
  assert.ok(!Object.values(info.versions).includes("unknown"), JSON.stringify(info.versions));
  const help = must("npx", [...typed, "--help"], { cwd: folder });
  const first = /^Begin with: pairing-lab train (.+)$/m.exec(help)?.[1] ?? "";
  must("npx", [...typed, "check", first], { cwd: folder });
});
