/** A run's folder or one of its files cannot be read as what it should be; the message says which and why. */
export class RunReadError extends Error {
  override readonly name = "RunReadError";
}

/** A checkpoint whose bytes are not those that were written, or cannot be had from the disk any more. */
export class DamagedCheckpointError extends RunReadError {}

/** A write into a run's folder failed (disk full, no permission, folder deleted ...); the message says what to do. */
export class RunWriteError extends Error {
  override readonly name = "RunWriteError";
  /** The system's code, for instance "ENOSPC". */
  readonly code: string;
  readonly path: string;

  constructor(message: string, code: string, path: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.path = path;
  }
}

/** Another process writes this run; the message says which. */
export class RunHeldError extends Error {
  override readonly name = "RunHeldError";
}

/** Another process has taken this run over since we opened it; what was about to be written was not. */
export class LockLostError extends Error {
  override readonly name = "LockLostError";
}
