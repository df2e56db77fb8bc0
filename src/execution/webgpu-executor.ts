// Steps on a graphics card, through ONNX Runtime's WebGPU provider. One step a call of the runtime; the state stays on the
// card from step to step (its buffers are replaced, never written to), what goes up is a step's inputs, and what comes back
// is a vector of scalars a step, read once the whole call is under way, so that the card is never waited for in between.
import { InferenceSession, Tensor } from "onnxruntime-node";
import "./no-telemetry.ts";
import { compileFunction, type FunctionDefinition } from "../compiler/compile-function.ts";
import { compileSingleStep, SCALARS, type StepDefinition } from "../compiler/compile-step.ts";
import { identityModel } from "../compiler/identity-model.ts";
import type { Program, TensorValues } from "../compiler/program.ts";
import type { Executor, ExecutorOptions, Loaded, StateSnapshot } from "./executor.ts";
import { HeldTensors } from "./held-tensors.ts";
import { LoadedPrograms, stateTensor } from "./loaded-programs.ts";
import {
  failure,
  floatsOf,
  inputFeeds,
  inputTensor,
  runSession,
  stateFeeds,
  type Opened,
} from "./onnx-runtime.ts";

type Options = Pick<ExecutorOptions, "graphOptimization">;

/** Opens a model on the card, where the named outputs stay; all others come to the host. A node that the card cannot compute is an error. */
export async function openOnCard(
  onnx: Uint8Array,
  staying: readonly string[],
  { graphOptimization }: Options,
  profile?: string,
): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(onnx, {
      executionProviders: ["webgpu"],
      graphOptimizationLevel: graphOptimization,
      preferredOutputLocation: Object.fromEntries(staying.map(name => [name, "gpu-buffer" as const])),
      logSeverityLevel: 4,
      extra: { session: { disable_cpu_ep_fallback: "1" } },
      ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
    });
  } catch (error) {
    throw failure("the graphics card cannot run the compiled program", error);
  }
}

export class WebGpuExecutor implements Executor {
  readonly device = "webgpu";
  readonly #options: Options;
  readonly #state = new Map<string, Tensor>();
  readonly #programs = new LoadedPrograms<Opened>();
  /** Reads tensors of so many dimensions. */
  readonly #readers = new Map<number, Promise<InferenceSession>>();
  readonly #held = new HeldTensors<Tensor>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** How many tensors are held; a test counts them. */
  get tensors(): number {
    return this.#held.size;
  }

  async loadStep(definition: StepDefinition): Promise<Loaded> {
    const program = compileSingleStep(definition, "graphics");
    const scalars = program.outputs.length > 0 ? [SCALARS] : [];
    return this.#load(program, [...program.updated.map(name => `next/${name}`), ...scalars]);
  }

  async loadFunction(definition: FunctionDefinition): Promise<Loaded> {
    return this.#load(compileFunction(definition, "graphics"), []);
  }

  async #load(program: Program, staying: readonly string[]): Promise<Loaded> {
    const session = await openOnCard(program.onnx, staying, this.#options);
    return this.#programs.add({ kind: program.kind, updated: program.updated }, { program, session });
  }

  async unload(loaded: Loaded): Promise<void> {
    const { session } = this.#programs.find(loaded);
    this.#programs.forget(loaded);
    await session.release();
  }

  put(tensors: ReadonlyMap<string, TensorValues>): void {
    // They go up with the first call that reads them.
    const given = [...tensors].map(
      ([name, { shape, data }]) => [name, inputTensor(name, data.slice(), shape)] as const,
    );
    this.#replace(new Map(given));
  }

