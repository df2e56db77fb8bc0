import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { encodePng } from "../../formats/png.ts";
import { decodeFiles } from "./decode-files.ts";
import { decodeInThreads, type Patience } from "./decoder-pool.ts";

const form = { size: 8, channels: 3 } as const;

function writePicture(folder: string, name: string, width: number, height: number): string {
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * 31) >> 5);
  const file = join(folder, name);
  writeFileSync(file, encodePng({ width, height, channels: 3, data }));
  return file;
}

test("a picture that takes too long is left out, with the reason, and costs itself alone", async t => {
  const folder = temporaryFolder(t);
  const files = Array.from({ length: 5 }, (_, i) =>
    writePicture(folder, i === 3 ? "endless.png" : `${i}.png`, 9 + i, 10),
  );
  const patience: Patience = some =>
    some.some(file => basename(file) === "endless.png")
      ? Promise.reject(new Error("it took longer than it may"))
      : new Promise<never>(() => undefined);
  const done: number[] = [];
  const { pixels, problems } = await decodeInThreads(
    files,
    form,
    count => done.push(count),
    undefined,
    patience,
  );
  assert.deepEqual(problems.map(problem => problem?.why ?? null), [null, null, null, "decoding it failed (it took longer than it may)", null]); // prettier-ignore
  const whole = decodeFiles({ ...form, files, mostPixels: Infinity });
  const bytes = form.size ** 2 * form.channels;
  for (const i of [0, 1, 2, 4])
    assert.deepEqual(
      pixels.slice(i * bytes, (i + 1) * bytes),
      whole.pixels.slice(i * bytes, (i + 1) * bytes),
    );
  assert.equal(done.at(-1), 5);
});

test("large pictures are left for the end and decoded one at a time, with what they give otherwise", async t => {
  const folder = temporaryFolder(t);
  const files = [
    writePicture(folder, "large.png", 2100, 2000),
    writePicture(folder, "small.png", 20, 10),
    writePicture(folder, "wide.png", 4200, 1000),
  ];
  const orders: string[][] = [];
  const patience: Patience = some => {
    orders.push(some.map(file => basename(file)));
    return new Promise<never>(() => undefined);
  };
  const { pixels, problems } = await decodeInThreads(files, form, () => undefined, undefined, patience);
  assert.deepEqual(problems, [null, null, null]);
  assert.deepEqual(orders, [["large.png", "small.png", "wide.png"], ["large.png"], ["wide.png"]]);
  assert.deepEqual(pixels, decodeFiles({ ...form, files, mostPixels: Infinity }).pixels);
  assert.deepEqual(decodeFiles({ ...form, files, mostPixels: 2 ** 22 }).left, [0, 2]);
});
