// Compiled programs on ONNX Runtime.
//
// A call of `InferenceSession.run` in onnxruntime-node 1.30 computes on the calling thread: it starts in a setImmediate
// and then blocks JavaScript until it is done (operators may use more threads meanwhile). Between two calls timers,
// signals and messages get their turn; so a control request waits for one call at most.
import { InferenceSession, Tensor } from "onnxruntime-node";
import "./no-telemetry.ts";
import { compileFunction, type FunctionDefinition } from "../compiler/compile-function.ts";
import { compileStep, type StepDefinition } from "../compiler/compile-step.ts";
import type { Program, TensorValues } from "../compiler/program.ts";
import { LoadedPrograms, stateTensor } from "./loaded-programs.ts";
import { ExecutionError } from "./executor.ts";
import type { Executor, ExecutorOptions, Loaded, StateSnapshot } from "./executor.ts";

export type Feeds = Record<string, Tensor>;

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** What ONNX Runtime said, as an error of ours. */
export function failure(doing: string, error: unknown): ExecutionError {
  const said = error instanceof Error ? error.message : String(error);
  return new ExecutionError(`${doing}: ${said.split("\n")[0] ?? ""}`, { cause: error });
}

export type SessionOptions = Pick<ExecutorOptions, "threads" | "graphOptimization">;

export async function openSession(
  onnx: Uint8Array,
  { threads, graphOptimization }: SessionOptions,
): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(onnx, {
      executionProviders: ["cpu"],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: "sequential",
      graphOptimizationLevel: graphOptimization,
      // The runtime's plan of memory is laid out beside what its first call took, which it keeps: a step of residual
      // networks took twice the memory with it, and the same time.
      enableMemPattern: graphOptimization === "all",
      // Errors come as exceptions; nothing is printed.
      logSeverityLevel: 4,
      // A session's threads wait for its next call without computing: there are several sessions, and threads that spin
      // would take the cores from the one whose turn it is (the step after another session's call took twice as long).
      extra: { session: { force_spinning_stop: "1" } },
    });
  } catch (error) {
    throw failure("ONNX Runtime cannot load the compiled program", error);
  }
}

/** Runs the session and gives its outputs. */
export async function runSession(session: InferenceSession, feeds: Feeds): Promise<Feeds> {
  try {
    const results = await session.run(feeds);
    return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, value]));
  } catch (error) {
    throw failure("ONNX Runtime failed", error);
  }
}

/** The values of an output; its buffer belongs to the caller. */
export function floatsOf(name: string, tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new ExecutionError(`The program gives no float32 tensor ${name}.`);
}

/** A tensor around the caller's data, which must fill it. */
export function inputTensor(name: string, data: Float32Array | undefined, shape: readonly number[]): Tensor {
  if (data?.length !== sizeOf(shape))
    throw new ExecutionError(
      data === undefined
        ? `The input ${name} is missing.`
        : `The input ${name} has ${data.length} values; [${shape.join()}] needs ${sizeOf(shape)}.`,
    );
  return new Tensor("float32", data, shape);
}

/** What a program reads of a state. Throws ExecutionError where a tensor is missing or of another shape. */
export function stateFeeds({ state: shapes }: Program, state: ReadonlyMap<string, Tensor>): Feeds {
  const feeds: Feeds = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const tensor = stateTensor(state, name);
    if (tensor.dims.join() !== shape.join())
      throw new ExecutionError(
        `The state ${name} is [${tensor.dims.join()}]; the program needs [${shape.join()}].`,
      );
    feeds[`state/${name}`] = tensor;
  }
  return feeds;
}

/** What it is given; inputs[name] is [count, ...shape]. Throws ExecutionError where one is missing or does not fill that. */
export const inputFeeds = (
  { inputs: shapes }: Program,
  count: number,
  inputs: Readonly<Record<string, Float32Array>>,
): Feeds =>
  Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      `input/${name}`,
      inputTensor(name, inputs[name], [count, ...shape]),
    ]),
  );

/** A program and the runtime's session for it. */
export interface Opened {
  readonly program: Program;
  readonly session: InferenceSession;
}

/** Programs on the processor. */
export class CpuExecutor implements Executor {
  readonly device = "cpu";
  readonly #options: SessionOptions;
  readonly #state = new Map<string, Tensor>();
  readonly #programs = new LoadedPrograms<Opened>();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  async loadStep(definition: StepDefinition): Promise<Loaded> {
    return this.#load(compileStep(definition));
  }

  async loadFunction(definition: FunctionDefinition): Promise<Loaded> {
    return this.#load(compileFunction(definition));
  }

  async #load(program: Program): Promise<Loaded> {
    const session = await openSession(program.onnx, this.#options);
    return this.#programs.add({ kind: program.kind, updated: program.updated }, { program, session });
  }

  async unload(loaded: Loaded): Promise<void> {
    const { session } = this.#programs.find(loaded);
    this.#programs.forget(loaded);
    await session.release();
  }

  put(tensors: ReadonlyMap<string, TensorValues>): void {
    for (const [name, { shape, data }] of tensors)
      this.#state.set(name, inputTensor(name, data.slice(), shape));
  }

  get(names: readonly string[]): Promise<Map<string, TensorValues>> {
    const read = (name: string): [string, TensorValues] => {
      const tensor = stateTensor(this.#state, name);
      return [name, { shape: [...tensor.dims], data: floatsOf(name, tensor).slice() }];
    };
    return Promise.resolve().then(() => new Map(names.map(read)));
  }

  held(name: string): object | undefined {
    return this.#state.get(name);
  }

  async step(
    loaded: Loaded,
    steps: number,
    inputs: Readonly<Record<string, Float32Array>>,
  ): Promise<Record<string, Float32Array>> {
    const { program, results } = await this.#run(loaded, "step", steps, inputs);
    const { updated, outputs } = program;
    const scalars = outputs.map(name => [name, floatsOf(name, results[`scalar/${name}`])] as const);
    const next = updated.map(name => [name, results[`next/${name}`]] as const);
    for (const [name, tensor] of next) if (tensor !== undefined) this.#state.set(name, tensor);
    return Object.fromEntries(scalars);
  }

  async call(
    loaded: Loaded,
    rows: number,
    inputs: Readonly<Record<string, Float32Array>>,
  ): Promise<Record<string, Float32Array>> {
    const { program, results } = await this.#run(loaded, "function", rows, inputs);
    return Object.fromEntries(program.outputs.map(name => [name, floatsOf(name, results[`output/${name}`])]));
  }

  snapshot(): StateSnapshot {
    return { tensors: new Map(this.#state) };
  }

  restore({ tensors }: StateSnapshot): void {
    this.#state.clear();
    for (const [name, tensor] of tensors) if (tensor instanceof Tensor) this.#state.set(name, tensor);
  }

  release(): void {
    // Tensors of the processor are garbage once nobody holds them.
  }

  async close(): Promise<void> {
    this.#state.clear();
    for (const { session } of this.#programs.takeAll()) await session.release();
  }

  async #run(
    loaded: Loaded,
    kind: Program["kind"],
    count: number,
    inputs: Readonly<Record<string, Float32Array>>,
  ): Promise<{ readonly program: Program; readonly results: Feeds }> {
    const { program, session } = this.#programs.toRun(loaded, kind, count);
    const feeds = { ...stateFeeds(program, this.#state), ...inputFeeds(program, count, inputs) };
    return { program, results: await runSession(session, feeds) };
  }
}
