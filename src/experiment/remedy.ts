import { findNodeAtLocation, modify, parseTree } from "jsonc-parser";
import { nearestName } from "./nearest-name.ts";
import type { NumberSpec } from "./number-spec.ts";
import type { KeyPath, RawValue } from "./raw-value.ts";

/** What certainly mends a finding, at the place of that finding. */
export type Remedy =
  | { readonly do: "rename"; readonly to: string }
  | { readonly do: "set"; readonly value: RawValue }
  /** A key that means nothing. */
  | { readonly do: "remove" };

/** A stretch of a text and what stands there afterwards. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/** An unknown key gets the name that was meant, unless that has its value already. */
export function unknownKeyRemedy(key: string, allowed: readonly string[], taken: readonly string[]): Remedy {
  const meant = nearestName(key, allowed);
  return meant === null || taken.includes(meant) ? { do: "remove" } : { do: "rename", to: meant };
}

/** A name of a choice gets the one that was meant; undefined where none was. */
export function nameRemedy(value: unknown, names: readonly string[]): Remedy | undefined {
  const meant = typeof value === "string" ? nearestName(value, names) : null;
  return meant === null ? undefined : { do: "set", value: meant };
}

type Range = { readonly [K in "minimum" | "maximum" | "below" | "integer"]?: NumberSpec[K] | undefined };

/**
 * A number outside its range becomes the nearest in it, one in quotes a number; undefined where the nearest is not known (a
 * range that ends below a value) and for what is no number.
 */
export function numberRemedy(
  value: unknown,
  { minimum, maximum, below, integer }: Range,
): Remedy | undefined {
  const given = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof given !== "number" || !Number.isFinite(given)) return undefined;
  const whole = integer === true ? Math.round(given) : given;
  const inside = Math.min(Math.max(whole, minimum ?? -Infinity), maximum ?? Infinity);
  return below !== undefined && inside >= below ? undefined : { do: "set", value: inside };
}

/** What stands for true or false without being it. */
const truths = new Map<unknown, boolean>([
  ["true", true],
  ["false", false],
  [1, true],
  [0, false],
]);

export function truthRemedy(value: unknown): Remedy | undefined {
  const truth = truths.get(value);
  return truth === undefined ? undefined : { do: "set", value: truth };
}

/** What a remedy does, as an editor offers it; `path` as of its finding. */
export function remedyTitle(path: KeyPath, remedy: Remedy): string {
  const key = JSON.stringify(path.at(-1) ?? "");
  switch (remedy.do) {
    case "rename":
      return `Rename ${key} to ${JSON.stringify(remedy.to)}`;
    case "set":
      return `Set ${path.join(".")} to ${JSON.stringify(remedy.value)}`;
    case "remove":
      return `Remove ${key}`;
    default:
      return remedy satisfies never;
  }
}

/** The edits of an experiment's text (JSON with comments) that a remedy at a path makes; none where the text is another by now. */
export function remedyEdits(text: string, path: KeyPath, remedy: Remedy): readonly TextEdit[] {
  const at = [...path];
  switch (remedy.do) {
    case "rename": {
      const root = parseTree(text);
      const key = root && findNodeAtLocation(root, at)?.parent?.children?.[0];
      return key === undefined
        ? []
        : [{ offset: key.offset, length: key.length, content: JSON.stringify(remedy.to) }];
    }
    case "set":
      return modify(text, at, remedy.value, written);
    case "remove":
      return modify(text, at, undefined, written);
    default:
      return remedy satisfies never;
  }
}

const written = { formattingOptions: { tabSize: 2, insertSpaces: true } };
