// Modules of a researcher's own: what a run trains with is the text that it keeps, exactly, and only where it is trusted.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { readExperimentFile } from "../../src/experiment/read-file.ts";
import { branchRun } from "../../src/launching/branch-run.ts";
import { prepareRun } from "../../src/launching/prepare-run.ts";
import { replayRun } from "../../src/launching/replay-run.ts";
import { requestControl } from "../../src/launching/request-control.ts";
import { readDigests } from "../../src/runs/digests.ts";
import { readScalars } from "../../src/runs/scalars.ts";
import { readStatus } from "../../src/runs/status.ts";
import { assertSame, reached, results, start, temporaryRuns, trainToEnd } from "./harness.ts";

const tiny = {
  steps: 24,
  batch: 8,
  generator: { hidden: [6] },
  discriminator: { hidden: [6] },
  record: { scalars: 4, samples: 8, evaluation: 8, checkpoint: 8 },
  evaluation: { samples: 40 },
};

const trust = { trust: true } as const;

/** Writes an experiment of tiny networks into the folder; gives its path. */
function write(folder: string, changes: Readonly<Record<string, unknown>>): string {
  const file = join(folder, "tiny.gan.json");
  writeFileSync(file, JSON.stringify({ data: { kind: "ring" }, ...tiny, ...changes }));
  return file;
}

/** Makes the run of an experiment with a pairing module of this text, in the folder. */
async function prepare(
  folder: string,
  module: string,
  changes: Readonly<Record<string, unknown>> = {},
  pairing: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  writeFileSync(join(folder, "own.mjs"), module);
  const custom = { kind: "custom", module: "own.mjs", weight: 0.3, ...pairing };
  const file = write(folder, { pairing: custom, ...changes });
  return prepareRun({ experiment: readExperimentFile(file), runsFolder: join(folder, "runs"), file });
}

const exampleOf = (name: string): string => readFileSync(join("examples", `${name}.mjs`), "utf8");

/** A module that leaves a mark wherever it runs. */
const marking = (mark: string): string => `
  process.getBuiltinModule("fs").writeFileSync(${JSON.stringify(mark)}, "");
  export default ({ tf, samples }) => tf.mean(tf.square(samples));
`;

test("the example of neighbour trains to the bytes of the built-in kind", async t => {
  const folder = temporaryRuns(t);
  const embedding = { hidden: [6], size: 3 };
  const own = await prepare(folder, exampleOf("own-neighbour"), {}, { embedding });
  const file = write(folder, { pairing: { kind: "neighbour", weight: 0.3, embedding } });
  const builtIn = await prepareRun({ experiment: readExperimentFile(file), runsFolder: folder, file });
  assert.equal((await trainToEnd(own, trust)).code, 0);
  assert.equal((await trainToEnd(builtIn)).code, 0);
  const expected = results(builtIn, 8);
  assert.ok(expected.has("loss/pairing") && expected.has("pairing/accuracy"));
  assertSame(results(own, 8), expected);
});

test("a regularizer that is new trains; its options reach it and its knobs turn while it trains", async t => {
  const folder = temporaryRuns(t);
  const module = exampleOf("even-stretch");
  const [fine, coarse, lively] = [
    await prepare(folder, module, {}, { options: { floor: 0.001 } }),
    await prepare(folder, module, {}, { options: { floor: 10 } }),
    await prepare(folder, module, { steps: 100_000 }, { weight: 0 }),
  ];
  for (const run of [fine, coarse]) assert.equal((await trainToEnd(run, trust)).code, 0);
  const lossOf = (run: string): number => readScalars(run).get("loss/pairing")?.at(-1)?.value ?? NaN;
  assert.ok(lossOf(fine) > 10 * lossOf(coarse), `${lossOf(fine)} and ${lossOf(coarse)}`);
  const trainer = await start(lively, trust);
  await reached(lively, 20);
  assert.equal(readScalars(lively).get("loss/pairing"), undefined);
  for (const [key, value] of [
    ["pairing.weight", 0.2],
    ["pairing.noise", 0.3],
  ] as const)
    // prettier-ignore
    assert.equal((await requestControl(lively, { do: "set", key, value }, { by: "test" }))?.to, value);
  await reached(lively, readStatus(lively).step + 20);
  await trainer.stop();
  assert.ok((readScalars(lively).get("loss/pairing")?.length ?? 0) > 0);
});

