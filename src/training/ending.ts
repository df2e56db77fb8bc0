/** How a training ended. */
export type Ending =
  | { readonly how: "done" }
  /** Asked to stop by a control request. */
  | { readonly how: "stopped" }
  /** Asked to end by a signal. */
  | { readonly how: "interrupted" }
  /** A value became NaN or infinite; the last checkpoint is from before. */
  | { readonly how: "not finite"; readonly step: number; readonly message: string };

/** Thrown where a value that is to be recorded is not finite. */
export class NotFinite extends Error {
  override readonly name = "NotFinite";
  readonly step: number;

  constructor(step: number, message: string) {
    super(message);
    this.step = step;
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
