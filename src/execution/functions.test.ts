// Functions of rows: compiled for any number of them, and exported as models that stand alone.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { compileFunction, exportModel } from "../compiler/compile-function.ts";
import { compileStep } from "../compiler/compile-step.ts";
import { CompileError } from "../compiler/program.ts";
import { tf } from "../compiler/tensorflow.ts";
import type { Tensor } from "../compiler/tensorflow.ts";
import { ganLikeStep, normals } from "../../test/compiled/gan-like-step.ts";
import { uniform } from "../../test/support/uniform.ts";
import { openModel } from "./model.ts";
import { openExecutor } from "./open-executor.ts";

type Tensors = Readonly<Record<string, Tensor>>;

const cpu = { device: "cpu", threads: 1, graphOptimization: "all" } as const;
const shapes = { w: [2, 8], b: [8], v: [8, 3] };

/** A net of two layers as a function of rows. */
function net({ w, b, v, latent }: Tensors) {
  const hidden = tf.relu(tf.add(tf.matMul(latent as Tensor, w as Tensor), b as Tensor));
  return { sample: tf.tanh(tf.matMul(hidden, v as Tensor)) };
}

function weights(seed: number) {
  const random = uniform(seed);
  return new Map(
    Object.entries(shapes).map(([name, shape]) => {
      const data = normals(
        shape.reduce((a, b) => a * b, 1),
        random,
        0.5,
      );
      return [name, { shape, data }] as const;
    }),
  );
}

/** The same net in plain numbers. */
function netByHand(seed: number, latent: Float32Array): number[] {
  const at = (name: string, i: number) => weights(seed).get(name)?.data[i] ?? NaN;
  return Array.from({ length: latent.length / 2 }, (_, row) => {
    const hidden = Array.from({ length: 8 }, (__, j) =>
      Math.max(
        0,
        (latent[2 * row] ?? 0) * at("w", j) + (latent[2 * row + 1] ?? 0) * at("w", 8 + j) + at("b", j),
      ),
    );
    return Array.from({ length: 3 }, (__, k) =>
      Math.tanh(hidden.reduce((sum, h, j) => sum + h * at("v", 3 * j + k), 0)),
    );
  }).flat();
}

function assertClose(actual: ArrayLike<number> | undefined, wanted: readonly number[]) {
  assert.equal(actual?.length, wanted.length);
  wanted.forEach((w, i) => {
    assert.ok(Math.abs((actual[i] ?? NaN) - w) < 1e-6, `value ${i} is ${actual[i]}, not ${w}`);
  });
}

test("a function takes any number of rows and reads the state", async () => {
  const executor = await openExecutor(cpu);
  executor.put(weights(1));
  const loaded = await executor.loadFunction({ state: shapes, inputs: { latent: [2] }, run: net });
  for (const rows of [1, 2, 7, 1000]) {
    const latent = normals(2 * rows, uniform(rows));
    assertClose((await executor.call(loaded, rows, { latent }))["sample"], netByHand(1, latent));
  }
  await executor.close();
});

test("an exported model stands alone, names what it takes and gives, and tells who made it", async () => {
  const bytes = exportModel({ weights: weights(2), inputs: { latent: [2] }, run: net });
  const model = await openModel(bytes);
  assert.deepEqual(model.inputs, { latent: [2] });
  assert.deepEqual(model.outputs, ["sample"]);
  for (const rows of [1, 33]) {
    const latent = normals(2 * rows, uniform(rows));
    assertClose((await model.run(rows, { latent }))["sample"], netByHand(2, latent));
  }
  await assert.rejects(model.run(2, { latent: new Float32Array(3) }), /has 3 values; \[2,2\] needs 4/);
  await model.close();
  assert.ok(Buffer.from(bytes).includes("pairing-lab"));
});

test("exporting gives the same bytes for the same weights, and compiles nothing anew for other weights", () => {
  const definition = (seed: number) => ({ weights: weights(seed), inputs: { latent: [2] }, run: net });
  assert.deepEqual(exportModel(definition(1)), exportModel(definition(1)));
  assert.notDeepEqual(exportModel(definition(1)), exportModel(definition(2)));
  const fresh = (inputs: Tensors) => net(inputs);
  assert.deepEqual(exportModel({ ...definition(1), run: fresh }), exportModel(definition(1)));
  let runs = 0;
  const counted = (inputs: Tensors) => {
    runs++;
    return net(inputs);
  };
  exportModel({ ...definition(1), run: counted });
  const once = runs;
  assert.ok(once > 0);
  for (let i = 0; i < 20; i++) exportModel({ ...definition(i), run: counted });
  assert.equal(runs, once);
});

