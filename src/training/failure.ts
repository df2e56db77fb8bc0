import { CompileError } from "../compiler/program.ts";
import { DataError } from "../data/data-error.ts";
import { ExecutionError } from "../execution/executor.ts";
import { InputError } from "../experiment/input-error.ts";
import { PointsError } from "../measures/points.ts";
import { LockLostError, RunHeldError, RunReadError, RunWriteError } from "../runs/errors.ts";
import type { ModuleProblem } from "../runs/status.ts";
import { asWriteError, away, errorCode } from "../runs/write-guard.ts";
import { CheckpointMismatch } from "./checkpoint-state.ts";
import { UntrustedError } from "./modules/load-modules.ts";

const wrongInput = [DataError, PointsError, TypeError, InputError, UntrustedError];
const expected = [
  RunHeldError,
  RunReadError,
  RunWriteError,
  LockLostError,
  CheckpointMismatch,
  CompileError,
  ExecutionError,
];

/** 2 where the input is to blame, 1 otherwise. */
export function exitCodeOf(error: unknown): 1 | 2 {
  return wrongInput.some(kind => error instanceof kind) ? 2 : 1;
}

/** One line for people; an error that nobody foresaw keeps its trace in the log (`detailOf`). */
export function messageOf(thrown: unknown): string {
  const error = away.has(errorCode(thrown)) ? asWriteError(thrown, pathOf(thrown)) : thrown;
  const message = error instanceof Error ? error.message : String(error);
  const foreseen = [...wrongInput, ...expected].some(kind => error instanceof kind);
  return (foreseen ? message : `unexpected error: ${message}`).replaceAll("\n", " ");
}

/** The system does not say it of an open file. */
const pathOf = (error: unknown): string =>
  error instanceof Error && "path" in error ? String(error.path) : "a file of the run or its data";

/** Where a module is to blame, for status.json; nothing where none is. */
export function problemOf(error: unknown): { problem?: ModuleProblem } {
  const [first] = error instanceof InputError ? error.problems : [];
  if (first?.line === undefined || first.column === undefined) return {};
  const { file, line, column, message } = first;
  return { problem: { file, line, column, message } };
}

export const detailOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
