import { CallError } from "./calls.ts";

/** Reads fields out of parameters that arrived from another process; each throws a CallError naming the field. */

export type Fields = Readonly<Record<string, unknown>>;

export function readFields(value: unknown, what: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new CallError("invalid", `${what} must be an object`);
}

export function readText(fields: Fields, key: string): string {
  const value = fields[key];
  if (typeof value === "string") return value;
  throw new CallError("invalid", `${key} must be a text`);
}

export function readChoice<const Choice extends string>(
  fields: Fields,
  key: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find(choice => choice === fields[key]);
  if (found !== undefined) return found;
  throw new CallError("invalid", `${key} must be one of ${choices.join(", ")}`);
}

/** A whole number from `min` to `max`, both included. */
export function readInteger(fields: Fields, key: string, min: number, max: number): number {
  const value = fields[key];
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new CallError("invalid", `${key} must be a whole number from ${min} to ${max}`);
}

export function readFloats(fields: Fields, key: string): Float32Array {
  const value = fields[key];
  if (value instanceof Float32Array) return value;
  throw new CallError("invalid", `${key} must be a Float32Array`);
}