test("a mean over the rows follows their number", async () => {
  const run = ({ x }: Tensors) => ({ mean: tf.mean(x as Tensor), means: tf.mean(x as Tensor, 0) });
  const executor = await openExecutor(cpu);
  const loaded = await executor.loadFunction({ state: {}, inputs: { x: [2] }, run });
  const results = await executor.call(loaded, 3, { x: Float32Array.of(1, 2, 3, 4, 5, 9) });
  assert.deepEqual([...(results["means"] ?? [])], [3, 5]);
  assert.deepEqual([...(results["mean"] ?? [])], [4]);
  await executor.close();
});

test("a slope at every row follows their number", async () => {
  const run = ({ x }: Tensors) => ({ slope: tf.grad(t => tf.sum(tf.sin(tf.mul(t, t))))(x as Tensor) });
  const executor = await openExecutor(cpu);
  const loaded = await executor.loadFunction({ state: {}, inputs: { x: [1] }, run });
  const x = Float32Array.of(0.5, 1, 2);
  assertClose(
    (await executor.call(loaded, 3, { x }))["slope"],
    [...x].map(v => 2 * v * Math.cos(v * v)),
  );
  await executor.close();
});

const refused: Record<string, (x: Tensor) => Tensor> = {
  "a number computed from the row count": x => tf.mul(tf.sum(x), 1 / x.shape[0]),
  "a gradient of a mean, which freezes one over the rows": x => tf.grad(t => tf.mean(tf.square(t)))(x),
  "half of the rows": x => tf.slice(x, [0, 0], [Math.floor(x.shape[0] / 2), 2]),
  "all rows but one": x => tf.slice(x, [1, 0], [-1, 2]),
  "rows twice": x => tf.concat([x, x], 0),
  "products of all pairs of rows": x => tf.matMul(x, x, false, true),
  "a constant for every row": x => tf.add(x, tf.randomNormal(x.shape, 0, 1, "float32", 1)),
  "other operations for other numbers of rows": x => (x.shape[0] > 15000 ? tf.sin(x) : tf.cos(x)),
};

for (const [name, fn] of Object.entries(refused))
  test(`refused for any number of rows, possible for a fixed one: ${name}`, async () => {
    const definition = { state: {}, inputs: { x: [2] }, run: ({ x }: Tensors) => ({ y: fn(x as Tensor) }) };
    assert.throws(
      () => compileFunction(definition),
      (error: Error) => error instanceof CompileError && error.message.includes("number of rows"),
    );
    const executor = await openExecutor(cpu);
    const loaded = await executor.loadFunction({ ...definition, rows: 4 });
    const { y } = await executor.call(loaded, 4, { x: normals(8, uniform(1)) });
    assert.ok(y?.every(Number.isFinite));
    await executor.close();
  });

const python = [process.env["PAIRING_LAB_PEERS"], "out/peers/bin/python"].find(
  p => p !== undefined && existsSync(p),
);

test(
  "ONNX's own checker accepts every kind of model, shapes inferred strictly",
  { skip: python === undefined && "needs Python with onnx (PAIRING_LAB_PEERS)" },
  () => {
    const gan = ganLikeStep({
      width: 16,
      batch: 24,
      paired: 12,
      r1: 1,
      activation: x => tf.leakyRelu(x, 0.2),
    });
    const models = {
      step: compileStep({ state: gan.state, inputs: gan.inputs, step: gan.step }).onnx,
      function: compileFunction({ state: shapes, inputs: { latent: [2] }, run: net }).onnx,
      model: exportModel({ weights: weights(1), inputs: { latent: [2] }, run: net }),
    };
    const folder = mkdtempSync(join(tmpdir(), "models-"));
    for (const [name, bytes] of Object.entries(models)) writeFileSync(join(folder, `${name}.onnx`), bytes);
    const check = [
      "import onnx, sys, json",
      "found = {}",
      "for name in ['step', 'function', 'model']:",
      "    model = onnx.load(sys.argv[1] + '/' + name + '.onnx')",
      "    onnx.checker.check_model(model, full_check=True)",
      "    found[name] = [model.producer_name, model.ir_version, model.opset_import[0].version]",
      "model = onnx.load(sys.argv[1] + '/model.onnx')",
      "dims = lambda v: [d.dim_param or d.dim_value for d in v.type.tensor_type.shape.dim]",
      "found['dims'] = [dims(model.graph.input[0]), dims(model.graph.output[0])]",
      "found['weights'] = [i.name for i in model.graph.initializer if i.name in ('w', 'b', 'v')]",
      "print(json.dumps(found))",
    ].join("\n");
    const found: unknown = JSON.parse(
      execFileSync(python ?? "", ["-c", check, folder], { encoding: "utf8" }),
    );
    rmSync(folder, { recursive: true });
    const description = ["pairing-lab", 8, 18];
    assert.deepEqual(found, {
      step: description,
      function: description,
      model: description,
      dims: [["n", 2], ["n", 3]], // prettier-ignore
      weights: ["w", "b", "v"],
    });
  },
);
