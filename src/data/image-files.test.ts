import assert from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  readdirSync,
  readFileSync,
  cpSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { gzipSync } from "node:zlib";
import { encode } from "fast-png";
import { asNobody } from "../../test/support/as-nobody.ts";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { checkData, openDataset } from "./open-dataset.ts";
import { readingText } from "./reading.ts";
import { shippedFile } from "./shipped-file.ts";

const root = mkdtempSync(join(tmpdir(), "image-files-"));
after(() => {
  rmSync(root, { recursive: true });
});
let folder = root;
let number = 0;
beforeEach(() => {
  folder = join(root, String(number++));
  mkdirSync(folder);
  process.env["PAIRING_LAB_CACHE"] = join(folder, "cache");
});

const put = (name: string, content: string | Uint8Array) => {
  const file = join(folder, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, content);
  return file;
};

const refusedWith = (message: RegExp) => ({ name: "DataError", message });

function idxFile(shape: readonly number[], values: number): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  shape.forEach((size, d) => header.writeUInt32BE(size, 4 + 4 * d));
  return Buffer.concat([header, Uint8Array.from({ length: values }, (_, i) => i % 251)]);
}

const openIdx = (images: string, labels = "") => openDataset({ kind: "idx", folder: "", images, labels });

test("IDX: plain and gzipped, grey and colour, with labels and without", async () => {
  const grey = idxFile([20, 4, 5], 400);
  for (const file of [
    put("a", grey),
    put("b.gz", gzipSync(grey)),
    put("gzipped-by-content", gzipSync(grey)),
  ]) {
    const dataset = await openIdx(file);
    assert.deepEqual(dataset.sampleShape, [4, 5, 1]);
    assert.equal(dataset.classes, null);
    assert.deepEqual([dataset.images?.training.count, dataset.images?.heldOut.count], [16, 4]);
  }
  const colour = await openIdx(put("c", idxFile([20, 4, 5, 3], 1200)));
  assert.deepEqual(colour.sampleShape, [4, 5, 3]);
  const labels = put(
    "l",
    Buffer.concat([idxFile([20], 0), Uint8Array.from({ length: 20 }, (_, i) => i % 4)]),
  );
  const { classes, images } = await openIdx(put("d", grey), labels);
  assert.deepEqual(
    [classes?.count, classes?.classifier, [...(classes?.weights ?? [])].map(w => Math.round(w * 20))],
    [4, "examples", [5, 5, 5, 5]],
  );
  const first = images?.heldOut.read(0, 1)[0] ?? 0;
  const row = Array.from({ length: 20 }, (_, r) => r).find(r => (r * 20) % 251 === first) ?? -1;
  assert.equal(images?.heldOut.labelOf?.(0), row % 4);
});

test("IDX: a folder of the four usual files, its test images held out, with labels only where both sets have them", async t => {
  const usual = temporaryFolder(t);
  const write = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(usual, name), bytes);
  };
  const pictures = (count: number, first: number) =>
    Buffer.concat([
      idxFile([count, 2, 2], 0),
      Uint8Array.from({ length: 4 * count }, (_, i) => first + (i >> 2)),
    ]);
  const labelled = (count: number) =>
    Buffer.concat([idxFile([count], 0), Uint8Array.from({ length: count }, (_, i) => i % 3)]);
  const open = () => openDataset({ kind: "idx", folder: usual, images: "", labels: "" });
  await assert.rejects(open(), refusedWith(/there is no train-images-idx3-ubyte/));
  write("train-images-idx3-ubyte.gz", gzipSync(pictures(20, 0)));
  write("train-labels-idx1-ubyte", labelled(20));
  const alone = await open();
  assert.deepEqual(
    [alone.images?.training.count, alone.images?.heldOut.count, alone.classes?.count],
    [16, 4, 3],
  );
  write("t10k-images.idx3-ubyte", pictures(12, 100));
  const unlabelled = await open();
  assert.deepEqual([unlabelled.images?.heldOut.count, unlabelled.classes], [12, null]);
  assert.match(
    unlabelled.reading?.asides.join("; ") ?? "",
    /12 pictures held out for the measures; no labels/,
  );
  write("t10k-labels-idx1-ubyte.gz", gzipSync(labelled(12)));
  const { images, classes, reading } = await open();
  assert.ok(images !== null);
  assert.equal(images.training.count, 20);
  assert.deepEqual([...images.heldOut.read(0, 1)], [100, 100, 100, 100]);
  assert.deepEqual([images.heldOut.labelOf?.(4), images.training.labelOf?.(5), classes?.count], [1, 2, 3]);
  assert.match(reading?.taken ?? "", /32 pictures of 3 classes/);
});

