/** A data file that cannot be used. The message names the file, and the row and column where there are any. */
export class DataError extends Error {
  override readonly name = "DataError";
  /** Path of the file. */
  readonly file: string;
  /** Number of the row in the file, the first being 1, where one row is to blame. */
  readonly row: number | undefined;

  constructor(file: string, message: string, row?: number) {
    super(`${file}${row === undefined ? "" : `:${row}`}: ${message}`);
    this.file = file;
    this.row = row;
  }
}
