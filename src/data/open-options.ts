export interface OpenOptions {
  /** Told from time to time how much of data that take long to open is read. */
  readonly progress: (done: number, of: number) => void;
  /** Ends a long opening, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}
