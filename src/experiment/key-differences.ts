import { isFields, type Fields } from "../plain/fields.ts";

/** A key path at which two values as JSON differ, with both; undefined where one has nothing there. */
export interface KeyDifference {
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What a value holds by name; null where it is a value of its own. What is not there holds nothing. */
function fieldsOf(value: unknown): Fields | null {
  if (value === undefined) return {};
  return isFields(value) ? value : null;
}

const fieldAt = (fields: Fields, name: string): unknown =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

/** Where two values as JSON differ, in the order of their keys. A list is one value. */
export function keyDifferences(before: unknown, after: unknown, key = ""): KeyDifference[] {
  const [one, other] = [fieldsOf(before), fieldsOf(after)];
  if (one === null || other === null || (before === undefined && after === undefined))
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ key, before, after }];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap(name =>
    keyDifferences(fieldAt(one, name), fieldAt(other, name), key === "" ? name : `${key}.${name}`),
  );
}
