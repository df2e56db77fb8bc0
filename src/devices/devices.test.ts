import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { askDevice } from "./ask-device.ts";
import { reportIn } from "./report.ts";
import { adapterIn } from "./vulkan-loader.ts";

const folder = mkdtempSync(join(tmpdir(), "pairing-lab-probers-"));
after(() => {
  rmSync(folder, { recursive: true });
});

/** A prober that does what a driver made it do. */
function prober(name: string, code: string) {
  const script = join(folder, `${name}.mjs`);
  writeFileSync(script, code);
  return { node: process.execPath, script };
}

const usable = '{"name":"webgpu","usable":true}';

test("a prober's answer is its last line, whatever its driver said before", async () => {
  const chatty = prober("chatty", `console.log("Warning: a driver talks"); console.log('${usable}');`);
  assert.deepEqual(await askDevice("webgpu", {}, chatty), { name: "webgpu", usable: true });
});

test("what the Vulkan loader said becomes the adapter, and a software one is told by its name", async () => {
  const line = 'DRIVER:   Using "llvmpipe (LLVM 15.0.6, 256 bits)" with driver: "/usr/lib/libvulkan_lvp.so"';
  const loading = prober("loading", `console.error(${JSON.stringify(line)}); console.log('${usable}');`);
  assert.deepEqual(await askDevice("webgpu", {}, loading), {
    name: "webgpu",
    usable: true,
    maker: "llvmpipe (LLVM 15.0.6, 256 bits)",
    software: true,
  });
  const card = 'Using "NVIDIA H200" with driver: "/usr/lib/libGLX_nvidia.so.0"';
  assert.deepEqual(adapterIn(`${line}\n${card}`), { maker: "NVIDIA H200", software: false });
  assert.equal(adapterIn("DRIVER: Searching for driver manifest files"), null);
});

test("a prober that crashes, hangs or says nothing is a device that cannot be used, with what to do", async () => {
  const reasons: Record<string, RegExp> = {
    "process.exit(3)": /ended with .*device=cpu/,
    "process.kill(process.pid, 'SIGSEGV')": /ended with SIGSEGV.*device=cpu/,
    "": /ended without a word/,
  };
  for (const [code, reason] of Object.entries(reasons)) {
    const report = await askDevice("webgpu", {}, prober("broken", code));
    assert.equal(report.usable, false);
    assert.match(report.reason ?? "", reason);
  }
  const hanging = await askDevice("webgpu", {}, prober("hanging", "setInterval(() => {}, 1000)"), 200);
  assert.match(hanging.reason ?? "", /did not answer within/);
});

test("a prober is told what it may need to know, and the processor needs none", async () => {
  const echo = prober(
    "echo",
    "console.log(JSON.stringify({ name: process.argv[2], usable: false, reason: JSON.parse(process.argv[3]).tensorflowFolder }))",
  );
  const report = await askDevice("tfjs-node", { tensorflowFolder: "/opt/tf" }, echo);
  assert.deepEqual(report, { name: "tfjs-node", usable: false, reason: "/opt/tf" });
  assert.deepEqual(await askDevice("cpu", {}, { node: "nothing", script: "nothing" }), {
    name: "cpu",
    usable: true,
    software: false,
  });
});

test("what is no report is none", () => {
  for (const text of ["", "null", '{"name":"auto","usable":true}', '{"name":"webgpu"}'])
    assert.equal(reportIn(text), null);
});
