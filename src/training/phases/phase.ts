import type { Scalar, Tensor } from "../../compiler/tensorflow.ts";
import type { KnobKey } from "../../experiment/knobs.ts";
import type { StreamName } from "../../data/random.ts";

/** What a phase needs anew at every step, and where it comes from. */
export type Draw =
  /** A batch of real samples in the network's units: critic update `critic` of the step. */
  | { readonly from: "data"; readonly critic: number }
  /** Latents of the experiment's distribution. */
  | { readonly from: "latents"; readonly stream: StreamName; readonly critic: number }
  /** Standard normal draws, or uniform ones in 0 to 1: once a step, or for critic update `critic` of it. */
  | { readonly from: "noise" | "uniform"; readonly stream: StreamName; readonly critic: number | null };

export interface PhaseInput {
  readonly shape: readonly number[];
  readonly draw: Draw;
}

/** What a phase reads while it runs. */
export interface PhaseContext {
  state(name: string): Tensor;
  input(name: string): Tensor;
  knob(key: KnobKey): Scalar;
}

export interface PhaseOutcome {
  /** New values of state tensors, by name; the phases after it see them. */
  readonly state: Readonly<Record<string, Tensor>>;
  /** Scalars to record, by tag. A phase keeps them (tf.keep) beyond its gradients; whoever gets them disposes of them. */
  readonly scalars: Readonly<Record<string, Tensor>>;
}

/** One update inside a step. A step is a list of phases. */
export interface Phase {
  readonly name: string;
  /** Names of the state tensors that it reads or replaces. */
  readonly state: readonly string[];
  readonly inputs: Readonly<Record<string, PhaseInput>>;
  readonly knobs: readonly KnobKey[];
  run(context: PhaseContext): PhaseOutcome;
}
