// A TensorFlow.js backend that computes nothing: every kernel call becomes a node of a graph.
// It stands on the public extension points alone (registerBackend, registerKernel).
import {
  engine,
  getBackend,
  KernelBackend,
  registerBackend,
  registerKernel,
  setBackend,
} from "@tensorflow/tfjs-core";
import type { DataType, NamedTensorInfoMap, Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import { Graph } from "./graph.ts";
import type { Node } from "./graph.ts";
import { kernels } from "./kernels.ts";
import type { Emitted, Kernel } from "./kernels.ts";
import { CompileError } from "./program.ts";
import type { Shapes, TensorFunction } from "./program.ts";

type BackendValues = Float32Array | Int32Array | Uint8Array | Uint8Array[] | number[];

/** What stands behind a tensor: values written by the function (constants), or a node of the graph being recorded. */
type Held =
  | { kind: "values"; values: BackendValues; shape: readonly number[] }
  | { kind: "node"; node: Node; graph: Graph };

const backendName = "recording";

class RecordingBackend extends KernelBackend {
  readonly #held = new WeakMap<object, Held>();
  #graph: Graph | undefined;

  /** Runs `work` while kernel calls go into the graph. */
  recordInto<T>(graph: Graph, work: () => T): T {
    if (this.#graph !== undefined)
      throw new CompileError("A function being compiled must not compile another.");
    const previous = (getBackend() as string | undefined) ?? "";
    this.#graph = graph;
    // setBackend does all its work before it first waits, as this backend is created at once.
    void setBackend(backendName);
    try {
      return work();
    } finally {
      this.#graph = undefined;
      if (previous !== "" && previous !== backendName) void setBackend(previous);
    }
  }

  run(kernel: Kernel, inputs: NamedTensorInfoMap, attrs: Record<string, unknown>): TensorInfo | TensorInfo[] {
    const graph = this.#graph;
    if (graph === undefined)
      throw new CompileError(
        "TensorFlow.js operations compute nothing here; use them in a function to be compiled.",
      );
    const nodes: Record<string, Node> = {};
    for (const [name, info] of Object.entries(inputs))
      if (info !== undefined) nodes[name] = this.nodeOf(info);
    const emitted = kernel({ graph, inputs: nodes, attrs });
    return Array.isArray(emitted) ? emitted.map(e => this.tensorOf(e)) : this.tensorOf(emitted);
  }

  tensorOf({ node, dtype }: Emitted): TensorInfo {
    const dataId = {};
    if (this.#graph === undefined) throw new CompileError("No function is being recorded.");
    this.#held.set(dataId, { kind: "node", node, graph: this.#graph });
    return { dataId, shape: [...node.shape], dtype };
  }

  nodeOf(info: TensorInfo): Node {
    const held = this.#held.get(info.dataId);
    if (held?.kind === "values" && this.#graph !== undefined) {
      const data = Float32Array.from(held.values as ArrayLike<number>);
      const constant = this.#graph.constant(data, info.shape);
      return info.dtype === "bool"
        ? this.#graph.node("Cast", [constant], info.shape, { to: "bool" }, "bool")
        : constant;
    }
    if (held?.kind !== "node" || held.graph !== this.#graph)
      throw new CompileError(
        "The function uses a tensor that belongs to another computation. Make it inside the function, or pass it as an input.",
      );
    // A reshaped tensor may share its data with the original.
    return held.node;
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): object {
    if (dtype === "string" || dtype === "complex64")
      throw new CompileError(`Tensors of type ${dtype} cannot be compiled; use float32.`);
    const dataId = {};
    this.#held.set(dataId, { kind: "values", values, shape });
    return dataId;
  }

  override readSync(): never {
    throw new CompileError(
      "The function looks at a tensor's value (dataSync, arraySync, print). It runs only once, without values; use tensor operations instead, such as tf.where.",
    );
  }
  override read(): never {
    return this.readSync();
  }

  // The garbage collector owns what is held, so counting references is not needed.
  override numDataIds = () => 0;
  override disposeData = () => true;
  override incRef = () => undefined;
  decRef = () => undefined;
  override refCount = () => 1;
  override memory = () => ({ unreliable: true });
  override timerAvailable = () => false;
  override epsilon = () => 1e-7;
  override floatPrecision = (): 32 => 32;
}

const backend = new RecordingBackend();
registerBackend(backendName, () => backend, 0);
for (const [kernelName, kernel] of Object.entries(kernels))
  registerKernel({
    kernelName,
    backendName,
    kernelFunc: ({ inputs, attrs }) => backend.run(kernel, inputs, attrs ?? {}),
  });

/** A recorded function: one node for each of its results. */
export interface Recording {
  readonly graph: Graph;
  readonly outputs: ReadonlyMap<string, Node>;
}

/**
 * Runs the function once on tensors without values and gives the graph of what it would compute, gradients included.
 * Throws CompileError for what cannot be recorded.
 */
export function record(inputs: Shapes, fn: TensorFunction): Recording {
  const graph = new Graph();
  const outputs = new Map<string, Node>();
  const run = () => {
    // tidy forgets every tensor of the recording at its end.
    engine().tidy(() => {
      const tensors: Record<string, Tensor> = {};
      for (const [name, shape] of Object.entries(inputs))
        tensors[name] = engine().makeTensorFromTensorInfo(
          backend.tensorOf({ node: graph.input(name, shape), dtype: "float32" }),
        );
      for (const [name, tensor] of Object.entries(fn(tensors))) outputs.set(name, backend.nodeOf(tensor));
    });
  };
  try {
    backend.recordInto(graph, run);
  } catch (error) {
    throw explained(error);
  }
  return { graph, outputs };
}

/** What a function that was recorded threw, in words of the compiler where TensorFlow.js lacks a kernel. */
export function explained(error: unknown): unknown {
  const missing = /Kernel '(\w+)' not registered for backend/.exec(
    error instanceof Error ? error.message : "",
  );
  if (missing?.[1] === undefined) return error;
  return new CompileError(
    `The function uses the TensorFlow.js kernel ${missing[1]}, which the compiler does not know yet. Write it with others: ${Object.keys(kernels).sort().join(", ")}.`,
    { cause: error },
  );
}
