import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test, type TestContext } from "node:test";
import { imageRun, waveImage, waveMatrix, type ImageRun } from "../../../test/support/image-run.ts";
import { linearRun } from "../../../test/support/linear-run.ts";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { probeLatents } from "../../data/latents.ts";
import { openDataset } from "../../data/open-dataset.ts";
import { toUnits } from "../../data/real-images.ts";
import { DigitClassifier } from "../../evaluation/digit-classifier.ts";
import { encodeNpy } from "../../formats/npy.ts";
import { toPixels } from "../../pictures/images.ts";
import { CallError } from "../../protocol/calls.ts";
import { imageResultShapes } from "../../protocol/image-calls.ts";
import type { ImageStack } from "../../protocol/image-views.ts";
import { samplesFile } from "../../runs/samples.ts";
import { viewerHandlers } from "../handlers.ts";
import { placeIn } from "./probe-plane.ts";

const { signal } = new AbortController();

async function viewing(t: TestContext, options: ImageRun) {
  const run = await imageRun(temporaryFolder(t), options);
  return { run, view: viewerHandlers() };
}

const probesOf = (size: number) => {
  const all = probeLatents({ size, distribution: "normal" }, 96);
  return (number: number) => all.slice(number * size, (number + 1) * size);
};

const imageAt = ({ height, width, channels, pixels }: ImageStack, index: number) => {
  const size = height * width * channels;
  return pixels.subarray(index * size, (index + 1) * size);
};

/** Rounding to 8 bits may fall either way where two engines differ in the last digit. */
function alike(found: Uint8Array, expected: Uint8Array): void {
  assert.equal(found.length, expected.length);
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - (expected[i] ?? NaN)) <= 1, `${value} for ${String(expected[i])} at ${i}`);
  });
}

const near = (found: number | undefined, expected: number, tolerance = 1e-4) => {
  const off = Math.abs((found ?? NaN) - expected);
  assert.ok(off <= tolerance * (1 + Math.abs(expected)), `${String(found)} for ${expected}`);
};

const rms = (a: Float32Array, b: Float32Array) =>
  Math.sqrt(a.reduce((sum, value, i) => sum + ((value - (b[i] ?? 0)) / 2) ** 2, 0) / a.length);

test("a path begins and ends with its probes' images, and says how far each is from the next", async t => {
  const { run, view } = await viewing(t, { steps: [10, 20] });
  const asked = { run, step: 15, from: 3, to: 7, count: 17, path: "lerp", classes: true } as const;
  const path = await view["latent/imagePath"](asked, signal);
  assert.equal(path.step, 10);
  assert.deepEqual(path, imageResultShapes["latent/imagePath"](path, ""));
  const matrix = waveMatrix(10, 8);
  const probe = probesOf(8);
  alike(imageAt(path.images, 0), toPixels(waveImage(matrix, probe(3))));
  alike(imageAt(path.images, 16), toPixels(waveImage(matrix, probe(7))));
  const latentAt = (row: number) => path.latents.slice(8 * row, 8 * (row + 1));
  for (const row of [0, 7, 15])
    near(path.distances[row], rms(waveImage(matrix, latentAt(row)), waveImage(matrix, latentAt(row + 1))));
  assert.deepEqual([path.t[0], path.t[8], path.t[16]], [0, 0.5, 1]);
});

test("the map lies in the plane of its three probes, each in its place", async t => {
  const { run, view } = await viewing(t, { steps: [0], latentSize: 16 });
  const asked = { run, step: 0, from: 2, to: 5, third: 40, columns: 7, rows: 5, images: true };
  const map = await view["latent/imageMap"](asked, signal);
  assert.deepEqual(map, imageResultShapes["latent/imageMap"](map, ""));
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  near(dot(map.axisX, map.axisX), 1);
  near(dot(map.axisY, map.axisY), 1);
  near(dot(map.axisX, map.axisY), 0);
  // The origin is the plane's nearest place to 0: at right angles to both axes.
  near(dot(map.origin, map.axisX), 0);
  near(dot(map.origin, map.axisY), 0);
  const probe = probesOf(16);
  [2, 5, 40].forEach((number, i) => {
    const [x = 0, y = 0] = map.probes.subarray(2 * i, 2 * i + 2);
    const back = map.origin.map((value, d) => value + x * (map.axisX[d] ?? 0) + y * (map.axisY[d] ?? 0));
    back.forEach((value, d) => {
      near(value, probe(number)[d] ?? NaN);
    });
    assert.ok(Math.abs(x) < map.extent && Math.abs(y) < map.extent);
  });
  // The centre's latent is the origin itself.
  const images = map.images;
  assert.ok(images !== null);
  alike(imageAt(images, 2 * 7 + 3), toPixels(waveImage(waveMatrix(0, 16), map.origin)));
  assert.ok(map.stretch.every(value => value > 0 && value < 1));
});

