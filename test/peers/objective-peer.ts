// objective_step.py: a training step of any objective in PyTorch, one experiment after the other in one process.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { TensorValues } from "../../src/compiler/program.ts";
import type { SafeTensor } from "../../src/formats/safetensors.ts";
import { initialKnobs } from "../../src/experiment/knobs.ts";
import { toCheckpoint } from "../../src/training/checkpoint-state.ts";
import type { Model } from "../../src/training/model.ts";
import type { Step } from "../../src/training/step.ts";
import { interpreter } from "./python.ts";

/** Of one step: values by their names in a checkpoint, in its order of dimensions. */
export interface PeerStep {
  readonly scalars: Readonly<Record<string, number>>;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly weights: Readonly<Record<string, readonly number[]>>;
}

export interface ObjectivePeer {
  /** From here on the step is that of this model, which stands at `state`. */
  load(model: Model, step: Step, state: ReadonlyMap<string, TensorValues>): Promise<void>;
  /** Takes one step with these draws. */
  step(inputs: Readonly<Record<string, TensorValues>>): Promise<PeerStep>;
  /** Takes so many steps with draws of its own, and gives the milliseconds that the processor was at one. */
  time(steps: number): Promise<number>;
  close(): void;
}

const plain = ({ shape, data }: SafeTensor) => ({ shape, data: [...data] });

/** Of a checkpoint's tensors, those that are no optimiser's. */
export const trainedTensors = (model: Model, state: ReadonlyMap<string, TensorValues>) =>
  [...toCheckpoint(model, state)].filter(([name]) => !name.includes(".optimizer."));

/** A command that fails in Python rejects with what Python said. */
export function openObjectivePeer(): ObjectivePeer {
  const child = spawn(interpreter, ["test/peers/objective_step.py"], { stdio: "pipe" });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = text(child.stderr);
  child.on("error", () => undefined);
  child.stdin.on("error", () => undefined);
  const ask = async (command: string, given: unknown): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify({ [command]: given })}\n`);
    const line = await lines.next();
    if (line.done === true) throw new Error(`the PyTorch process ended: ${await said}`);
    const answer = JSON.parse(line.value) as { error?: string };
    if (answer.error !== undefined) throw new Error(`the PyTorch peer failed: ${answer.error}`);
    return answer;
  };
  return {
    load: async (model, step, state) => {
      const { experiment, sampleShape } = model;
      const weights = trainedTensors(model, state).map(([name, values]) => [name, plain(values)]);
      const knobs = initialKnobs(experiment);
      await ask("load", { experiment, knobs, sampleShape, weights, inputs: step.inputs });
    },
    step: async inputs => {
      const values = Object.entries(inputs).map(([name, one]) => [name, plain(one)] as const);
      return (await ask("step", Object.fromEntries(values))) as PeerStep;
    },
    time: async steps => {
      const { seconds } = (await ask("time", steps)) as { seconds: number };
      return (1000 * seconds) / steps;
    },
    close: () => child.kill(),
  };
}
