// `check --picture`: what somebody's data hold, before anything trains.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { encodePng } from "../../src/formats/png.ts";
import { lookAtData } from "../../src/launching/look-at-data.ts";
import { pairingLab, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const folder = workFolder();
const never = new AbortController().signal;

/** Width and height, as a PNG's header says. */
function sizeOf(file: string): number[] {
  const bytes = readFileSync(join(folder, file));
  assert.equal(bytes.toString("latin1", 1, 4), "PNG");
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

test("points of a table are drawn with a colour for each class, which the line says", async () => {
  const rows = Array.from({ length: 100 }, (_, i) => `${i % 10},${i},${i % 2 === 0 ? "cat" : "dog"}`);
  writeFileSync(join(folder, "points.csv"), `x,y,animal\n${rows.join("\n")}\n`);
  const data = { kind: "csv", file: "points.csv", labels: "animal" };
  const file = writeSmallExperiment(folder, { name: "table", data });
  const { code, out, err } = await pairingLab(folder, "check", file, "--picture", "table.png");
  assert.equal(code, 0, err);
  assert.match(out, /^Data: .*100 points.*\nPicture: .*table\.png: 20 points; cat blue, dog orange\n$/);
  assert.deepEqual(sizeOf("table.png"), [640, 640]);
});

test("of a folder of pictures some of each class are drawn, a row a class; the rest is not decoded", async () => {
  for (const [name, value] of [
    ["apples", 40],
    ["pears", 200],
  ] as const) {
    mkdirSync(join(folder, "fruit", name), { recursive: true });
    const png = encodePng({ width: 8, height: 8, channels: 3, data: new Uint8Array(192).fill(value) });
    for (let i = 0; i < 20; i++) writeFileSync(join(folder, "fruit", name, `${i + 10}.png`), png);
    writeFileSync(join(folder, "fruit", name, "11.png"), png.subarray(0, 40));
  }
  const networks = { generator: { kind: "dcgan" }, discriminator: { kind: "dcgan" } };
  const data = { kind: "images", folder: "fruit", size: 28 };
  const file = writeSmallExperiment(folder, { name: "fruits", data, ...networks });
  const { code, out, err } = await pairingLab(folder, "check", file, "--picture", "fruits.png", "--json");
  assert.equal(code, 0, err);
  const { picture } = JSON.parse(out) as { picture: unknown };
  assert.deepEqual(picture, {
    file: join(folder, "fruits.png"),
    shows: "22 images; rows from the top: apples, pears",
  });
  assert.deepEqual(sizeOf("fruits.png"), [12 * 30 - 2, 2 * 30 - 2]);
});

test("data without files are drawn too; a sweep and another ending are refused before any work", async () => {
  const file = writeSmallExperiment(folder);
  assert.equal((await pairingLab(folder, "check", file, "--picture", "ring.png")).code, 0);
  assert.deepEqual(sizeOf("ring.png"), [640, 640]);
  writeFileSync(join(folder, "s.sweep.json"), JSON.stringify({ experiment: file, seeds: [1] }));
  for (const [name, picture, told] of [
    [file, "ring.jpg", /--picture must end with \.png, not ring\.jpg/],
    ["s.sweep.json", "s.png", /--picture draws the data of an experiment/],
  ] as const) {
    const refused = await pairingLab(folder, "check", name, "--picture", picture);
    assert.equal(refused.code, 2);
    assert.match(refused.err, told);
    assert.ok(!existsSync(join(folder, picture)));
  }
});

test("the editor's look has picture and facts, or the reason; what it wrote is there until it is forgotten", async () => {
  const text = (file: string) =>
    JSON.stringify({ data: { kind: "csv", file: join(folder, file), labels: "animal" } });
  const held = await lookAtData(resolve("dist/cli.js"), text("points.csv"), never);
  assert.ok(held.look.kind === "shown");
  assert.match(held.look.facts.join("\n"), /100 points[^]*\n20 points; cat blue, dog orange$/);
  assert.ok(existsSync(held.look.picture));
  await held.forget();
  assert.ok(!existsSync(held.look.picture));
  const refused = await lookAtData(resolve("dist/cli.js"), text("none.csv"), never);
  assert.ok(refused.look.kind === "refused");
  assert.match(refused.look.why, /no such file|there is no/);
  await refused.forget();
  await assert.rejects(lookAtData(resolve("dist/cli.js"), text("points.csv"), AbortSignal.abort()));
});
