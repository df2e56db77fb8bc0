// The one way to run compiled programs, whatever the device. The state lives in the executor between calls.
import type { Program, TensorValues } from "../compiler/program.ts";

/** A program made ready by `Executor.load`; belongs to that executor. */
export interface Loaded {
  readonly program: Program;
}

/** A state of an executor; only that executor can read it. */
export interface StateSnapshot {
  readonly tensors: ReadonlyMap<string, unknown>;
}

export interface Executor {
  /** What computes: "cpu". */
  readonly device: string;
  /** Makes a program ready. Rejects with ExecutionError when the runtime refuses it. */
  load(program: Program): Promise<Loaded>;
  /** Gives a loaded program's memory back; it cannot be run any more. */
  unload(loaded: Loaded): Promise<void>;
  /** Copies tensors in by name and replaces those that were there. Throws ExecutionError if data does not fill the shape. */
  put(tensors: ReadonlyMap<string, TensorValues>): void;
  /** Copies of the named tensors. Rejects with ExecutionError naming one that is not there. */
  get(names: readonly string[]): Promise<Map<string, TensorValues>>;
  /**
   * Runs `steps` steps of a step program; inputs[name] is [steps, ...shape]. Replaces the state only when the whole
   * call went well. Gives every scalar as [steps].
   */
  step(
    loaded: Loaded,
    steps: number,
    inputs: Readonly<Record<string, Float32Array>>,
  ): Promise<Record<string, Float32Array>>;
  /** Runs a function program on `rows` rows; inputs[name] is [rows, ...shape]. The state stays as it is. */
  call(
    loaded: Loaded,
    rows: number,
    inputs: Readonly<Record<string, Float32Array>>,
  ): Promise<Record<string, Float32Array>>;
  /** The state as it stands, to go back to; costs nothing, since tensors are replaced and never written to. */
  snapshot(): StateSnapshot;
  /** Goes back to a snapshot of this executor. */
  restore(snapshot: StateSnapshot): void;
  /** Gives everything back. Nothing may be called afterwards. */
  close(): Promise<void>;
}

export interface ExecutorOptions {
  readonly device: "cpu";
  /** Threads inside an operator, at least 1. */
  readonly threads: number;
  /** ONNX Runtime's own graph optimisation. */
  readonly graphOptimization: "all" | "disabled";
}

/** The runtime refused or failed; the message says what to do. */
export class ExecutionError extends Error {
  override readonly name = "ExecutionError";
}
