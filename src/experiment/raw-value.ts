/** A value as JSON has it; objects have no prototype, so that no key of a file can mean anything else. */
export type RawValue = string | number | boolean | null | RawValue[] | RawObject;
export interface RawObject {
  [key: string]: RawValue;
}

/** The keys and indices that lead to a value. */
export type KeyPath = readonly (string | number)[];

/** How deep objects and lists may stand in each other. */
export const deepestNesting = 32;

/** Object.create(null) is typed `any`. */
export const emptyRawObject = (): RawObject => Object.create(null) as RawObject;

export const isRawObject = (value: RawValue | undefined): value is RawObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A copy of a plain value in that form; undefined where it is no JSON or nests too deep. */
export function toRawValue(value: unknown, depth = 0): RawValue | undefined {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  if (typeof value !== "object" || depth >= deepestNesting) return undefined;
  if (Array.isArray(value)) {
    const items = value.map(item => toRawValue(item, depth + 1));
    return items.every(item => item !== undefined) ? items : undefined;
  }
  const object = emptyRawObject();
  for (const [key, item] of Object.entries(value)) {
    const raw = toRawValue(item, depth + 1);
    if (raw === undefined) return undefined;
    object[key] = raw;
  }
  return object;
}

/** What stands at a path of keys and indices; undefined where there is nothing. */
export function rawAt(root: RawValue | undefined, path: KeyPath): RawValue | undefined {
  let value = root;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isRawObject(value)) value = value[key];
    else return undefined;
  }
  return value;
}