  async get(names: readonly string[]): Promise<Map<string, TensorValues>> {
    const values = new Map<string, TensorValues>();
    for (const name of names) {
      const tensor = stateTensor(this.#state, name);
      values.set(name, { shape: [...tensor.dims], data: (await this.#read(name, tensor)).slice() });
    }
    return values;
  }

  held(name: string): object | undefined {
    return this.#state.get(name);
  }

  async step(
    loaded: Loaded,
    steps: number,
    inputs: Readonly<Record<string, Float32Array>>,
  ): Promise<Record<string, Float32Array>> {
    const { program, session } = this.#programs.toRun(loaded, "step", steps);
    // Checked as a whole before the first step begins.
    inputFeeds(program, steps, inputs);
    const state = new Map(Object.keys(program.state).map(name => [name, stateTensor(this.#state, name)]));
    const scalars: Tensor[] = [];
    /** Made by this call. */
    const made = new HeldTensors<Tensor>();
    try {
      for (let i = 0; i < steps; i++) {
        const feeds = stateFeeds(program, state);
        for (const [name, shape] of Object.entries(program.inputs))
          feeds[`input/${name}`] = inputTensor(name, partOf(inputs[name], i, steps), shape);
        const results = await runSession(session, feeds);
        made.hold(Object.values(results));
        const before = program.updated.flatMap(name => state.get(name) ?? []);
        for (const name of program.updated) {
          const next = results[`next/${name}`];
          if (next !== undefined) state.set(name, next);
        }
        if (i > 0) made.letGo(before);
        const told = results[SCALARS];
        if (told !== undefined) scalars.push(told);
      }
      const values: Float32Array[] = [];
      for (const tensor of scalars) values.push(await this.#read(SCALARS, tensor));
      const updated = program.updated.flatMap(name => [[name, state.get(name)] as const]);
      this.#replace(new Map(updated.flatMap(([name, tensor]) => (tensor ? [[name, tensor]] : []))));
      made.letGo(scalars);
      return Object.fromEntries(
        program.outputs.map((name, at) => [name, Float32Array.from(values, row => row[at] ?? NaN)]),
      );
    } catch (error) {
      made.clear();
      throw error;
    }
  }

  async call(
    loaded: Loaded,
    rows: number,
    inputs: Readonly<Record<string, Float32Array>>,
  ): Promise<Record<string, Float32Array>> {
    const { program, session } = this.#programs.toRun(loaded, "function", rows);
    const feeds = { ...stateFeeds(program, this.#state), ...inputFeeds(program, rows, inputs) };
    const results = await runSession(session, feeds);
    return Object.fromEntries(program.outputs.map(name => [name, floatsOf(name, results[`output/${name}`])]));
  }

  snapshot(): StateSnapshot {
    const tensors = new Map(this.#state);
    this.#held.hold(tensors.values());
    return { tensors };
  }

  restore(snapshot: StateSnapshot): void {
    const tensors = tensorsOf(snapshot);
    this.#held.hold(tensors.values());
    this.#held.letGo(this.#state.values());
    this.#state.clear();
    for (const [name, tensor] of tensors) this.#state.set(name, tensor);
  }

  release(snapshot: StateSnapshot): void {
    this.#held.letGo(tensorsOf(snapshot).values());
  }

  async close(): Promise<void> {
    this.#state.clear();
    this.#held.clear();
    const readers = [...this.#readers.values()];
    this.#readers.clear();
    for (const { session } of this.#programs.takeAll()) await session.release();
    for (const reader of readers) await (await reader).release();
  }

  #replace(tensors: ReadonlyMap<string, Tensor>): void {
    this.#held.hold(tensors.values());
    this.#held.letGo([...tensors.keys()].flatMap(name => this.#state.get(name) ?? []));
    for (const [name, tensor] of tensors) this.#state.set(name, tensor);
  }

  /** A tensor's values, from wherever it is. The runtime's own `getData` ends the process here. */
  async #read(name: string, tensor: Tensor): Promise<Float32Array> {
    if (tensor.location === "cpu") return floatsOf(name, tensor);
    const rank = tensor.dims.length;
    const reader = this.#readers.get(rank) ?? openOnCard(identityModel(rank), [], this.#options);
    this.#readers.set(rank, reader);
    const { y } = await runSession(await reader, { x: tensor });
    return floatsOf(name, y);
  }
}

const tensorsOf = ({ tensors }: StateSnapshot): Map<string, Tensor> =>
  new Map([...tensors].flatMap(([name, tensor]) => (tensor instanceof Tensor ? [[name, tensor]] : [])));

/** The part of the i-th of so many steps. */
function partOf(all: Float32Array | undefined, i: number, steps: number): Float32Array | undefined {
  const size = (all?.length ?? 0) / steps;
  return all?.subarray(i * size, (i + 1) * size);
}
