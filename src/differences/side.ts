import type { CustomPart } from "../experiment/custom-parts.ts";

/** A knob that was turned, or the planned steps that were changed, while a run trained. */
export interface Turn {
  readonly key: string;
  /** The step after which it happened. */
  readonly step: number;
  readonly from: number | null;
  readonly to: number;
  /** Who asked for it. */
  readonly by: string;
  /** The run that it was done to, where that is one which this run descends from. */
  readonly of: string | null;
}

/** What can be known of a side beside its experiment; a file has nothing of what a training adds. */
export const factTitles = {
  begun: "Begun",
  trainer: "Trained by",
  node: "Node",
  onnxruntime: "ONNX Runtime",
  tfjs: "TensorFlow.js",
  device: "Computed on",
  threads: "Threads",
  data: "Data's files (SHA-256)",
  features: "Feature network (SHA-256)",
} as const;

export type Fact = keyof typeof factTitles;

/** One of two experiments that are compared: an experiment's file, or what a run was trained as and what was done to it. */
export interface Side {
  readonly kind: "file" | "run";
  /** The file, or the run's folder. */
  readonly path: string;
  /** What people call it. */
  readonly name: string;
  /** As resolved: every key is there. Of another trainer's run what its outline says. */
  readonly experiment: object;
  /** The file that a name left out is taken from; null where no defaults are known. */
  readonly defaultsOf: string | null;
  /** The texts of the researcher's own modules. */
  readonly modules: Readonly<Partial<Record<CustomPart, string>>>;
  readonly facts: Readonly<Partial<Record<Fact, string>>>;
  /** In the order in which they happened. */
  readonly turns: readonly Turn[];
}
