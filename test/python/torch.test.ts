// The example: a GAN of PyTorch is watched, goes on from its own state, and its generator is drawn and measured here.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { historyOf } from "../../src/runs/history-file.ts";
import { observe } from "../../src/runs/list.ts";
import { sampleSteps } from "../../src/runs/samples.ts";
import { pairingLab } from "../cli/terminal-command.ts";
import { interpreter, peersMissing } from "../peers/python.ts";
import { temporaryFolder } from "../support/run-folder.ts";

function example(...words: readonly string[]): string {
  const all = ["-W", "ignore", "python/examples/ring_gan.py", ...words];
  const { status, stdout, stderr } = spawnSync(interpreter, all, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

test(
  "the example trains with PyTorch, goes on from its state, and is interpolated and evaluated",
  { skip: peersMissing("torch", "onnx") },
  async t => {
    const runs = temporaryFolder(t);
    const folder = example("--runs", runs, "--steps", "100");
    assert.equal(observe(folder).state, "done");
    assert.deepEqual(sampleSteps(folder), [1, 100]);
    const { tags } = await historyOf(folder);
    for (const tag of ["loss/generator", "loss/discriminator", "loss/pairing"])
      assert.equal(tags.get(tag)?.count, 10, tag);
    example("--resume", folder);
    assert.equal((await historyOf(folder)).tags.get("loss/generator")?.count, 10);
    const path = await pairingLab(
      runs,
      "interpolate",
      folder,
      "--from",
      "0",
      "--to",
      "1",
      "--out",
      "path.npy",
    );
    assert.equal(path.code, 0, path.err);
    const measured = await pairingLab(runs, "evaluate", folder, "--json");
    const { step, measures } = JSON.parse(measured.out) as { step: number; measures: Record<string, number> };
    assert.equal(step, 100);
    assert.ok(
      measures["quality/coverage"] !== undefined && measures["collapse/effective_rank"] !== undefined,
    );
  },
);
