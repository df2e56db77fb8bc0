import type { Dataset } from "../data/dataset.ts";
import { fillLatents } from "../data/latents.ts";
import { fillNormal, fillUniform } from "../data/random.ts";
import type { KnobValues } from "../experiment/knobs.ts";
import type { Experiment } from "../experiment/schema.ts";
import { elements } from "./parameter-layout.ts";
import type { Draw } from "./phases/phase.ts";
import type { Step } from "./step.ts";

/**
 * Batches, latents, noise and knobs of consecutive steps, in buffers that are used again at every call.
 * Everything but the knobs is a pure function of seed and step.
 */
export class StepInputs {
  readonly #step: Step;
  readonly #experiment: Experiment;
  readonly #dataset: Dataset;
  readonly #seed: number;
  readonly #buffers: ReadonlyMap<string, Float32Array>;

  /** @param capacity the most steps of one call */
  constructor(step: Step, experiment: Experiment, dataset: Dataset, seed: number, capacity: number) {
    this.#step = step;
    this.#experiment = experiment;
    this.#dataset = dataset;
    this.#seed = seed;
    this.#buffers = new Map([
      ...Object.entries(step.inputs).map(([name, { shape }]): [string, Float32Array] => [
        name,
        new Float32Array(capacity * elements(shape)),
      ]),
      ...step.knobs.map((key): [string, Float32Array] => [key, new Float32Array(capacity)]),
    ]);
  }

  /** The inputs of steps first .. first + count - 1 (from 1), each [count, ...shape]; valid until the next call. */
  fill(first: number, count: number, knobsAt: (step: number) => KnobValues): Record<string, Float32Array> {
    const inputs: Record<string, Float32Array> = {};
    for (const [name, { shape, draw }] of Object.entries(this.#step.inputs)) {
      const size = elements(shape);
      const all = this.#part(name, count * size);
      for (let i = 0; i < count; i++) this.#fillDraw(draw, first + i, all, i * size, size);
      inputs[name] = all;
    }
    for (const key of this.#step.knobs) inputs[key] = this.#part(key, count);
    for (let i = 0; i < count; i++) {
      const knobs = knobsAt(first + i);
      for (const key of this.#step.knobs) {
        const values = inputs[key];
        if (values !== undefined) values[i] = knobs[key] ?? NaN;
      }
    }
    return inputs;
  }

  #part(name: string, size: number): Float32Array {
    const buffer = this.#buffers.get(name);
    if (buffer === undefined || buffer.length < size)
      throw new RangeError(`more steps than buffers hold: ${name}`);
    return buffer.subarray(0, size);
  }

  #fillDraw(draw: Draw, step: number, out: Float32Array, offset: number, size: number): void {
    const { criticSteps, batch, latent } = this.#experiment;
    const part = out.subarray(offset, offset + size);
    switch (draw.from) {
      case "data":
        this.#dataset.batch(this.#seed, (step - 1) * criticSteps + draw.critic, batch, out, offset);
        return;
      case "latents": {
        const at = (step - 1) * criticSteps + draw.critic;
        fillLatents(part, latent, { seed: this.#seed, stream: draw.stream, step: at });
        return;
      }
      case "noise":
      case "uniform": {
        const at = draw.critic === null ? step : (step - 1) * criticSteps + draw.critic;
        const fill = draw.from === "noise" ? fillNormal : fillUniform;
        fill(part, { seed: this.#seed, stream: draw.stream, step: at });
        return;
      }
      default:
        draw satisfies never;
    }
  }
}