test("IDX: the shipped digits as a file of one's own are the same data", async () => {
  const own = await openIdx(
    shippedFile("digits/t10k-images-idx3-ubyte.gz"),
    shippedFile("digits/t10k-labels-idx1-ubyte.gz"),
  );
  const shipped = await openDataset({ kind: "digits" });
  assert.deepEqual(own.heldOut(3), shipped.heldOut(3));
  assert.deepEqual(own.classes?.weights, shipped.classes?.weights);
});

test("IDX: damaged, wrong and missing files are refused", async () => {
  const grey = idxFile([20, 4, 5], 400);
  const gz = gzipSync(grey);
  await assert.rejects(openIdx(join(folder, "none")), refusedWith(/none: there is no such file/));
  await assert.rejects(
    openIdx(put("cut.gz", gz.subarray(0, gz.length - 9))),
    refusedWith(/damaged or cut short/),
  );
  const spoilt = Uint8Array.from(gz);
  spoilt[30] = (spoilt[30] ?? 0) ^ 255;
  await assert.rejects(openIdx(put("bad.gz", spoilt)), refusedWith(/damaged or cut short|values, and has/));
  await assert.rejects(
    openIdx(put("cut", grey.subarray(0, 300))),
    refusedWith(/which are 400 values, and has 284/),
  );
  await assert.rejects(
    openIdx(put("two", idxFile([20, 20], 400))),
    refusedWith(/shape \[20, 20\]; images are/),
  );
  await assert.rejects(openIdx(put("few", idxFile([9, 4, 5], 180))), refusedWith(/9 images; at least 10/));
  await assert.rejects(
    openIdx(put("big", idxFile([10, 257, 1], 2570))),
    refusedWith(/257 x 1; at most 256 x 256/),
  );
  await assert.rejects(openIdx(put("odd", idxFile([10, 4, 5, 2], 400))), refusedWith(/2 channels/));
  await assert.rejects(
    openIdx(put("ok", grey), put("l", idxFile([19], 19))),
    refusedWith(/19 labels for 20 images/),
  );
  await assert.rejects(openIdx(put("ok", grey), put("m", grey)), refusedWith(/labels have the shape/));
});

const RECORD = 3073;
const batch = (images: number, label = (i: number) => i % 10) => {
  const bytes = new Uint8Array(images * RECORD);
  for (let i = 0; i < images; i++) {
    bytes[i * RECORD] = label(i);
    for (let c = 0; c < 3; c++)
      bytes.fill(i + 80 * c, i * RECORD + 1 + c * 1024, i * RECORD + 1 + (c + 1) * 1024);
  }
  return bytes;
};
const openCifar = () => openDataset({ kind: "cifar10", folder });

test("CIFAR-10: batches are trained on, the test batch is held out, planes become channels", async () => {
  for (let i = 1; i <= 5; i++) put(`data_batch_${i}.bin`, batch(12));
  put("test_batch.bin", batch(15));
  const { images, sampleShape, classes, notices } = await openCifar();
  assert.deepEqual(sampleShape, [32, 32, 3]);
  assert.deepEqual([images?.training.count, images?.heldOut.count, notices.length], [60, 15, 0]);
  assert.deepEqual([...(images?.heldOut.read(3, 1).subarray(0, 6) ?? [])], [3, 83, 163, 3, 83, 163]);
  assert.equal(classes?.nameOf(images?.heldOut.labelOf?.(3) ?? -1), "cat");
});

