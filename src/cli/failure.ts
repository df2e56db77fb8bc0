/** Wrong use or wrong input: exit code 2. The message says what was found, what is allowed, and the nearest name. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** Whether a look at how the verb is used helps. */
  readonly showUsage: boolean;

  constructor(message: string, { showUsage = true } = {}) {
    super(message);
    this.showUsage = showUsage;
  }
}

/** The training or the operation failed: exit code 1. */
export class OperationError extends Error {
  override readonly name = "OperationError";
}
