import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { encodeNpy } from "../../src/formats/npy.ts";
import { pairingLab, start, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const folder = workFolder();
const small = writeSmallExperiment(folder);
const npy = (name: string, shape: readonly number[], values: readonly number[]) => {
  writeFileSync(join(folder, name), encodeNpy({ shape, data: Float64Array.from(values) }));
};
writeFileSync(join(folder, "wrong.gan.json"), '{\n  "data": { "kind": "rnig" },\n  "steps": -4\n}\n');
writeFileSync(join(folder, "broken.gan.json"), '{ "data": ');
writeFileSync(join(folder, "gone.gan.json"), '{ "data": { "kind": "npy", "file": "gone.npy" } }');
writeFileSync(
  join(folder, "pictures.gan.json"),
  '// Faces.\n{\n  "data": { "folder": /* */ "nowhere", "kind": "images", "size": 32, "channels": 3 } }',
);
writeFileSync(
  join(folder, "square.gan.json"),
  '{ "data": { "kind": "idx", "images": "small.idx" },\n  "generator": { "kind": "dcgan" } }',
);
writeFileSync(
  join(folder, "small.idx"),
  Buffer.concat([Buffer.from([0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 9, 0, 0, 0, 9]), Buffer.alloc(20 * 81)]),
);
writeFileSync(join(folder, "lost.sweep.json"), '{ "experiment": "nothing.gan.json" }');
writeFileSync(join(folder, "wrong.sweep.json"), '{ "experiment": "wrong.gan.json" }');
writeFileSync(join(folder, "gone.sweep.json"), '{ "experiment": "gone.gan.json" }');
writeFileSync(
  join(folder, "axes.sweep.json"),
  `{ "experiment": "${small}",     "seeds": [1], "axes": { "pairing.wieght": [0, 1] } }`,
);
writeFileSync(join(folder, "text.npy"), "this is text");
mkdirSync(join(folder, "empty"));
npy("two.npy", [2, 2], [0, 0, 1, 1]);
npy("three.npy", [9, 3], Array<number>(27).fill(0));
npy(
  "points.npy",
  [9, 2],
  Array.from({ length: 18 }, (_, i) => i),
);
npy(
  "nan.npy",
  [9, 2],
  Array.from({ length: 18 }, (_, i) => (i === 7 ? NaN : i)),
);

/** What is typed, and what the message says: exit code 2, one message, nothing on standard output. */
const cases: readonly (readonly [string, RegExp])[] = [
  ["tarin", /there is no verb tarin; did you mean "train"\?/],
  ["--fast", /there is no option --fast before the verb/],
  ["check", /FILE is missing\nUsage: pairing-lab check FILE/],
  ["check a b", /an argument too many: b/],
  ["check nothing.gan.json", /^nothing\.gan\.json: no such file\n$/],
  ["check empty", /^empty: /],
  [
    "check wrong.gan.json",
    /^wrong\.gan\.json:2:21: data\.kind: found "rnig"; .*did you mean "ring"\?\nwrong\.gan\.json:3:12: steps: found -4; .*\n$/,
  ],
  ["check broken.gan.json", /^broken\.gan\.json:1:/],
  ["check gone.gan.json", /^gone\.gan\.json:1:36: data\.file: \/.*gone\.npy: there is no such file\n$/],
  [
    "check pictures.gan.json",
    /^pictures\.gan\.json:3:29: data\.folder: \/.*nowhere: there is no such folder\n$/,
  ],
  [
    "check square.gan.json",
    /^square\.gan\.json:1:1: discriminator\.kind: .*\nsquare\.gan\.json:2:26: generator\.kind: found "dcgan", which is for square images.*\n$/,
  ],
  [
    "train square.gan.json --set data.images=lost.idx",
    /^--set data\.images=lost\.idx: data\.images: \/.*lost\.idx: there is no such file\n$/,
  ],
  ["check nothing.sweep.json", /^nothing\.sweep\.json: no such file\n$/],
  [
    "check lost.sweep.json",
    /^lost\.sweep\.json:1:17: experiment: found "nothing\.gan\.json": no such file; .*\n$/,
  ],
  ["check wrong.sweep.json", /^wrong\.gan\.json:2:21: data\.kind: found "rnig"; /],
  ["check gone.sweep.json", /^gone\.gan\.json:1:36: data\.file: \/.*gone\.npy: there is no such file\n$/],
  [
    "check axes.sweep.json",
    /^axes\.sweep\.json:1:63: axes\.pairing\.wieght: unknown key; did you mean "pairing\.weight"\?\n$/,
  ],
  [`train ${small} --sead 3`, /there is no option --sead; did you mean "--seed"\?/],
  [`train ${small} --seed=-3`, /--seed must be a whole number from 0/],
  [`train ${small} --steps 0`, /--steps must be a whole number from 1/],
  [
    `train ${small} --set pairing.wieght=1`,
    /^--set pairing\.wieght=1: pairing\.wieght: .*did you mean "weight"\?/,
  ],
  [`train ${small} --set pairing`, /expected KEY=VALUE/],
  [`train ${small} --device abacus`, /--device abacus: device: /],
  ["train gone.gan.json", /gone\.npy/],
  ["diff", /A is missing/],
  [`diff ${small}`, /B is missing/],
  [`diff ${small} nothing.gan.json`, /^nothing\.gan\.json: no such file\n$/],
  [
    `diff ${small} axes.sweep.json`,
    /axes\.sweep\.json is a sweep, .*; give its experiment's file or two of its runs/,
  ],
  [`diff ${small} wrong.gan.json`, /^wrong\.gan\.json:2:21: data\.kind: found "rnig"/],
  [`diff abc ${small}`, /no run in .* begins with abc\. There are no runs there\./],
  ["show abc --out scalars.txt", /--out must end with \.csv or \.jsonl, not scalars\.txt/],
  ["resume", /RUN is missing/],
  ["resume abc", /no run in .* begins with abc/],
  ["resume empty", /empty is not a run's folder/],
  ["branch abc", /--at STEP is missing/],
  ["branch abc --at x", /--at must be a whole number/],
  ["replay abc", /no run/],
  ["control abc", /REQUEST is missing/],
  ["control abc puase", /there is no request puase; .*did you mean "pause"\?/],
  ["control abc set", /set needs KEY=VALUE/],
  ["control abc set pairing.weight=high", /pairing\.weight must be a number, not high/],
  ["control abc pause now", /an argument too many: now/],
  ["control abc pause", /no run/],
  ["runs a --runs b", /either DIR or --runs DIR/],
  ["show abc", /no run/],
  ["sample abc", /--out FILE is missing/],
  ["sample abc --out a.jpg", /--out must end with \.npy .*, \.png, \.svg or \.pdf .*, not a\.jpg/],
  ["sample abc --out a.npy --count 0", /--count must be a whole number from 1/],
  ["sample abc --out a.npy --latents two.npy --seed 1", /--seed cannot be given beside it/],
  ["sample abc --out a.npy --latents gone.npy", /^gone\.npy: no such file/],
  ["sample abc --out a.npy --latents text.npy", /^text\.npy: this is not an NPY file/],
  ["sample abc --out a.npy --latents nan.npy", /^nan\.npy: row 3 \(counted from 0\) holds NaN/],
  ["sample abc --out a.npy", /no run/],
  ["interpolate abc --out a.npy --to 1", /--from is missing/],
  ["interpolate abc --out a.npy --from 0 --to 1 --kind arc", /--kind must be slerp or lerp, not arc/],
  ["interpolate abc --out a.npy --from 0 --to 1 --count 1", /--count must be a whole number from 2/],
  ["evaluate", /either RUN, or --real and --fake/],
  ["evaluate abc --real points.npy", /either RUN or --real and --fake, not both/],
  ["evaluate --real points.npy", /--fake B\.npy is missing/],
  ["evaluate --fake points.npy", /--real A\.npy is missing/],
  ["evaluate --real points.npy --fake points.npy --step 3", /--step is for RUN/],
  [
    "evaluate --real points.npy --fake points.npy --neighbours 0",
    /--neighbours must be a whole number from 1/,
  ],
  [
    "evaluate --real points.npy --fake points.npy --neighbours 9",
    /^points\.npy: 9 points are too few; 9 neighbours need at least 10/,
  ],
  [
    "evaluate --real points.npy --fake two.npy --neighbours 2",
    /^two\.npy: 2 points are too few; 2 neighbours need at least 3/,
  ],
  [
    "evaluate --real points.npy --fake three.npy",
    /^three\.npy: its points have 3 dimensions, those of points\.npy have 2/,
  ],
  ["evaluate --real points.npy --fake nan.npy", /^nan\.npy: .*row 3 .*NaN/],
  ["evaluate --real nan.npy --fake points.npy", /^nan\.npy: .*row 3 .*NaN/],
  ["evaluate --real text.npy --fake points.npy", /^text\.npy: this is not an NPY file/],
];

for (const [typed, message] of cases) {
  test(`pairing-lab ${typed}`, async () => {
    const { code, out, err } = await pairingLab(folder, ...typed.split(" "));
    assert.match(err, message);
    assert.equal(code, 2);
    assert.equal(out, "");
    assert.doesNotMatch(err, /unexpected error|\n\s+at |undefined|\[object/);
  });
}

test("with --json an error is one document, and the message is the same", async () => {
  const { code, out, err } = await pairingLab(folder, "check", "wrong.gan.json", "--json");
  assert.equal(code, 2);
  const { error } = JSON.parse(out) as {
    error: { message: string; problems: { line: number; path: string }[] };
  };
  assert.equal(`${error.message}\n`, err);
  assert.deepEqual(
    error.problems.map(({ line, path }) => [line, path]),
    [
      [2, "data.kind"],
      [3, "steps"],
    ],
  );
});

test("an experiment that is right and names no files is checked without a word", async () => {
  assert.deepEqual(await pairingLab(folder, "check", small), { code: 0, signal: null, out: "", err: "" });
  assert.deepEqual(JSON.parse((await pairingLab(folder, "check", small, "--json")).out), {
    ok: true,
    problems: [],
    notes: [],
    data: [],
  });
});

test("a penalty that is never computed is no error, but said", async () => {
  writeFileSync(
    join(folder, "lazy.gan.json"),
    '{ "data": { "kind": "ring" }, "steps": 15,\n  "penalties": { "r1": { "gamma": 1, "every": 16 } }, "record": { "evaluation": 15 } }',
  );
  writeFileSync(
    join(folder, "lazy.sweep.json"),
    '{ "experiment": "lazy.gan.json", "axes": { "penalties.r1.gamma": [0, 0.1, 1] } }',
  );
  const err = `Note: lazy.gan.json:2:47: penalties.r1.every: found 16, and the run has 15 steps: R1 is never computed\n`;
  for (const file of ["lazy.gan.json", "lazy.sweep.json"])
    assert.deepEqual(await pairingLab(folder, "check", file), { code: 0, signal: null, out: "", err });
  const { out } = await pairingLab(folder, "check", "lazy.gan.json", "--json");
  const { notes } = JSON.parse(out) as { readonly notes: readonly { readonly path: string }[] };
  assert.deepEqual(
    notes.map(({ path }) => path),
    ["penalties.r1.every"],
  );
});

test("two files give the measures of quality that need no modes", async () => {
  const { code, out } = await pairingLab(
    folder,
    "evaluate",
    "--real",
    "points.npy",
    "--fake",
    "points.npy",
    "--neighbours",
    "3",
    "--json",
  );
  assert.equal(code, 0);
  const found = JSON.parse(out) as Record<string, number>;
  assert.deepEqual(Object.keys(found), [
    "precision",
    "recall",
    "density",
    "coverage",
    "clipped_density",
    "clipped_coverage",
    "symmetric_precision",
    "symmetric_recall",
    "irs",
    "irs_bounds",
  ]);
  assert.equal(found["precision"], 1);
  assert.equal(found["coverage"], 1);
  const table = await pairingLab(
    folder,
    "evaluate",
    "--real",
    "points.npy",
    "--fake",
    "points.npy",
    "--neighbours",
    "3",
  );
  assert.match(table.out, /^Measure +k = 3\nPrecision +1\.000 +higher is better\n/);
});

test("help and version are for standard output, and exit with 0", async () => {
  for (const typed of [["--help"], ["help", "train"], ["train", "--help"], ["--version"]]) {
    const { code, out, err } = await pairingLab(folder, ...typed);
    assert.equal(code, 0);
    assert.equal(err, "");
    assert.match(out, /Usage: pairing-lab|^\d+\.\d+\.\d+\n$/);
  }
});

test("a reader that goes away is no error", async () => {
  const { child, ended } = start(folder, "--help");
  child.stdout?.destroy();
  const { code, signal, err } = await ended;
  assert.deepEqual({ code, signal, err }, { code: 0, signal: null, err: "" });
});