test("stretch is the image's movement a latent step, in units from black to white", async t => {
  // One step makes waves so faint that tanh is straight: the stretch is the same everywhere.
  const { run, view } = await viewing(t, { steps: [0], latentSize: 2 });
  const asked = { run, step: 0, from: 0, to: 1, third: 2, columns: 9, rows: 9, images: false };
  const map = await view["latent/imageMap"](asked, signal);
  assert.equal(map.images, null);
  assert.deepEqual([...map.origin, ...map.axisX, ...map.axisY], [0, 0, 1, 0, 0, 1]);
  const matrix = waveMatrix(0, 2);
  const norm = Math.sqrt(matrix.reduce((sum, value) => sum + value ** 2, 0)) / (2 * 28);
  for (const value of map.stretch) near(value, norm, 2e-3);
});

test("probes that span no plane, and a latent of one dimension, have maps too", async t => {
  for (const latentSize of [1, 6]) {
    const { run, view } = await viewing(t, { steps: [0], latentSize });
    const asked = { run, step: 0, from: 4, to: 4, third: 4, columns: 3, rows: 3, images: true };
    const map = await view["latent/imageMap"](asked, signal);
    assert.ok(map.extent > 0 && Number.isFinite(map.extent));
    near(Math.hypot(...map.axisX), 1);
    near(Math.hypot(...map.axisY), latentSize === 1 ? 0 : 1);
    assert.ok(map.stretch.every(Number.isFinite));
  }
});

test("neighbours stand around their probe: nearer in the latent space, nearer in the image, the same at every step", async t => {
  const { run, view } = await viewing(t, { steps: [5] });
  const around = (noise: number) =>
    view["latent/neighbours"]({ run, step: 5, probe: 9, noise, count: 12 }, signal);
  const [none, few, many] = await Promise.all([around(0), around(0.05), around(0.5)]);
  alike(imageAt(few.images, 0), toPixels(waveImage(waveMatrix(5, 8), probesOf(8)(9))));
  assert.ok(none.distances.every(distance => distance === 0));
  few.distances.forEach((distance, i) => {
    assert.ok(distance > 0 && distance < (many.distances[i] ?? 0));
  });
  assert.deepEqual(await around(0.05), few);
});

test("the nearest real image of a sample that is a training image is that image", async t => {
  const { run, view } = await viewing(t, { steps: [0] });
  const nearest = await view["data/nearest"]({ run, step: 0, probe: 3, count: 3 }, signal);
  assert.deepEqual(nearest, imageResultShapes["data/nearest"](nearest, ""));
  assert.equal(nearest.images.count, 3);
  assert.ok(nearest.searched > 1000);
  const [first = 0, second = 0, third = 0] = nearest.distances;
  assert.ok(0 < first && first <= second && second <= third && third < 1);
});

test("a sample that was recorded is searched for as it was recorded, though the checkpoint is older", async t => {
  const { run, view } = await viewing(t, { steps: [0] });
  const { images } = await openDataset({ kind: "digits" });
  const copied = images?.training.read(77, 1) ?? new Uint8Array();
  const data = new Float32Array(96 * copied.length).fill(-1);
  toUnits(copied, data, 3 * copied.length);
  writeFileSync(samplesFile(run, 5), encodeNpy({ shape: [96, 28, 28, 1], data }));
  const at = (step: number, probe: number) => view["data/nearest"]({ run, step, probe, count: 1 }, signal);
  const found = await at(5, 3);
  assert.deepEqual([found.step, ...found.distances], [5, 0]);
  assert.deepEqual(found.images.pixels, copied);
  assert.notEqual((await at(5, 4)).distances[0], 0);
  // Nothing was recorded here, or nothing that can be read: the checkpoint's image is searched for.
  writeFileSync(samplesFile(run, 7), "no samples");
  for (const step of [6, 7]) assert.equal((await at(step, 3)).step, 0);
});