test("CIFAR-10: of a folder that is nearly the right one, the message says which is", async () => {
  put("data_batch_1", "pickled");
  await assert.rejects(openCifar(), refusedWith(/CIFAR-10's Python version; its binary version is needed/));
  put("cifar-10-batches-bin/data_batch_1.bin", batch(20));
  await assert.rejects(openCifar(), refusedWith(/it is in its folder cifar-10-batches-bin/));
});

test("CIFAR-10: a missing batch is named, a damaged or foreign one refused", async () => {
  await assert.rejects(openCifar(), refusedWith(/there is no data_batch_1.bin in this folder/));
  put("data_batch_2.bin", batch(20));
  const { notices, images } = await openCifar();
  assert.equal(notices.length, 4);
  assert.match(notices[0] ?? "", /data_batch_1.bin is not in the folder/);
  assert.deepEqual([images?.training.count, images?.heldOut.count], [16, 4]);
  put("data_batch_1.bin", batch(20).subarray(1));
  await assert.rejects(
    openCifar(),
    refusedWith(/data_batch_1.bin: the file has 61459 bytes, which are no whole number/),
  );
  put(
    "data_batch_1.bin",
    batch(20, i => (i === 7 ? 10 : 0)),
  );
  await assert.rejects(openCifar(), refusedWith(/image 7 .* has the label 10/));
});

const picture = (value: number, size = 8) =>
  encode({ width: size, height: size, channels: 3, data: new Uint8Array(3 * size * size).fill(value) });
const openFolder = (changes: { size?: 28 | 32 | 64; channels?: 1 | 3 } = {}) =>
  openDataset({
    kind: "images",
    folder: join(folder, "in"),
    size: 28,
    channels: 1,
    labels: "auto",
    ...changes,
  });

/** All pictures of a dataset by their first value, sorted. */
const values = ({ images }: Awaited<ReturnType<typeof openDataset>>) => {
  const found: number[] = [];
  for (const set of [images?.training, images?.heldOut])
    for (let i = 0; i < (set?.count ?? 0); i++) found.push(set?.read(i, 1)[0] ?? -1);
  return found.sort((a, b) => a - b);
};

test("a folder: PNG, JPEG and WebP in sub-folders, classes by sub-folder, unreadable files named and left out", async () => {
  for (let i = 0; i < 12; i++) put(`in/${i % 2 === 0 ? "even" : "odd"}/${i}.png`, picture(i * 10));
  cpSync("test/fixtures/pictures/ycbcr.jpg", join(folder, "in/odd/photo.JPG"));
  put("in/odd/broken.png", "no picture");
  put("in/odd/cut.png", picture(1).subarray(0, 50));
  put("in/even/.hidden.png", picture(255));
  put("in/even/notes.txt", "no picture either");
  const dataset = await openFolder({ channels: 3 });
  assert.deepEqual(dataset.sampleShape, [28, 28, 3]);
  assert.equal(values(dataset).length, 13);
  assert.deepEqual(values(dataset).slice(0, 3), [0, 10, 20]);
  assert.deepEqual(
    [0, 1].map(label => dataset.classes?.nameOf(label)),
    ["even", "odd"],
  );
  assert.equal(dataset.notices.length, 2);
  assert.match(dataset.notices[0] ?? "", /odd\/broken\.png is left out: this is no PNG, JPEG or WebP file/);
  assert.match(dataset.notices[1] ?? "", /odd\/cut\.png is left out/);
  assert.deepEqual(
    (await checkData({ kind: "images", folder: join(folder, "in"), size: 64, channels: 1, labels: "auto" }))
      .sampleShape,
    [64, 64, 1],
  );
});

test("a folder is the same data whatever order its files were made in, and without classes where some lie outside", async () => {
  for (let i = 0; i < 12; i++) put(`in/a/${String(i).padStart(2, "0")}.png`, picture(i * 10));
  put("in/99.png", picture(200));
  const dataset = await openFolder();
  assert.equal(dataset.classes, null);
  const other = join(folder, "other");
  for (const name of readdirSync(join(folder, "in/a")).reverse())
    put(`other/a/${name}`, readFileSync(join(folder, "in/a", name)));
  put("other/99.png", picture(200));
  const again = await openDataset({ kind: "images", folder: other, size: 28, channels: 1, labels: "auto" });
  assert.deepEqual(again.heldOut(10), dataset.heldOut(10));
});

test("no picture is decoded twice: only new and changed ones are, and a damaged cache is none", async () => {
  for (let i = 0; i < 12; i++) put(`in/${i}.png`, picture(i * 10));
  put("in/broken.png", "x");
  await openFolder();
  const counts: number[] = [];
  const open = () => {
    counts.length = 0;
    return openDataset(
      { kind: "images", folder: join(folder, "in"), size: 28, channels: 1, labels: "auto" },
      { progress: (done, of) => counts.push(of - done) },
    );
  };
  const same = await open();
  assert.deepEqual([counts.length, same.notices.length, values(same).length], [0, 1, 12]);
  // Equal size and time: taken for unchanged, though the bytes are others.
  const then = new Date(1e12);
  put("in/3.png", picture(33));
  utimesSync(join(folder, "in/3.png"), then, then);
  put("in/new.png", picture(250));
  rmSync(join(folder, "in/5.png"));
  assert.deepEqual(values(await open()), [0, 10, 20, 33, 40, 60, 70, 80, 90, 100, 110, 250]);
  assert.deepEqual(counts, [0]);
  const [cache = ""] = readdirSync(join(folder, "cache"));
  const file = join(folder, "cache", cache);
  const whole = readFileSync(file);
  for (const spoilt of [
    whole.subarray(0, 100),
    whole.subarray(0, whole.length - 1),
    Buffer.from("nonsense"),
    Buffer.alloc(0),
  ]) {
    writeFileSync(file, spoilt);
    assert.equal(values(await open()).at(-1), 250);
    assert.ok(counts.length > 0);
  }
  const flipped = Uint8Array.from(whole);
  flipped[whole.length - 5] = 99;
  writeFileSync(file, flipped);
  assert.equal(values(await open()).at(-1), 250);
  assert.deepEqual(readdirSync(join(folder, "cache")), [cache], "one file, nothing left over");
});

test("without a place for the cache the folder opens all the same", async () => {
  process.env["PAIRING_LAB_CACHE"] = put("a-file", "");
  for (let i = 0; i < 10; i++) put(`in/${i}.png`, picture(i * 10));
  const dataset = await openFolder();
  assert.equal(values(dataset).length, 10);
  assert.match(dataset.notices.join(), /could not be kept, so the next start decodes them again/);
});

test("thumbnails, bins and our own runs are no data, every ending of a picture is one, and the rest is counted", async () => {
  for (let i = 0; i < 10; i++) {
    put(`in/${i}${[".JFIF", ".jpe", ".webp", "", ".jpg_large"][i % 5] ?? ""}`, picture(i));
    put(`in/@eaDir/${i}.png/SYNOPHOTO_THUMB_S.png`, picture(i));
    put(`in/$RECYCLE.BIN/S-1-5-21/$R${i}.png`, picture(i));
    put(`in/runs/faces-1/samples/${i}.png`, picture(i));
    put(`in/sweeps/w/run-${i}/run.json`, "{}");
  }
  put("in/runs/faces-1/run.json", "{}");
  put("in/sweeps/w/sweep.json", "{}");
  put("in/notes.txt", "");
  put("in/more.txt", "");
  put("in/README", "");
  put("in/.hidden.png", "");
  put("in/later.gif", "GIF89a");
  const told =
    "10 pictures; 4 other files passed over (.txt 2, without an ending 1, .gif 1); 2 folders of thumbnails or bins passed over ($RECYCLE.BIN, @eaDir); 2 folders of runs and sweeps passed over (runs/faces-1, sweeps/w)";
  const data = { kind: "images", folder: join(folder, "in"), size: 32, channels: 3, labels: "auto" } as const;
  const { reading } = await checkData(data);
  assert.ok(reading !== null);
  assert.equal(readingText(reading), told);
  const opened = (await openDataset(data)).reading;
  assert.deepEqual(opened, reading);
  await assert.rejects(
    checkData({ ...data, folder: join(folder, "in/runs/faces-1") }),
    refusedWith(/this is the folder of a run or a sweep/),
  );
});

test("pictures that a turned camera took are turned upright, of animations the first frame is taken, and both are said", async () => {
  const stored = readFileSync("test/fixtures/pictures/ycbcr.jpg");
  const held = (orientation: number) => {
    const exif = Buffer.from(
      "ffe10022457869660000" + "4d4d002a000000080001011200030000000100000000" + "00000000",
      "hex",
    );
    exif[29] = orientation;
    return Buffer.concat([stored.subarray(0, 2), exif, stored.subarray(2)]);
  };
  for (let i = 0; i < 10; i++) put(`in/${i}.jpg`, held(i % 2 === 0 ? 1 : 6));
  for (let i = 0; i < 2; i++)
    put(`in/animated-${i}.webp`, readFileSync("test/fixtures/pictures/animated.webp"));
  for (const round of ["decoded", "kept"]) {
    const { reading, images } = await openFolder({ channels: 3 });
    assert.deepEqual(
      reading?.asides,
      ["5 pictures turned upright, as EXIF says", "of 2 animations the first frame taken"],
      round,
    );
    // Stored: red to the left of green. Turned by a quarter: red above green.
    let turned = 0;
    for (const set of [images?.training, images?.heldOut])
      for (let i = 0; i < (set?.count ?? 0); i++) {
        const pixels = set?.read(i, 1) ?? new Float32Array();
        const redAt = (y: number, x: number) => (pixels[3 * (28 * y + x)] ?? 0) > 100;
        if (redAt(4, 24) && !redAt(24, 4)) turned++;
        else assert.ok(redAt(24, 4) && !redAt(4, 24));
      }
    assert.equal(turned, 5, round);
  }
});

test("names that are no UTF-8 are read and named", { skip: process.platform !== "linux" }, async () => {
  for (let i = 0; i < 10; i++) put(`in/${i}.png`, picture(i));
  const odd = Buffer.concat([
    Buffer.from(`${join(folder, "in")}/gr`),
    Buffer.from([0xfc, 0xdf]),
    Buffer.from(".png"),
  ]);
  writeFileSync(odd, picture(3));
  writeFileSync(Buffer.concat([odd.subarray(0, -4), Buffer.from("e.png")]), "broken");
  const dataset = await openFolder();
  assert.equal(values(dataset).length, 11);
  assert.deepEqual(dataset.notices, [
    "the picture gr\udcfc\udcdfe.png is left out: this is no PNG, JPEG or WebP file, whatever its name",
  ]);
  assert.deepEqual((await openFolder()).notices, dataset.notices);
});

test(
  "a closed folder is left out and named, and ends nothing",
  { skip: process.platform === "win32" && "Windows closes no folder by its mode" },
  async () => {
    for (let i = 0; i < 10; i++) put(`in/${i}.png`, picture(i));
    put("in/closed/1.png", picture(1));
    chmodSync(join(folder, "in/closed"), 0);
    chmodSync(root, 0o755);
    // What is decoded is kept there.
    chmodSync(folder, 0o777);
    const { reading } = await asNobody(() => openFolder());
    chmodSync(join(folder, "in/closed"), 0o700);
    assert.deepEqual(reading?.asides, [
      "the folder closed left out: this folder may not be read (permission denied)",
    ]);
  },
);

test("a folder that is missing, empty or of unreadable files is refused", async () => {
  const at = (name: string) =>
    checkData({ kind: "images", folder: join(folder, name), size: 32, channels: 3, labels: "auto" });
  await assert.rejects(at("in"), refusedWith(/in: there is no such folder/));
  await assert.rejects(
    checkData({ kind: "images", folder: put("file", ""), size: 32, channels: 3, labels: "auto" }),
    refusedWith(/this is not a folder/),
  );
  for (let i = 0; i < 9; i++) put(`in/${i}.png`, picture(i));
  await assert.rejects(at("in"), refusedWith(/there are 9 PNG, JPEG or WebP files/));
  put("in/9.png", "broken");
  assert.deepEqual((await at("in")).sampleShape, [32, 32, 3]);
  await assert.rejects(
    openFolder(),
    refusedWith(/there are 9 readable pictures in this folder \(9\.png: this is no PNG/),
  );
});

test(
  "linked folders are followed once, in a circle too",
  { skip: process.platform === "win32" },
  async () => {
    for (let i = 0; i < 10; i++) put(`real/${i}.png`, picture(i));
    mkdirSync(join(folder, "in/self"), { recursive: true });
    symlinkSync(join(folder, "real"), join(folder, "in/linked"));
    symlinkSync(join(folder, "in"), join(folder, "in/self/circle"));
    symlinkSync(join(folder, "nowhere"), join(folder, "in/dangling"));
    symlinkSync(join(folder, "nowhere.png"), join(folder, "in/lost.png"));
    const dataset = await openFolder();
    assert.equal(values(dataset).length, 10);
    assert.deepEqual(dataset.notices, ["the picture lost.png is left out: there is no such file"]);
  },
);
