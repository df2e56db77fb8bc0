import assert from "node:assert/strict";
import { test } from "node:test";
import "@tensorflow/tfjs-backend-cpu";
import { tf } from "../compiler/tensorflow.ts";
import type { Tensor } from "../compiler/tensorflow.ts";
import { firstState, ganLikeStep, inputsOf } from "../../test/compiled/gan-like-step.ts";
import { uniform } from "../../test/support/uniform.ts";
import { openExecutor } from "./open-executor.ts";

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

const cases = {
  plain: { r1: 0, activation: (x: Tensor) => tf.relu(x) },
  "with R1 and leaky ReLU": { r1: 1, activation: (x: Tensor) => tf.leakyRelu(x, 0.2) },
  "with R1 and tanh": { r1: 1, activation: (x: Tensor) => tf.tanh(x) },
};

for (const [name, options] of Object.entries(cases))
  test(`five compiled steps are those of TensorFlow.js itself: ${name}`, async () => {
    const gan = ganLikeStep({ width: 16, batch: 24, paired: 12, ...options });
    const definition = { state: gan.state, inputs: gan.inputs, step: gan.step };
    const executor = await openExecutor({ device: "cpu", threads: 1, graphOptimization: "all" });
    const first = firstState(gan, uniform(3));
    const inputs = inputsOf(gan.inputs, 5, 4);
    executor.put(first);
    const loaded = await executor.loadStep(definition);
    const scalars = await executor.step(loaded, 5, inputs);
    const after = await executor.get(loaded.updated);
    await executor.close();

    await tf.setBackend("cpu");
    let state = Object.fromEntries([...first].map(([n, t]) => [n, tf.tensor(t.data, [...t.shape])]));
    for (let i = 0; i < 5; i++) {
      const batch = Object.fromEntries(
        Object.entries(gan.inputs).map(([n, shape]) => {
          const size = sizeOf(shape);
          return [n, tf.tensor(inputs[n]?.slice(i * size, (i + 1) * size) ?? [], [...shape])];
        }),
      );
      const { lossD, lossG, ...next } = gan.step({ ...state, ...batch });
      state = { ...state, ...next };
      close(scalars["lossD"]?.[i], lossD?.dataSync()[0]);
      close(scalars["lossG"]?.[i], lossG?.dataSync()[0]);
    }
    for (const [n, { data }] of after) {
      const wanted = state[n]?.dataSync() ?? [];
      const difference = Math.hypot(...data.map((v, i) => v - (wanted[i] ?? NaN)));
      assert.ok(
        difference <= 1e-5 * Math.hypot(...data),
        `${n} differs by ${difference / Math.hypot(...data)}`,
      );
    }
  });

function close(actual = NaN, wanted = NaN) {
  assert.ok(Math.abs(actual - wanted) <= 1e-5 * Math.abs(wanted), `${actual} is not ${wanted}`);
}
