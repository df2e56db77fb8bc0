import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

interface Manifest {
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
}

test("TensorFlow's packages are optional peers, and no fresh clone downloads them", () => {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
  const names = ["@tensorflow/tfjs-node", "@tensorflow/tfjs-node-gpu"];
  assert.deepEqual(Object.keys(manifest.peerDependencies), names);
  for (const name of names) assert.equal(manifest.peerDependenciesMeta[name]?.optional, true);
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, unknown> };
  const installed = Object.keys(lock.packages);
  assert.ok(installed.length > 100);
  assert.deepEqual(
    installed.filter(name => name.includes("tfjs-node")),
    [],
  );
});
