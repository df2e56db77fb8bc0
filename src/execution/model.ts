import { ExecutionError } from "./executor.ts";
import type { ExecutorOptions } from "./executor.ts";
import { floatsOf, inputTensor, openSession, runSession } from "./onnx-runtime.ts";

/** A self-contained ONNX model whose inputs and outputs have a leading dimension of rows. */
export interface Model {
  /** Shapes of one row, by input name. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly outputs: readonly string[];
  /** Shapes of one row, by output name; outputs with an open size beside their rows are left out. */
  readonly outputShapes: Readonly<Record<string, readonly number[]>>;
  /** Runs on `rows` rows; inputs[name] is [rows, ...shape]. Rejects with ExecutionError. */
  run(rows: number, inputs: Readonly<Record<string, Float32Array>>): Promise<Record<string, Float32Array>>;
  close(): Promise<void>;
}

/** Opens a model such as generator.onnx. Rejects with ExecutionError when the bytes are no such model. */
export async function openModel(
  bytes: Uint8Array,
  {
    threads = 1,
    graphOptimization = "all",
    shapes = {},
  }: Partial<Pick<ExecutorOptions, "threads" | "graphOptimization">> & {
    /** Shapes of one row by input name, where the model leaves them open. */
    readonly shapes?: Readonly<Record<string, readonly number[]>>;
  } = {},
): Promise<Model> {
  const session = await openSession(bytes, { threads, graphOptimization });
  const isClosed = (row: readonly unknown[]): row is number[] => row.every(d => typeof d === "number");
  const outputShapes: Record<string, readonly number[]> = {};
  for (const metadata of session.outputMetadata) {
    const row = metadata.isTensor ? metadata.shape.slice(1) : null;
    if (row !== null && isClosed(row)) outputShapes[metadata.name] = row;
  }
  const inputs: Record<string, readonly number[]> = {};
  for (const metadata of session.inputMetadata) {
    if (!metadata.isTensor || metadata.type !== "float32")
      throw new ExecutionError(`The model's input ${metadata.name} is not a float32 tensor.`);
    const [, ...told] = metadata.shape;
    const row = shapes[metadata.name] ?? told;
    if (!isClosed(row))
      throw new ExecutionError(`The model's input ${metadata.name} has an open size beside its rows.`);
    inputs[metadata.name] = row;
  }
  return {
    inputs,
    outputs: session.outputNames,
    outputShapes,
    async run(rows, values) {
      const feeds = Object.entries(inputs).map(
        ([name, shape]) => [name, inputTensor(name, values[name], [rows, ...shape])] as const,
      );
      const results = await runSession(session, Object.fromEntries(feeds));
      return Object.fromEntries(session.outputNames.map(name => [name, floatsOf(name, results[name])]));
    },
    close: () => session.release(),
  };
}
