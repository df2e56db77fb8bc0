/** Bytes that are not what their format asks for. The message says what was found and what is allowed. */
export class FormatError extends Error {
  override readonly name = "FormatError";
}
