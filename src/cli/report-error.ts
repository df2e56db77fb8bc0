import { InputError, type Problem } from "../experiment/input-error.ts";
import { FormatError } from "../formats/format-error.ts";
import { PointsError } from "../measures/points.ts";
import { CallError } from "../protocol/calls.ts";
import { RunReadError } from "../runs/errors.ts";
import { away, errorCode } from "../runs/write-guard.ts";
import { OperationError, UsageError } from "./failure.ts";
import type { ExitCode } from "./verb.ts";

export interface Failure {
  readonly code: ExitCode;
  /** For people; several lines where there are several problems. */
  readonly message: string;
  readonly problems: readonly Problem[];
  /** A look at how the verb is used helps. */
  readonly showUsage: boolean;
}

/** Errors that the layers below throw for reasons of this world; anything else is a mistake of ours. */
const expected = new Set([
  "RunWriteError",
  "RunHeldError",
  "LockLostError",
  "ControlError",
  "ExecutionError",
  "TrainerError",
  "SlurmError",
]);

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a part of the path is not a folder",
  EISDIR: "it is a folder",
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full; free some space and try again",
  EDQUOT: "the disk quota is used up; free some space and try again",
  EMFILE: "too many files are open",
  ...Object.fromEntries(
    [...away].map(code => [code, "the disk or the network does not answer as it should"]),
  ),
};

/** What an error means to the person at the terminal. `debug` adds the stack to unexpected ones. */
export function failureOf(error: unknown, debug: boolean): Failure {
  const failure = (code: ExitCode, message: string, showUsage = false): Failure => ({
    code,
    message,
    problems: [],
    showUsage,
  });
  if (error instanceof InputError) return { ...failure(2, error.message), problems: error.problems };
  if (error instanceof UsageError) return failure(2, error.message, error.showUsage);
  if (error instanceof FormatError || error instanceof PointsError || error instanceof RunReadError)
    return failure(2, error.message);
  if (error instanceof CallError) return failure(error.code === "input" ? 2 : 1, error.message);
  if (error instanceof OperationError) return failure(1, error.message);
  if (!(error instanceof Error)) return failure(1, unexpected(String(error)));
  // Data's errors come through launching, whose imports do not reach here.
  if (error.name === "DataError") return failure(2, error.message);
  if (expected.has(error.name)) return failure(1, error.message);
  const reason = systemReason(error);
  if (reason !== null) return failure(1, reason);
  return failure(1, unexpected(debug ? (error.stack ?? error.message) : error.message));
}

function systemReason(error: NodeJS.ErrnoException): string | null {
  const reason = systemReasons[errorCode(error)];
  return reason === undefined ? null : `${error.path ?? "a file"}: ${reason}`;
}

export const unexpected = (what: string) =>
  `unexpected error: ${what}\nThis is a mistake in Pairing Lab. Please report it, with what PAIRING_LAB_DEBUG=1 prints.`;
