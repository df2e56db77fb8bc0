import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { before, test } from "node:test";
import { decode } from "fast-png";
import { decodeNpy, encodeNpy } from "../../src/formats/npy.ts";
import { CallError } from "../../src/protocol/calls.ts";
import { Caller } from "../../src/protocol/channel.ts";
import { viewerProtocol, type ViewerCalls } from "../../src/protocol/viewer-calls.ts";
import { samplesFile } from "../../src/runs/samples.ts";
import { readScalars } from "../../src/runs/scalars.ts";
import { lastLine, pairingLab, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const folder = workFolder();
let run = "";

before(async () => {
  const ended = await pairingLab(folder, "train", writeSmallExperiment(folder));
  assert.equal(ended.code, 0, ended.err);
  run = lastLine(ended);
});

const npy = (name: string) => decodeNpy(readFileSync(join(folder, name)));

/** Within float32's rounding: the two come from differently fused graphs. */
function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-4): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const [a = NaN, b = NaN] = [actual[i], expected[i]];
    assert.ok(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)), `${i}: ${a}, expected ${b}`);
  }
}

test("samples of the probe latents are those in the run's samples folder", async () => {
  for (const step of [0, 60]) {
    const { code, out, err } = await pairingLab(
      folder,
      "sample",
      run,
      "--step",
      String(step),
      "--out",
      "probe.npy",
    );
    assert.equal(code, 0, err);
    assert.equal(out, `probe.npy: 1,024 samples of step ${step}\n`);
    const { shape, data } = npy("probe.npy");
    const recorded = decodeNpy(readFileSync(samplesFile(run, step)));
    assert.deepEqual(shape, recorded.shape);
    assertClose(data, recorded.data);
  }
});

test("random samples depend on the seed, and a larger set starts with the smaller one", async () => {
  const draw = async (count: number, seed: number) => {
    const options = ["--count", String(count), "--seed", String(seed), "--out", "random.npy"];
    assert.equal((await pairingLab(folder, "sample", run, ...options)).code, 0);
    return npy("random.npy").data;
  };
  const few = await draw(5, 1);
  // More rows than one call of the model takes.
  assertClose((await draw(5000, 1)).subarray(0, 10), few, 1e-6);
  assert.notDeepEqual(await draw(5, 2), few);
});

test("given latents are rendered row by row, those of the wrong size refused", async () => {
  const write = (name: string, shape: readonly number[]) => {
    const data = Float64Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i));
    writeFileSync(join(folder, name), encodeNpy({ shape, data }));
  };
  write("latents.npy", [7, 2]);
  write("wide.npy", [7, 3]);
  const { code, out, err } = await pairingLab(
    folder,
    "sample",
    run,
    "--latents",
    "latents.npy",
    "--out",
    "given.npy",
    "--json",
  );
  assert.equal(code, 0, err);
  assert.deepEqual(JSON.parse(out), { run, step: 60, shape: [7, 2], file: join(folder, "given.npy") });
  assert.deepEqual(npy("given.npy").shape, [7, 2]);
  const wide = await pairingLab(folder, "sample", run, "--latents", "wide.npy", "--out", "wide-out.npy");
  assert.equal(wide.code, 2);
  assert.match(wide.err, /latents of 2 numbers, these have 3/);
});

test("a picture shows the samples over the real ones", async () => {
  const { code, err } = await pairingLab(folder, "sample", run, "--out", "picture.png");
  assert.equal(code, 0, err);
  const { width, height, data } = decode(readFileSync(join(folder, "picture.png")));
  assert.deepEqual([width, height], [640, 640]);
  assert.ok(new Set(data).size > 10);
  const vectors = await pairingLab(folder, "sample", run, "--out", "picture.svg");
  assert.equal(vectors.code, 0, vectors.err);
  const circles = readFileSync(join(folder, "picture.svg"), "utf8").match(/<circle /g)?.length ?? 0;
  assert.ok(circles > 2000 && circles <= 3024, `${circles} circles of 2,000 real points and 1,024 samples`);
});

test("a path begins and ends at its probe latents, and its speed is told", async () => {
  const options = ["--from", "3", "--to", "11", "--count", "9"];
  const { code, out, err } = await pairingLab(
    folder,
    "interpolate",
    run,
    ...options,
    "--out",
    "path.npy",
    "--json",
  );
  assert.equal(code, 0, err);
  const { t, moved } = JSON.parse(out) as { t: number[]; moved: number[] };
  assert.deepEqual([t.length, moved.length, t[0], t.at(-1)], [9, 8, 0, 1]);
  const probes = decodeNpy(readFileSync(samplesFile(run, 60))).data;
  const path = npy("path.npy").data;
  assertClose(path.subarray(0, 2), probes.subarray(6, 8));
  assertClose(path.subarray(16), probes.subarray(22, 24));
  const length = Math.hypot((path[2] ?? 0) - (path[0] ?? 0), (path[3] ?? 0) - (path[1] ?? 0));
  assertClose([moved[0] ?? NaN], [length * 8]);
  const text = await pairingLab(
    folder,
    "interpolate",
    run,
    ...options,
    "--kind",
    "lerp",
    "--out",
    "path.png",
  );
  assert.match(
    text.out,
    /^path\.png: lerp from probe latent 3 to 11, 9 samples of step 60\nspeed +[▁-█]{8} /,
  );
});

