import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { cardsIn, nvidiaCard } from "./nvidia.ts";

test("a card a line; what its driver does not tell is left out", () => {
  assert.deepEqual(cardsIn("NVIDIA H200, 143771, 512, 17\nTegra, [N/A], [Not Supported], 3\n"), [
    { name: "NVIDIA H200", memory: 143_771 * 2 ** 20, used: 512 * 2 ** 20, busy: 0.17 },
    { name: "Tegra", busy: 0.03 },
  ]);
  for (const none of ["", "\n", "No devices were found\n"]) assert.deepEqual(cardsIn(none), []);
});

/** A nvidia-smi of this test's own, first on the PATH; null: none is to be found. */
function withProgram(t: TestContext, code: string | null): void {
  const folder = mkdtempSync(join(tmpdir(), "pairing-lab-smi-"));
  const { PATH, CUDA_VISIBLE_DEVICES } = process.env;
  if (code !== null) {
    const program = join(folder, "nvidia-smi");
    writeFileSync(program, `#!${process.execPath}\n${code}`);
    chmodSync(program, 0o755);
  }
  process.env["PATH"] = folder;
  delete process.env["CUDA_VISIBLE_DEVICES"];
  t.after(() => {
    rmSync(folder, { recursive: true });
    process.env["PATH"] = PATH;
    if (CUDA_VISIBLE_DEVICES !== undefined) process.env["CUDA_VISIBLE_DEVICES"] = CUDA_VISIBLE_DEVICES;
  });
}

const windows =
  process.platform === "win32" && "a program here is a script with a first line that names Node";

test("of several cards it is the first that CUDA may see", { skip: windows }, async t => {
  withProgram(
    t,
    'console.log((process.argv.find(word => word.startsWith("--id=")) ?? "first") + ", 1, 1, 50")',
  );
  assert.equal((await nvidiaCard())?.name, "first");
  process.env["CUDA_VISIBLE_DEVICES"] = "2,0";
  assert.equal((await nvidiaCard())?.name, "--id=2");
});

test("without a driver, or with one that fails, nothing is told", { skip: windows }, async t => {
  withProgram(t, null);
  assert.equal(await nvidiaCard(), null);
  withProgram(t, 'console.log("NVIDIA-SMI has failed, because, it, could not"); process.exit(9)');
  assert.equal(await nvidiaCard(), null);
});
