// The one way to run a step or a function of tensors, whatever the device. The state lives in the executor between calls.
import type { FunctionDefinition } from "../compiler/compile-function.ts";
import type { StepDefinition } from "../compiler/compile-step.ts";
import type { TensorValues } from "../compiler/program.ts";
import type { TrainingDevice } from "../experiment/catalog.ts";

/** A step or function made ready by `Executor.loadStep` or `loadFunction`; belongs to that executor. */
export interface Loaded {
  readonly kind: "step" | "function";
  /** The names of the state that a step replaces; none for a function. */
  readonly updated: readonly string[];
}

/** A state of an executor; only that executor can read it. */
export interface StateSnapshot {
  readonly tensors: ReadonlyMap<string, unknown>;
}

export interface Executor {
  readonly device: TrainingDevice;
  /** Makes a step ready. Rejects with CompileError where it cannot be compiled, ExecutionError when the runtime refuses it. */
  loadStep(definition: StepDefinition): Promise<Loaded>;
  /** Makes a function of rows ready; rejects as `loadStep` does. */
  loadFunction(definition: FunctionDefinition): Promise<Loaded>;
  /** Gives the memory of what was loaded back; it cannot be run any more. */
  unload(loaded: Loaded): Promise<void>;
  /** Copies tensors in by name and replaces those that were there. Throws ExecutionError if data does not fill the shape. */
  put(tensors: ReadonlyMap<string, TensorValues>): void;
  /** Copies of the named tensors. Rejects with ExecutionError naming one that is not there. */
  get(names: readonly string[]): Promise<Map<string, TensorValues>>;
  /** Stands for what the named tensor holds now: another object once it is replaced; undefined where there is none. */
  held(name: string): object | undefined;
  /**
   * Runs `steps` steps; inputs[name] is [steps, ...shape]. Replaces the state only when the whole call went well. Gives
   * every scalar as [steps].
   */
  step(
    loaded: Loaded,
    steps: number,
    inputs: Readonly<Record<string, Float32Array>>,
  ): Promise<Record<string, Float32Array>>;
  /** Runs a function on `rows` rows; inputs[name] is [rows, ...shape]. The state stays as it is. */
  call(
    loaded: Loaded,
    rows: number,
    inputs: Readonly<Record<string, Float32Array>>,
  ): Promise<Record<string, Float32Array>>;
  /**
   * The state as it stands, to go back to. Copies nothing, since tensors are replaced and never written to, but keeps the
   * memory of those that are replaced until it is released.
   */
  snapshot(): StateSnapshot;
  /** Goes back to a snapshot of this executor, which stays one until it is released. */
  restore(snapshot: StateSnapshot): void;
  /** Lets a snapshot go; nobody can go back to it any more. */
  release(snapshot: StateSnapshot): void;
  /** Gives everything back. Nothing may be called afterwards. */
  close(): Promise<void>;
}

export interface ExecutorOptions {
  readonly device: TrainingDevice;
  /** Threads inside an operator, at least 1; where the processor computes. */
  readonly threads: number;
  /** ONNX Runtime's own graph optimisation. */
  readonly graphOptimization: "all" | "disabled";
  /** The folder with TensorFlow's package, where it computes; not looked for when left out. */
  readonly tensorflowFolder?: string | undefined;
}

/** The runtime refused or failed; the message says what to do. */
export class ExecutionError extends Error {
  override readonly name = "ExecutionError";
}

/** The device that a run was begun on cannot be had here. */
export class DeviceGone extends ExecutionError {
  constructor(device: TrainingDevice, reason: string) {
    super(`the device "${device}" cannot be used here: ${reason}`);
  }
}
