import { RunWriteError } from "./errors.ts";

/** The system's error code, or "" for an error of another kind. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** What a refusal of the system means for someone who trains, and what to do about it. */
function advice(code: string, error: unknown): string {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return "the disk is full. Free some space, then resume the run: nothing up to its last checkpoint is lost.";
    case "EACCES":
    case "EPERM":
      return "no permission to write here. Change the folder's permissions, or choose another folder for runs.";
    case "EROFS":
      return "this file system is read-only. Choose another folder for runs.";
    case "ENOENT":
      return "the folder is gone: it was deleted, moved or never made. What was being written is not saved.";
    case "ENOTDIR":
    case "EEXIST":
      return "a file stands where a folder should be. Move it away, or choose another folder for runs.";
    case "EMFILE":
    case "ENFILE":
      return "too many files are open. Close other programs or raise the limit (ulimit -n), then resume the run.";
    default:
      return `cannot be written (${error instanceof Error ? error.message : String(error)}).`;
  }
}

/** The system's refusal to write `path` as a RunWriteError; errors of other kinds as they are. */
export function asWriteError(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (code === "" || error instanceof RunWriteError) return error;
  return new RunWriteError(`${path}: ${advice(code, error)}`, code, path, error);
}

/** Runs a write of `path`; what the system refuses becomes a RunWriteError that says what to do. */
export function guardWrite<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw asWriteError(error, path);
  }
}
