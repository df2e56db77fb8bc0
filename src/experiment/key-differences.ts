/** A key path at which two values as JSON differ, with both; undefined where one has nothing there. */
export interface KeyDifference {
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where two values as JSON differ, in the order of their keys. A list is one value. */
export function keyDifferences(before: unknown, after: unknown, key = ""): KeyDifference[] {
  if (!isRecord(before) || !isRecord(after))
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ key, before, after }];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap(name =>
    keyDifferences(before[name], after[name], key === "" ? name : `${key}.${name}`),
  );
}
