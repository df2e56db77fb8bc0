import { CallError } from "./calls.ts";

/**
 * Checks what arrived from another process against a shape, and gives it typed: only what the shape names, nothing
 * larger than it allows. Each throws a CallError with code "invalid" that names the place.
 */
export type Shape<T> = (value: unknown, place: string) => T;

const refuse = (place: string, expected: string) =>
  new CallError("invalid", `${place === "" ? "parameters" : place} must be ${expected}`);

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

export function fields<T extends object>(shapes: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  const entries = Object.entries<Shape<unknown>>(shapes);
  return (value, place) => {
    if (!isFields(value)) throw refuse(place, "an object");
    // A shape for every key of T and nothing else.
    return Object.fromEntries(
      entries.map(([key, shape]) => [key, shape(value[key], place === "" ? key : `${place}.${key}`)]),
    ) as T;
  };
}

/** A whole number from `min` to `max`, both included. */
export const integer =
  (min: number, max: number): Shape<number> =>
  (value, place) => {
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max)
      return value;
    throw refuse(place, `a whole number from ${min} to ${max}`);
  };

/** A finite number from `min` to `max`, both included. */
export const number =
  (min = -Infinity, max = Infinity): Shape<number> =>
  (value, place) => {
    if (typeof value === "number" && Number.isFinite(value) && value >= min && value <= max) return value;
    const range = min === -Infinity && max === Infinity ? "" : ` from ${min} to ${max}`;
    throw refuse(place, `a finite number${range}`);
  };

export const flag: Shape<boolean> = (value, place) => {
  if (typeof value === "boolean") return value;
  throw refuse(place, "true or false");
};

export const text =
  (most: number): Shape<string> =>
  (value, place) => {
    if (typeof value === "string" && value.length <= most) return value;
    throw refuse(place, `a text of at most ${most} characters`);
  };

export const choice =
  <const Choice extends string>(choices: readonly Choice[]): Shape<Choice> =>
  (value, place) => {
    const found = choices.find(one => one === value);
    if (found !== undefined) return found;
    throw refuse(place, `one of ${choices.join(", ")}`);
  };

export const nothing: Shape<null> = (value, place) => {
  if (value === null || value === undefined) return null;
  throw refuse(place, "left out");
};

export const orNull =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value, place) =>
    value === null || value === undefined ? null : shape(value, place);

export const list =
  <T>(shape: Shape<T>, most: number): Shape<readonly T[]> =>
  (value, place) => {
    if (!Array.isArray(value) || value.length > most) throw refuse(place, `a list of at most ${most}`);
    return value.map((entry, i) => shape(entry, `${place}[${i}]`));
  };

/** An object whose keys are not known beforehand. */
export const record =
  <T>(shape: Shape<T>, most: number): Shape<Readonly<Record<string, T>>> =>
  (value, place) => {
    if (!isFields(value)) throw refuse(place, "an object");
    const entries = Object.entries(value);
    if (entries.length > most) throw refuse(place, `an object of at most ${most} keys`);
    return Object.fromEntries(entries.map(([key, entry]) => [key, shape(entry, `${place}.${key}`)]));
  };

/** Anything that is an object with keys; what is inside is not looked at. */
export const anyFields: Shape<Fields> = (value, place) => {
  if (isFields(value)) return value;
  throw refuse(place, "an object");
};

interface TypedArrayKinds {
  readonly Float32Array: Float32Array;
  readonly Float64Array: Float64Array;
  readonly Uint16Array: Uint16Array;
  readonly Uint8Array: Uint8Array;
}

const typedArrays: {
  readonly [K in keyof TypedArrayKinds]: (value: unknown) => value is TypedArrayKinds[K];
} = {
  Float32Array: value => value instanceof Float32Array,
  Float64Array: value => value instanceof Float64Array,
  Uint16Array: value => value instanceof Uint16Array,
  Uint8Array: value => value instanceof Uint8Array,
};

const array =
  <K extends keyof TypedArrayKinds>(kind: K) =>
  (most: number): Shape<TypedArrayKinds[K]> =>
  (value, place) => {
    const is: (value: unknown) => value is TypedArrayKinds[K] = typedArrays[kind];
    if (is(value) && value.length <= most) return value;
    throw refuse(place, `a ${kind} of at most ${most} numbers`);
  };

export const floats = array("Float32Array");
export const doubles = array("Float64Array");
export const shorts = array("Uint16Array");
export const bytes = array("Uint8Array");

/** Adds a condition that spans fields; `expected` finishes the sentence "... must be". */
export const where =
  <T>(shape: Shape<T>, holds: (value: T) => boolean, expected: string): Shape<T> =>
  (value, place) => {
    const read = shape(value, place);
    if (!holds(read)) throw refuse(place, expected);
    return read;
  };

/** One of several objects, told apart by their `kind`. */
export const oneOf =
  <T extends { readonly kind: string }>(shapes: {
    readonly [K in T["kind"]]: Shape<Extract<T, { readonly kind: K }>>;
  }): Shape<T> =>
  (value, place) => {
    const kinds: Readonly<Record<string, Shape<T>>> = shapes;
    const kind = isFields(value) ? value["kind"] : undefined;
    const shape = typeof kind === "string" && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    if (shape === undefined) throw refuse(place, `of a kind among ${Object.keys(kinds).join(", ")}`);
    return shape(value, place);
  };
