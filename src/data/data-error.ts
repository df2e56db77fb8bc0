/** A data file that cannot be used. The message begins with the file, and the line where one is to blame. */
export class DataError extends Error {
  override readonly name = "DataError";
  /** Path of the file. */
  readonly file: string;
  /** Line of a text file, the first being 1, or row of an array, the first being 0, where one is to blame. */
  readonly row: number | undefined;

  constructor(file: string, message: string, place: { readonly line?: number; readonly row?: number } = {}) {
    super(`${file}${place.line === undefined ? "" : `:${place.line}`}: ${message}`);
    this.file = file;
    this.row = place.line ?? place.row;
  }
}
