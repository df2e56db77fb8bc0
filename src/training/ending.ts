import type { StatusUpdate } from "../runs/status.ts";

/** How a training ended. */
export type Ending =
  | { readonly how: "done" }
  /** Asked to stop by a control request. */
  | { readonly how: "stopped" }
  /** Asked to end by a signal. */
  | { readonly how: "interrupted" }
  /** A value became NaN or infinite; the last checkpoint is from before. */
  | ({ readonly how: "not finite" } & Divergence);

/** How a training left the finite numbers. */
export interface Divergence {
  readonly step: number;
  readonly message: string;
  /** What the run's status says beside it, where a module of its own gave the first value that was not finite. */
  readonly blamed: Pick<StatusUpdate, "problem">;
}

/** Thrown where a value that is to be recorded is not finite. */
export class NotFinite extends Error {
  override readonly name = "NotFinite";
  readonly step: number;
  readonly blamed: Divergence["blamed"];

  constructor({ step, message, blamed }: Divergence) {
    super(message);
    this.step = step;
    this.blamed = blamed;
  }
}

/** Thrown where the training is asked to end in the middle of what it does between two steps. */
export class Leaving extends Error {
  override readonly name = "Leaving";
  readonly how: "stopped" | "interrupted";

  constructor(how: "stopped" | "interrupted") {
    super(how);
    this.how = how;
  }
}
