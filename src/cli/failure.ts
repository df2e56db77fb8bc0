/** Wrong use or wrong input: exit code 2. The message says what was found, what is allowed, and the nearest name. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The training or the operation failed: exit code 1. */
export class OperationError extends Error {
  override readonly name = "OperationError";
}
