import type { Node } from "jsonc-parser";
import type { Problem } from "./input-error.ts";
import { emptyRawObject } from "./raw-value.ts";
import type { RawValue } from "./raw-value.ts";
import type { SourceText } from "./source-text.ts";

/** The keys and indices that lead to a value. */
export type KeyPath = readonly (string | number)[];

export const pathText = (path: KeyPath): string => path.join(".");

/** A node of the source at a path; of duplicate keys, the first. */
export function nodeAt(root: Node, path: KeyPath): Node | undefined {
  let node: Node | undefined = root;
  for (const key of path) {
    if (node?.type === "array") node = node.children?.[Number(key)];
    else if (node?.type === "object")
      node = node.children?.find(property => property.children?.[0]?.value === key)?.children?.[1];
    else return undefined;
  }
  return node;
}

/** The value of a source, first of duplicate keys, and a problem for each further one. */
export function valueOf(
  source: SourceText,
  file: string,
): { value: RawValue; duplicates: readonly Problem[] } {
  const duplicates: Problem[] = [];
  const build = (node: Node, path: KeyPath): RawValue => {
    if (node.type === "array")
      return (node.children ?? []).map((item, index) => build(item, [...path, index]));
    if (node.type !== "object") return node.value as RawValue; // a scalar's value, typed `any`
    const object = emptyRawObject();
    const lines = new Map<string, number>();
    for (const property of node.children ?? []) {
      const [name, item] = property.children ?? [];
      if (name === undefined || item === undefined) continue;
      const key = String(name.value);
      const at = source.position(name.offset);
      const first = lines.get(key);
      if (first === undefined) {
        lines.set(key, at.line);
        object[key] = build(item, [...path, key]);
      } else {
        const message = `duplicate key; it already stands on line ${first}`;
        duplicates.push({ file, ...at, path: pathText([...path, key]), message });
      }
    }
    return object;
  };
  return { value: build(source.tree, []), duplicates };
}