test("resumed, branched and replayed, a run goes by the text that it keeps, whatever became of the file", async t => {
  const folder = temporaryRuns(t);
  const module = exampleOf("even-stretch");
  const whole = await prepare(folder, module);
  assert.equal((await trainToEnd(whole, trust)).code, 0);
  const broken = await prepare(folder, module);
  await trainToEnd(broken, { ...trust, upTo: 5 });
  writeFileSync(join(folder, "own.mjs"), exampleOf("own-neighbour"));
  await trainToEnd(broken, { ...trust, upTo: 13 });
  rmSync(join(folder, "own.mjs"));
  assert.equal((await trainToEnd(broken, trust)).code, 0);
  const trainedOf = (run: string) =>
    new Map([...results(run, 8)].filter(([key]) => /^(checkpoints|loss|score)\//.test(key)));
  assertSame(trainedOf(broken), trainedOf(whole));
  const branch = await branchRun({ folder: whole, step: 16, runsFolder: folder });
  assert.equal((await trainToEnd(branch, trust)).code, 0);
  assert.equal(readDigests(branch).get(24)?.digest, readDigests(whole).get(24)?.digest);
  const replayed = await replayRun({ folder: broken, script: "dist/trainer.js", ...trust });
  assert.deepEqual([replayed.parted, replayed.checkpoints.length], [null, readDigests(broken).size]);
});

test("without trust a trainer runs nothing of a module, whatever it is asked to do", async t => {
  const folder = temporaryRuns(t);
  const mark = join(folder, "it-ran");
  const run = await prepare(folder, marking(mark));
  const refused = { code: 2, signal: null };
  const began = await trainToEnd(run);
  assert.match(
    began.message,
    /modules\/pairing\.mjs is a program that would run with your rights\. .*--trust/,
  );
  assert.deepEqual({ code: began.code, signal: began.signal }, refused);
  assert.ok(!existsSync(mark));
  assert.equal((await trainToEnd(run, trust)).code, 0);
  assert.ok(existsSync(mark));
  rmSync(mark);
  const branch = await branchRun({ folder: run, step: 16, runsFolder: folder });
  for (const [untrained, steps] of [
    [run, 30],
    [branch, 24],
  ] as const)
    // prettier-ignore
    assert.equal((await trainToEnd(untrained, { steps })).code, 2);
  assert.equal((await replayRun({ folder: run, script: "dist/trainer.js" })).trainer.code, 2);
  assert.ok(!existsSync(mark));
});

/** The refusal of an experiment with this module. */
async function refusalOf(folder: string): Promise<string> {
  const file = write(folder, { pairing: { kind: "custom", module: "own.mjs" } });
  const made = prepareRun({ experiment: readExperimentFile(file), runsFolder: join(folder, "runs"), file });
  return made.then(
    () => assert.fail("it was made"),
    (error: unknown) => String(error),
  );
}

test("a module that is not there, too large or a link out of the folder is refused at the experiment's key", async t => {
  const [folder, elsewhere] = [temporaryRuns(t), temporaryRuns(t)];
  const own = join(folder, "own.mjs");
  const at = /tiny\.gan\.json:1:\d+: pairing\.module: "own\.mjs": /.source;
  assert.match(await refusalOf(folder), new RegExp(`${at}there is no such file`));
  writeFileSync(join(elsewhere, "own.mjs"), marking(join(folder, "it-ran")));
  symlinkSync(join(elsewhere, "own.mjs"), own);
  assert.match(await refusalOf(folder), new RegExp(`${at}this is a link that leads out`));
  rmSync(own);
  writeFileSync(own, " ".repeat(300_000));
  assert.match(await refusalOf(folder), new RegExp(`${at}larger than 256 KiB`));
  assert.ok(!existsSync(join(folder, "it-ran")) && !existsSync(join(folder, "runs")));
});

/** Mistakes that the text alone tells: the module, and what is said at which place of it. */
const inText: Readonly<Record<string, readonly [module: string, said: RegExp]>> = {
  "a syntax error": [
    "export default ({ tf }) =>\n  tf.mean(;\n",
    /own\.mjs:2:11: no JavaScript module: Unexpected/,
  ],
  "an import": [`export default () => 0;\nimport fs from "node:fs";`, /own\.mjs:2:1: .* imports nothing/],
  "an import while it runs": [`export default async () => {\n  await import("./x.mjs");\n};`, /own\.mjs:2:9: .* imports nothing/], // prettier-ignore
  "an export of another module's": [`export { default } from "./x.mjs";`, /own\.mjs:1:1: .* imports nothing/],
  "no default export": ["export const regularizer = () => 0;", /own\.mjs:1:1: no default export/],
};

for (const [what, [module, said]] of Object.entries(inText))
  test(`${what} is refused at its place before there is a run`, async t => {
    const folder = temporaryRuns(t);
    writeFileSync(join(folder, "own.mjs"), module);
    assert.match(await refusalOf(folder), said);
    assert.ok(!existsSync(join(folder, "runs")));
  });

/** Mistakes that show when it runs: the module, its place, and what is said there. */
const inRunning: Readonly<Record<string, readonly [module: string, place: string, said: RegExp]>> = {
  "an exception": [
    "export default ({ samples }) => {\n  const deeper = () => samples.nothing.at(0);\n  return deeper();\n};",
    "2:40",
    /Cannot read properties of undefined/,
  ],
  "an exception while it is loaded": ["const x = 1;\nx.y.z;\nexport default () => 0;", "2:5", /undefined/],
  "a default export that is no function": ["\nexport default 7;", "2:1", /no function but number/],
  "shapes that do not fit": [
    "export default ({ tf, latents, samples }) => {\n  const product = tf.matMul(latents,\n    tf.concat([samples, samples]));\n  return tf.mean(product);\n};",
    "2:22",
    /shapes/i,
  ],
  "no scalar": [
    "// a mean is missing\nexport default ({ tf, samples }) => tf.square(samples);",
    "2:1",
    /a tensor of the shape \[8, 2\]; expected a scalar/,
  ],
  "no tensor": ["export default () => 3;", "1:1", /a value of the type number; expected a scalar/],
  "an operation that the compiler lacks": [
    "export default ({ tf, samples }) => {\n  return tf.mean(tf.atan(samples));\n};",
    "2:21",
    /kernel Atan/,
  ],
  "a look at values": [
    "export default ({ tf, samples }) => tf.scalar(\n  tf.mean(samples).dataSync()[0]);",
    "2:20",
    /looks at a tensor's value/,
  ],
  "nothing of the generator's": [
    "export default ({ tf, latents }) => tf.mean(latents);",
    "1:1",
    /does not depend on the weights that are trained/,
  ],
  "operations without a gradient": [
    "\nexport default ({ tf, samples }) => tf.mean(tf.cast(tf.greater(samples, 0), 'float32'));",
    "2:1",
    /gradient .* is 0 everywhere/,
  ],
  "what was not asked for": [
    "export default ({ tf,\n  embed, samples }) => tf.mean(embed(samples));",
    "2:3",
    /export const uses = \["embed"\]/,
  ],
  "a request for what there is not": [
    'export const uses = ["embedd"];\nexport default ({ tf, samples }) => tf.mean(samples);',
    "2:1",
    /`uses` has "embedd"; expected .*did you mean "embed"/,
  ],
};

for (const [what, [module, place, said]] of Object.entries(inRunning))
  test(`${what}: the run fails with the module's line, though its weight is 0`, async t => {
    const folder = temporaryRuns(t);
    const run = await prepare(folder, module, {}, { weight: 0 });
    const { code, message } = await trainToEnd(run, trust);
    assert.ok(message.startsWith(`${resolve(folder, "own.mjs")}:${place}: `), message);
    assert.match(message, said);
    assert.equal(code, 2);
    const { state, message: told, problem } = readStatus(run);
    assert.deepEqual([state, told], ["failed", message]);
    assert.ok(message.endsWith(`:${problem?.line}:${problem?.column}: ${problem?.message}`));
  });

test("a value that is not finite is told with the module's function, and the run says so to the editor", async t => {
  const folder = temporaryRuns(t);
  const module = "// of values below 0 too\nexport default ({ tf, samples }) => tf.mean(tf.log(samples));";
  const run = await prepare(folder, module);
  const { code, message } = await trainToEnd(run, trust);
  const file = resolve(folder, "own.mjs");
  assert.equal(code, 1, message);
  assert.ok(message.startsWith(`loss/pairing is NaN at step 1, given by ${file}:2:1; `), message);
  const { failure, problem } = readStatus(run);
  assert.deepEqual(
    [failure, problem],
    ["not finite", { file, line: 2, column: 1, message: "loss/pairing is NaN at step 1" }],
  );
});

test("a mistake is told in the run's own copy where the file is another by now", async t => {
  const folder = temporaryRuns(t);
  const run = await prepare(folder, "export default () => 3;");
  copyFileSync("examples/even-stretch.mjs", join(folder, "own.mjs"));
  const { message } = await trainToEnd(run, trust);
  assert.ok(message.startsWith(`${join(run, "modules", "pairing.mjs")}:1:1: `), message);
});
