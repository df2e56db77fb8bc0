import type { Node } from "jsonc-parser";
import type { Problem } from "./input-error.ts";
import { emptyRawObject } from "./raw-value.ts";
import type { KeyPath, RawValue } from "./raw-value.ts";
import type { SourceText } from "./source-text.ts";

export type { KeyPath } from "./raw-value.ts";

export const pathText = (path: KeyPath): string => path.join(".");

/** Where a value and its key begin; a list's elements have no key of their own. */
export interface Place {
  readonly key: number;
  readonly value: number;
}

export interface SourceValue {
  /** Of duplicate keys, the first. */
  readonly value: RawValue;
  /** A problem for each further one of duplicate keys. */
  readonly duplicates: readonly Problem[];
  /** Where the value at a path stands; undefined where the text has none. */
  readonly placeOf: (path: KeyPath) => Place | undefined;
}

/** The value of a source and where its parts stand. */
export function valueOf(source: SourceText, file: string): SourceValue {
  const duplicates: Problem[] = [];
  const places = new Map<string, Place>();
  const nameOf = (path: KeyPath) => JSON.stringify(path);
  const build = (node: Node, path: KeyPath, key: number): RawValue => {
    places.set(nameOf(path), { key, value: node.offset });
    if (node.type === "array") {
      return (node.children ?? []).map((item, index) => build(item, [...path, index], item.offset));
    }
    if (node.type !== "object") return node.value as RawValue; // a scalar's value, typed `any`
    const object = emptyRawObject();
    for (const property of node.children ?? []) {
      const [name, item] = property.children ?? [];
      if (name === undefined || item === undefined) continue;
      const inner = [...path, String(name.value)];
      const first = places.get(nameOf(inner));
      if (first === undefined) {
        object[String(name.value)] = build(item, inner, name.offset);
      } else {
        const message = `duplicate key; it already stands on line ${source.position(first.key).line}`;
        duplicates.push({ file, ...source.position(name.offset), path: pathText(inner), message });
      }
    }
    return object;
  };
  const value = build(source.tree, [], source.tree.offset);
  return { value, duplicates, placeOf: path => places.get(nameOf(path)) };
}
