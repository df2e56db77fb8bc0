/**
 * Calls between two processes (or a host and a webview), typed by one map that both ends share:
 * method name -> what goes in and what comes back. Everything that crosses must be structured-cloneable.
 */
export type CallMap<Calls> = {
  readonly [M in keyof Calls]: { readonly params: unknown; readonly result: unknown };
};

export type MethodOf<Calls> = Extract<keyof Calls, string>;

/** What the serving end does for each method. A handler stops early when `signal` is aborted. */
export type Handlers<Calls extends CallMap<Calls>> = {
  readonly [M in MethodOf<Calls>]: (
    params: Calls[M]["params"],
    signal: AbortSignal,
  ) => Promise<Calls[M]["result"]>;
};

/** Checks what arrived for each method, and gives it typed or throws a CallError with code "invalid". */
export type ParamReaders<Calls extends CallMap<Calls>> = {
  readonly [M in MethodOf<Calls>]: (value: unknown) => Calls[M]["params"];
};

/** Checks what came back for each method, in the same way. */
export type ResultReaders<Calls extends CallMap<Calls>> = {
  readonly [M in MethodOf<Calls>]: (value: unknown) => Calls[M]["result"];
};

/**
 * Why a call ended without a result.
 * - `invalid`: the call itself is malformed (an error in the calling program);
 * - `input`: what the user asked for cannot be done, and the message says what can;
 * - `untrusted`: not done in a workspace that is not trusted;
 * - `failed`: the other end tried and failed;
 * - `cancelled`, `timeout`: ended by the caller;
 * - `closed`: the other end is gone, or speaks another version.
 */
export const callErrorCodes = [
  "invalid",
  "input",
  "untrusted",
  "failed",
  "cancelled",
  "timeout",
  "closed",
] as const;
export type CallErrorCode = (typeof callErrorCodes)[number];

export class CallError extends Error {
  readonly code: CallErrorCode;

  constructor(code: CallErrorCode, message: string) {
    super(message);
    this.name = "CallError";
    this.code = code;
  }
}
