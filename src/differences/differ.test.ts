import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test, type TestContext } from "node:test";
import { newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { openRunForWriting } from "../runs/run-writer.ts";
import { differ } from "./differ.ts";
import { readFileSide, readRunSide } from "./read-side.ts";
import { settingWords, turnsWords } from "./words.ts";

const ring = { data: { kind: "ring" }, steps: 100, record: { checkpoint: 10 } };

function written(folder: string, name: string, content: object): string {
  const file = join(folder, `${name}.gan.json`);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/** Sets the weight of a run at a step, as its trainer records it. */
async function turn(folder: string, step: number, from: number, to: number): Promise<void> {
  const writer = await openRunForWriting(folder);
  writer.journal({ step, kind: "intervention", do: "set", key: "pairing.weight", from, to, by: "me" });
  writer.journal({ step, kind: "intervention", do: "pause", by: "me" });
  writer.close();
}

const sidesOf = (t: TestContext) => {
  const folder = temporaryFolder(t);
  const fileSide = (name: string, content: object) => readFileSide(written(folder, name, content));
  return { folder, fileSide };
};

test("settings differ with both values, defaults filled in and said to be defaults, what trains before what records", async t => {
  const { fileSide } = sidesOf(t);
  const before = await fileSide("same", { ...ring, seed: 7, record: { checkpoint: 20 } });
  const after = await fileSide("same", { ...ring, loss: "hinge", pairing: { kind: "msgan", weight: 0.3 } });
  const { settings, isSame } = differ(before, after);
  assert.equal(isSame, false);
  const shown = settings.map(({ key, before, after }) => [key, settingWords(before), settingWords(after)]);
  assert.deepEqual(shown[0], ["pairing.kind", "neighbour (default)", "msgan"]);
  assert.match(String(shown[1]), /^pairing\.weight,[\d.]+ \(default\),0\.3$/);
  const others = shown.filter(([key]) => key?.startsWith("pairing.") === false);
  assert.deepEqual(others, [
    ["loss", "non-saturating (default)", "hinge"],
    ["record.checkpoint", "20", "10"],
    ["seed", "7", "1 (default)"],
  ]);
  const gone = shown.filter(([key, , value]) => key?.startsWith("pairing.embedding") && value === "none");
  assert.ok(gone.length > 0, "keys that the other kind has not are told");
});

test("a default is what stands where the key is left out, so one that was written out is no other", async t => {
  const { fileSide } = sidesOf(t);
  const [left, out] = [
    await fileSide("one", ring),
    await fileSide("one", { ...ring, loss: "non-saturating" }),
  ];
  assert.deepEqual(differ(left, out).settings, []);
  assert.equal(differ(left, out).isSame, true);
});

test("what is a default for images is said of images alone", async t => {
  const { fileSide } = sidesOf(t);
  const { settings } = differ(
    await fileSide("one", { ...ring, latent: { size: 64 } }),
    await fileSide("two", { data: { kind: "digits" }, steps: 100, latent: { size: 8 } }),
  );
  const latent = settings.find(({ key }) => key === "latent.size");
  assert.deepEqual([latent?.before, latent?.after], [
    { value: 64, isDefault: false },
    { value: 8, isDefault: false },
  ]); // prettier-ignore
  const kind = settings.find(({ key }) => key === "generator.kind");
  assert.deepEqual(kind, {
    key: "generator.kind",
    before: { value: "mlp", isDefault: true },
    after: { value: "dcgan", isDefault: true },
  });
});

test("a knob that was turned is told, in the run and in those that it was branched from up to the branch", async t => {
  const { folder } = sidesOf(t);
  const parent = await newRun(folder);
  await turn(parent, 20, 0.02, 0.05);
  await turn(parent, 60, 0.05, 0.5);
  const branch = await newRun(folder, [], { id: basename(parent), step: 40 });
  await turn(branch, 50, 0.05, 0.1);
  const { turned, facts } = differ(await readRunSide(parent), await readRunSide(branch));
  assert.deepEqual(
    turned.map(({ key, before, after, isSame }) => [key, turnsWords(before), turnsWords(after), isSame]),
    [
      [
        "pairing.weight",
        "0.02 → 0.05 @20, 0.05 → 0.5 @60",
        `0.02 → 0.05 @20 in ${basename(parent)}, 0.05 → 0.1 @50`,
        false,
      ],
    ],
  );
  assert.deepEqual(facts, [
    { fact: "begun", before: "at step 0", after: `at step 40 of ${basename(parent)}` },
  ]);
});

test("knobs turned alike are told too, and are no difference", async t => {
  const { folder } = sidesOf(t);
  const [one, other] = [await newRun(folder), await newRun(folder)];
  for (const run of [one, other]) await turn(run, 30, 0.02, 0.05);
  const { turned, isSame } = differ(await readRunSide(one), await readRunSide(other));
  assert.deepEqual(turned.map(knob => [knob.key, knob.isSame]), [["pairing.weight", true]]); // prettier-ignore
  assert.equal(isSame, true);
});

test("of two modules it is told how many lines only one of them has; nothing of them runs", async t => {
  const { folder, fileSide } = sidesOf(t);
  const text = (body: string) => `export default function ({ tf }) {\n${body}}\nthrow new Error("ran");\n`;
  writeFileSync(join(folder, "one.mjs"), text("  return tf.scalar(1);\n"));
  writeFileSync(join(folder, "two.mjs"), text("  // two\n  return tf.scalar(2);\n"));
  const custom = (module: string) => ({ ...ring, pairing: { kind: "custom", module, weight: 1 } });
  const { modules, settings } = differ(
    await fileSide("a", custom("one.mjs")),
    await fileSide("b", custom("two.mjs")),
  );
  assert.deepEqual(modules, [{ part: "pairing", onlyBefore: 1, onlyAfter: 2 }]);
  assert.deepEqual(settings.map(({ key }) => key), ["pairing.module", "name"]); // prettier-ignore
});

test("a run is what its file said; its trainer's version is compared with a run's alone", async t => {
  const { folder, fileSide } = sidesOf(t);
  const run = await newRun(folder);
  const file = await fileSide("small", ring);
  assert.equal(differ(file, await readRunSide(run)).isSame, true);
  const info = join(run, "run.json");
  const later = await newRun(folder);
  const text = readFileSync(join(later, "run.json"), "utf8").replace(
    '"pairingLab": "0"',
    '"pairingLab": "2"',
  );
  writeFileSync(info, text.replace(basename(later), basename(run)));
  const { facts, settings } = differ(await readRunSide(run), await readRunSide(later));
  assert.deepEqual(facts, [{ fact: "trainer", before: "Pairing Lab 2", after: "Pairing Lab 0" }]);
  assert.deepEqual(settings, []);
});

test("names of everybody's objects are keys like others", async t => {
  const { fileSide } = sidesOf(t);
  const before = await fileSide("one", ring);
  const odd = { ...before, experiment: { ...before.experiment, constructor: 1 }, defaultsOf: null };
  assert.deepEqual(differ(before, odd).settings, [
    { key: "constructor", before: null, after: { value: 1, isDefault: false } },
  ]);
});
