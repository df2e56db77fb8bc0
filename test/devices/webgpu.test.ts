// WebGPU on a graphics card that the processor plays.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileSingleStep, SCALARS } from "../../src/compiler/compile-step.ts";
import { tf } from "../../src/compiler/tensorflow.ts";
import { inputTensor, runSession } from "../../src/execution/onnx-runtime.ts";
import { openOnCard, WebGpuExecutor } from "../../src/execution/webgpu-executor.ts";
import { firstState, ganLikeStep, inputsOf } from "../compiled/gan-like-step.ts";
import { uniform } from "../support/uniform.ts";
import { assertEqualLosses, long, short } from "./equality.ts";
import { promises } from "./executor-promises.ts";
import { testOnSoftwareCard } from "./on-software-card.ts";

const open = () => Promise.resolve(new WebGpuExecutor({ graphOptimization: "all" }));
const gan = ganLikeStep({ width: 16, batch: 24, paired: 12, r1: 1, activation: x => tf.relu(x) });
const definition = { state: gan.state, inputs: gan.inputs, step: gan.step };

/** Every node of a step is computed by the card: the runtime's own account of a run says by whom. */
async function placement(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pairing-lab-placement-"));
  try {
    const program = compileSingleStep(definition, "graphics");
    const staying = [...program.updated.map(name => `next/${name}`), SCALARS];
    const session = await openOnCard(
      program.onnx,
      staying,
      { graphOptimization: "all" },
      join(folder, "run"),
    );
    const state = firstState(gan, uniform(5));
    const inputs = inputsOf(gan.inputs, 1, 11);
    await runSession(
      session,
      Object.fromEntries([
        ...Object.entries(program.state).map(([name, shape]) => [`state/${name}`, inputTensor(name, state.get(name)?.data, shape)] as const), // prettier-ignore
        ...Object.entries(program.inputs).map(([name, shape]) => [`input/${name}`, inputTensor(name, inputs[name], shape)] as const), // prettier-ignore
      ]),
    );
    session.endProfiling();
    const [file = ""] = readdirSync(folder);
    const events = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
      readonly cat: string;
      readonly name: string;
      readonly args?: { readonly provider?: string };
    }[];
    const nodes = events.filter(({ cat, args }) => cat === "Node" && args?.provider !== undefined);
    assert.ok(nodes.length > 50, `${nodes.length} nodes were seen`);
    const elsewhere = nodes.filter(({ args }) => args?.provider !== "WebGpuExecutionProvider");
    assert.deepEqual(
      elsewhere.map(({ name }) => name),
      [],
    );
    await session.release();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As many tensors are held after many calls as after the first. */
async function leaks(): Promise<void> {
  const executor = await open();
  executor.put(firstState(gan, uniform(5)));
  const loaded = await executor.loadStep(definition);
  const step = () => executor.step(loaded, 3, inputsOf(gan.inputs, 3, 11));
  await step();
  const held = executor.tensors;
  for (let i = 0; i < 4; i++) {
    const before = executor.snapshot();
    await step();
    assert.ok(executor.tensors > held, "a snapshot keeps what was replaced");
    executor.release(before);
    await executor.get(loaded.updated);
    assert.equal(executor.tensors, held);
  }
  const other = executor.snapshot();
  await step();
  executor.restore(other);
  executor.release(other);
  assert.equal(executor.tensors, held);
  await executor.close();
  assert.equal(executor.tensors, 0);
}

const equal = (given: object) => async (): Promise<void> => {
  await assertEqualLosses(given, "webgpu");
};

const cases: Readonly<Record<string, () => Promise<void>>> = {
  "no node of a step is computed elsewhere": placement,
  "no tensor of the card is left behind": leaks,
  ...Object.fromEntries(Object.entries(promises).map(([name, keep]) => [name, () => keep(open)])),
  ...Object.fromEntries(
    Object.entries({ ...short, ...long }).map(([name, given]) => [
      `the losses of the processor: ${name}`,
      equal(given),
    ]),
  ),
};

await testOnSoftwareCard("a software card", cases, "ignore");
