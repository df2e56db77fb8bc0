import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { dataDigest } from "./data-digest.ts";

const folder = mkdtempSync(join(tmpdir(), "digest-"));
after(() => {
  rmSync(folder, { recursive: true });
});
const put = (name: string, content: string) => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

test("made-up data have no digest; files have one that follows from name and content", async () => {
  assert.equal(await dataDigest({ kind: "digits" }), null);
  assert.equal(await dataDigest({ kind: "moons", std: 0.1 }), null);
  const csv = (file: string) =>
    dataDigest({ kind: "csv", file, columns: [], labels: "", separator: "auto", normalize: true });
  const first = await csv(put("a.csv", "1,2"));
  assert.match(first ?? "", /^[0-9a-f]{64}$/);
  assert.equal(await csv(put("a.csv", "1,2")), first);
  assert.notEqual(await csv(put("a.csv", "1,3")), first);
  await assert.rejects(csv(join(folder, "none.csv")), {
    name: "DataError",
    message: /there is no such file/,
  });
});

test("labels, every batch and the names of pictures count", async () => {
  const [images, labels] = [put("i", "images"), put("l", "labels")];
  const idx = (which: string) => dataDigest({ kind: "idx", folder: "", images, labels: which });
  assert.notEqual(await idx(labels), await idx(""));
  const cifar = () => dataDigest({ kind: "cifar10", folder });
  put("data_batch_1.bin", "a");
  const one = await cifar();
  put("test_batch.bin", "b");
  const two = await cifar();
  assert.notEqual(two, one);
  put("readme.html", "c");
  assert.equal(await cifar(), two);
  const pictures = () => dataDigest({ kind: "images", folder, size: 32, channels: 3, labels: "auto" });
  const none = await pictures();
  put("a.png", "x");
  const some = await pictures();
  assert.notEqual(some, none);
  put("a.png", "y");
  assert.equal(await pictures(), some, "names and sizes alone");
  mkdirSync(join(folder, "b"));
  put("b/c.jpg", "z");
  assert.notEqual(await pictures(), some);
});