test("evaluating a checkpoint gives what the run itself recorded there", async () => {
  const history = readScalars(run);
  for (const step of [0, 60]) {
    const { code, out, err } = await pairingLab(folder, "evaluate", run, "--step", String(step), "--json");
    assert.equal(code, 0, err);
    const { measures } = JSON.parse(out) as { measures: Record<string, number> };
    const recorded = [...history].filter(([tag]) => /^(quality|collapse)\//.test(tag));
    const there = recorded.flatMap(([tag, points]) =>
      points.filter(point => point.step === step).map(({ value }) => [tag, value] as const),
    );
    assert.deepEqual(Object.keys(measures).sort(), there.map(([tag]) => tag).sort());
    // A sample that lies on a boundary may fall on either side: one of 100.
    for (const [tag, value] of there) assertClose([measures[tag] ?? NaN], [value], 0.02);
  }
});

test("a checkpoint that is not there is refused with those that are", async () => {
  for (const verb of [
    ["sample", "--out", "a.npy"],
    ["evaluate"],
    ["interpolate", "--from", "0", "--to", "1", "--out", "a.npy"],
  ]) {
    const [name = "", ...options] = verb;
    const { code, err } = await pairingLab(folder, name, run, ...options, "--step", "30");
    assert.equal(code, 2);
    assert.match(err, /there is no checkpoint at step 30; there are 0, 20, 40, 60\n$/);
  }
});

test("show --scatter draws real points beside those of the first and last checkpoint", async () => {
  const { code, out, err } = await pairingLab(folder, "show", run, "--scatter");
  assert.equal(code, 0, err);
  assert.match(out, /^real +generated, step 0 +generated, step 60$/m);
  assert.ok(out.split("\n").every(line => line.length <= 80));
  assert.match(out, /[⠁-⣿]/);
});

test("a damaged generator and a file that cannot be written are told in a sentence", async () => {
  const nowhere = await pairingLab(folder, "sample", run, "--out", "no/such/folder/a.npy");
  assert.equal(nowhere.code, 1);
  assert.match(nowhere.err, /no\/such\/folder\/a\.npy: there is no such file or folder\n$/);
  const copy = await pairingLab(folder, "branch", run, "--at", "40", "--steps", "45");
  assert.equal(copy.code, 0, copy.err);
  const generator = join(lastLine(copy), "checkpoints", "00000045", "generator.onnx");
  writeFileSync(generator, readFileSync(generator).subarray(0, 50));
  const damaged = await pairingLab(folder, "sample", basename(lastLine(copy)), "--out", "a.npy");
  assert.equal(damaged.code, 2);
  assert.match(damaged.err, /^pairing-lab sample: .*generator\.onnx: this checkpoint is damaged: its bytes are not those that were written\.\n$/); // prettier-ignore
});

function openViewer() {
  const child = fork(resolve("dist/viewer.js"), [], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const viewer = new Caller<ViewerCalls>(viewerProtocol, packet => {
    child.send(packet);
  });
  child.on("message", packet => {
    viewer.receive(packet);
  });
  child.on("exit", () => {
    viewer.close(new CallError("closed", "the viewer ended"));
  });
  return { child, viewer };
}

test("the viewer ends when its parent goes", async () => {
  const { child, viewer } = openViewer();
  const { samples } = await viewer.call("render", {
    run,
    step: "last",
    latents: { kind: "probe", count: 3 },
  });
  assert.deepEqual(samples.shape, [3, 2]);
  const exit = once(child, "exit");
  child.disconnect();
  assert.deepEqual(await exit, [0, null]);
});

test("a viewer that dies fails the calls in progress; one that lives answers many at once", async () => {
  const { child, viewer } = openViewer();
  const counts = Array.from({ length: 20 }, (_, i) => i + 1);
  const steps = [0, 20, 40, 60];
  const rendered = await Promise.all(
    counts.map(count =>
      viewer.call("render", { run, step: steps[count % 4] ?? 0, latents: { kind: "probe", count } }),
    ),
  );
  assert.deepEqual(
    rendered.map(({ step, samples }) => [step, samples.shape[0]]),
    counts.map(count => [steps[count % 4], count]),
  );
  const pending = viewer.call("render", {
    run,
    step: 0,
    latents: { kind: "random", seed: 1, count: 1_000_000 },
  });
  child.kill("SIGKILL");
  await assert.rejects(pending, (error: unknown) => error instanceof CallError && error.code === "closed");
});

test("a cancelled rendering ends at once, and the viewer goes on", async () => {
  const { child, viewer } = openViewer();
  const controller = new AbortController();
  const latents = { kind: "random", seed: 1, count: 1_000_000 } as const;
  const long = viewer.call("render", { run, step: 0, latents }, { signal: controller.signal });
  controller.abort();
  await assert.rejects(long, (error: unknown) => error instanceof CallError && error.code === "cancelled");
  const { step } = await viewer.call("render", { run, step: 0, latents: { kind: "probe", count: 1 } });
  assert.equal(step, 0);
  child.disconnect();
});

test("the viewer refuses a folder that is no run", async () => {
  const { child, viewer } = openViewer();
  mkdirSync(join(folder, "no-run"));
  await assert.rejects(
    viewer.call("evaluate", { run: join(folder, "no-run"), step: "last" }),
    (error: unknown) =>
      error instanceof CallError && error.code === "input" && error.message.includes("run.json"),
  );
  child.disconnect();
});
