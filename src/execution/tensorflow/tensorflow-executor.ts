// Steps and functions run eagerly by TensorFlow, kernel by kernel: the functions of tensors that other devices compile.
import type { FunctionDefinition } from "../../compiler/compile-function.ts";
import type { StepDefinition } from "../../compiler/compile-step.ts";
import type { Shapes, TensorFunction, TensorValues } from "../../compiler/program.ts";
import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";
import { ExecutionError } from "../executor.ts";
import type { Executor, Loaded, StateSnapshot } from "../executor.ts";
import { LoadedPrograms, stateTensor } from "../loaded-programs.ts";
import { openTensorFlow, underTensorFlow } from "./package.ts";
import type { TensorFlowDevice, TensorFlowOptions } from "./package.ts";
import { fitted, mapped, tensorOf, tensorsOf, valuesOf } from "./values.ts";

type Inputs = Readonly<Record<string, Float32Array>>;
type State = ReadonlyMap<string, Tensor>;

interface Definition {
  readonly kind: Loaded["kind"];
  readonly state: Shapes;
  readonly inputs: Shapes;
  readonly run: TensorFunction;
}

/** Opens TensorFlow as it is installed. Throws ExecutionError where it cannot be had. */
export function openTensorFlowExecutor(options: TensorFlowOptions): Executor {
  openTensorFlow(options);
  return new TensorFlowExecutor(options.device);
}

/**
 * TensorFlow's tensors lie outside of JavaScript's memory and are given back by hand: those of a step at its end, those of
 * the state once they are replaced and no snapshot has them.
 */
class TensorFlowExecutor implements Executor {
  readonly device: TensorFlowDevice;
  readonly #programs = new LoadedPrograms<Definition>();
  readonly #snapshots = new Map<StateSnapshot, State>();
  #state: State = new Map();

  constructor(device: TensorFlowDevice) {
    this.device = device;
  }

  loadStep({ state, inputs, step }: StepDefinition): Promise<Loaded> {
    return this.#load({ kind: "step", state, inputs, run: step });
  }

  loadFunction({ state, inputs, run }: FunctionDefinition): Promise<Loaded> {
    return this.#load({ kind: "function", state, inputs, run });
  }

  unload(loaded: Loaded): Promise<void> {
    this.#programs.forget(loaded);
    return Promise.resolve();
  }

  put(tensors: ReadonlyMap<string, TensorValues>): void {
    const made = underTensorFlow(() =>
      [...tensors].map(([name, { shape, data }]) => [name, tensorOf(name, data, shape)] as const),
    );
    this.#replace(new Map([...this.#state, ...made]));
  }

  async get(names: readonly string[]): Promise<Map<string, TensorValues>> {
    await Promise.resolve();
    const read = (name: string): [string, TensorValues] => {
      const tensor = stateTensor(this.#state, name);
      return [name, { shape: [...tensor.shape], data: valuesOf(tensor) }];
    };
    return underTensorFlow(() => new Map(names.map(read)));
  }

  held(name: string): object | undefined {
    return this.#state.get(name);
  }

  async step(loaded: Loaded, steps: number, inputs: Inputs): Promise<Record<string, Float32Array>> {
    await Promise.resolve();
    const definition = this.#programs.toRun(loaded, "step", steps);
    return underTensorFlow(() => this.#steps(definition, steps, inputs));
  }

  async call(loaded: Loaded, rows: number, inputs: Inputs): Promise<Record<string, Float32Array>> {
    await Promise.resolve();
    const { state, inputs: shapes, run } = this.#programs.toRun(loaded, "function", rows);
    return underTensorFlow(() =>
      tf.tidy(() => {
        const held = mapped(state, name => stateTensor(this.#state, name));
        const given = mapped(shapes, (name, shape) => tensorOf(name, inputs[name], [rows, ...shape]));
        return mapped(run({ ...held, ...given }), (_, output) => valuesOf(output));
      }),
    );
  }

  snapshot(): StateSnapshot {
    const snapshot = { tensors: this.#state };
    this.#snapshots.set(snapshot, this.#state);
    return snapshot;
  }

  restore(snapshot: StateSnapshot): void {
    const state = this.#snapshots.get(snapshot);
    if (state === undefined) throw new ExecutionError("This snapshot was released.");
    this.#replace(state);
  }

  release(snapshot: StateSnapshot): void {
    const state = this.#snapshots.get(snapshot);
    this.#snapshots.delete(snapshot);
    this.#dispose(state?.values() ?? []);
  }

  close(): Promise<void> {
    this.#programs.takeAll();
    for (const snapshot of [...this.#snapshots.keys()]) this.release(snapshot);
    this.#replace(new Map());
    return Promise.resolve();
  }

  #load(definition: Definition): Promise<Loaded> {
    const loaded = {
      kind: definition.kind,
      updated: definition.kind === "step" ? Object.keys(definition.state) : [],
    };
    return Promise.resolve(this.#programs.add(loaded, definition));
  }

  #steps(
    { state: stateShapes, inputs: shapes, run }: Definition,
    steps: number,
    inputs: Inputs,
  ): Record<string, Float32Array> {
    let state: State = new Map(Object.keys(stateShapes).map(name => [name, stateTensor(this.#state, name)]));
    const scalars = new Map<string, Tensor[]>();
    const given = mapped(shapes, (name, shape) => tensorsOf(name, inputs[name], steps, shape));
    try {
      for (let i = 0; i < steps; i++) {
        const results = tf.tidy(() => {
          const outputs = run({
            ...Object.fromEntries(state),
            ...mapped(given, (_, tensorAt) => tensorAt(i)),
          });
          return mapped(outputs, (name, output) => fitted(name, output, stateShapes[name] ?? []));
        });
        const before = state;
        state = new Map([...before].map(([name, tensor]) => [name, results[name] ?? tensor]));
        this.#dispose(before.values(), state);
        for (const [tag, scalar] of Object.entries(results))
          if (!before.has(tag)) scalars.set(tag, [...(scalars.get(tag) ?? []), scalar]);
      }
      const values = tf.tidy(() =>
        [...scalars].map(([tag, list]) => [tag, valuesOf(tf.stack(list))] as const),
      );
      this.#replace(new Map([...this.#state, ...state]));
      return Object.fromEntries(values);
    } finally {
      this.#dispose(state.values());
      tf.dispose([...scalars.values()]);
    }
  }

  #replace(state: State): void {
    const before = this.#state;
    this.#state = state;
    this.#dispose(before.values());
  }

  /** Gives back those tensors that neither the state has, nor a snapshot, nor `kept`. */
  #dispose(tensors: Iterable<Tensor>, kept: State = new Map()): void {
    const holders = [this.#state, kept, ...this.#snapshots.values()];
    const held = new Set(holders.flatMap(state => [...state.values()]));
    for (const tensor of new Set(tensors)) if (!held.has(tensor)) tensor.dispose();
  }
}