test("real images are the held-out digits, with the names of their classes", async t => {
  const { run, view } = await viewing(t, { steps: [0] });
  const { images, classNames } = await view["data/images"]({ run, count: 20 }, signal);
  assert.deepEqual([images.count, images.height, images.width, images.channels], [20, 28, 28, 1]);
  assert.deepEqual(
    classNames,
    Array.from({ length: 10 }, (_, digit) => String(digit)),
  );
  assert.ok(imageAt(images, 0).some(value => value > 200));
});

test("classes are those that the shipped classifier tells, for paths, maps and shares alike", async t => {
  const { run, view } = await viewing(t, { steps: [5] });
  const path = await view["latent/imagePath"](
    { run, step: 5, from: 0, to: 1, count: 5, path: "lerp", classes: true },
    signal,
  );
  const classifier = await DigitClassifier.of();
  const probe = probesOf(8);
  const ends = Float32Array.from([0, 1].flatMap(end => [...waveImage(waveMatrix(5, 8), probe(end))]));
  const expected = await classifier.classify(ends, 2, 1, () => Promise.resolve());
  assert.deepEqual([path.classes[0], path.classes[4]], [...expected]);
  const asked = { run, step: 5, from: 0, to: 1, third: 2, columns: 4, rows: 3, images: false };
  assert.equal((await view["latent/imageMap"](asked, signal)).classes.length, 12);
  const { shares, real, samples } = await view["latent/classShares"]({ run, step: 5 }, signal);
  assert.deepEqual([shares.length, real.length, samples], [10, 10, 1000]);
  near(
    shares.reduce((a, b) => a + b, 0),
    1,
  );
  near(
    real.reduce((a, b) => a + b, 0),
    1,
  );
});

test("a run of points has none of these pictures, and a run of images none of theirs", async t => {
  const view = viewerHandlers();
  const refused = (message: RegExp) => (error: unknown) => {
    assert.ok(error instanceof CallError);
    assert.equal(error.code, "input");
    assert.match(error.message, message);
    return true;
  };
  const points = await linearRun(temporaryFolder(t), { steps: [0] });
  const asked = { run: points, step: 0, from: 0, to: 1, count: 5, path: "slerp", classes: true } as const;
  await assert.rejects(view["latent/imagePath"](asked, signal), refused(/samples are images/));
  await assert.rejects(view["data/images"]({ run: points, count: 5 }, signal), refused(/samples are images/));
  const images = await imageRun(temporaryFolder(t), { steps: [0] });
  await assert.rejects(view.scene({ run: images, count: 5 }, signal), refused(/samples are points/));
});

test("a picture that is no longer wanted ends between two batches of images", async t => {
  const { run, view } = await viewing(t, { steps: [0] });
  const controller = new AbortController();
  const asked = { run, step: 0, from: 0, to: 1, third: 2, columns: 64, rows: 64, images: false };
  let looks = 0;
  // Wanted at the first look, no longer at the next one.
  Object.defineProperty(controller.signal, "aborted", { get: () => ++looks > 1 });
  await assert.rejects(
    view["latent/imageMap"](asked, controller.signal),
    (error: unknown) => error instanceof CallError && error.code === "cancelled",
  );
  assert.equal(looks, 2);
});

test("samples of an image run keep the shape of their images in renderings", async t => {
  const { run, view } = await viewing(t, { steps: [0] });
  const { samples } = await view.render({ run, step: 0, latents: { kind: "probe", count: 20 } }, signal);
  assert.deepEqual(samples.shape, [20, 28, 28, 1]);
  const { shape } = await view.real({ run, count: 3 }, signal);
  assert.deepEqual(shape, [3, 28, 28, 1]);
});

test("where a latent lies in a plane does not depend on how far it is from it", () => {
  const plane = {
    origin: Float32Array.of(0, 0, 2),
    axisX: Float32Array.of(1, 0, 0),
    axisY: Float32Array.of(0, 1, 0),
  };
  assert.deepEqual(placeIn(plane, Float32Array.of(3, 4, 2)), [3, 4]);
  assert.deepEqual(placeIn(plane, Float32Array.of(3, 4, -7)), [3, 4]);
});
