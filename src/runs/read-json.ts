import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { inReach } from "../reach/reach.ts";
import * as z from "zod";
import { RunReadError } from "./errors.ts";

/** Files of one JSON document are a few kilobytes; anything this large is not one of ours. */
const MAX_JSON_BYTES = 4 * 1024 * 1024;

/** Reads a whole file of at most `limit` bytes. Throws RunReadError when it is larger; lets the system's errors through. */
export function readBounded(path: string, limit: number): Buffer {
  const fd = openSync(inReach(path), "r");
  try {
    const { size } = fstatSync(fd);
    if (size > limit)
      throw new RunReadError(`${path}: ${size} bytes are more than the ${limit} that this file may have.`);
    const bytes = Buffer.allocUnsafe(size);
    let length = 0;
    while (length < size) {
      const count = readSync(fd, bytes, length, size - length, length);
      if (count === 0) break;
      length += count;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}

/** The same without ever holding up the process: a network's file system may be slow. */
async function loadBounded(path: string, limit: number): Promise<Buffer> {
  const file = await open(inReach(path), "r");
  try {
    const { size } = await file.stat();
    if (size > limit)
      throw new RunReadError(`${path}: ${size} bytes are more than the ${limit} that this file may have.`);
    const bytes = Buffer.allocUnsafe(size);
    const { bytesRead } = await file.read(bytes, 0, size, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Reads and checks one JSON document. Throws RunReadError, with the file's name, when it is missing, too large or wrong. */
export function readJsonFile<S extends z.ZodType>(path: string, schema: S): z.output<S> {
  let text: string;
  try {
    text = readBounded(path, MAX_JSON_BYTES).toString("utf8");
  } catch (error) {
    throw unreadable(path, error);
  }
  return checkedJson(path, text, schema);
}

/** The same without ever holding up the process. Rejects with RunReadError. */
export async function loadJsonFile<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
  let bytes: Buffer;
  try {
    bytes = await loadBounded(path, MAX_JSON_BYTES);
  } catch (error) {
    throw unreadable(path, error);
  }
  return checkedJson(path, bytes.toString("utf8"), schema);
}

function unreadable(path: string, error: unknown): RunReadError {
  if (error instanceof RunReadError) return error;
  return new RunReadError(`${path}: ${reasonOf(error)}`, { cause: error });
}

function checkedJson<S extends z.ZodType>(path: string, text: string, schema: S): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RunReadError(`${path}: this is not JSON (${reasonOf(error)}).`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? "" : ` ${issue.path.join(".")}:`;
  throw new RunReadError(`${path}:${where} ${issue?.message ?? "unexpected content"}.`);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return "there is no such file.";
  if (code === "EACCES" || code === "EPERM") return "no permission to read it.";
  return error.message;
}
