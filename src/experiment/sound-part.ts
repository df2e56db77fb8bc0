import { isRawObject, rawAt, toRawValue } from "./raw-value.ts";
import type { RawValue } from "./raw-value.ts";
import { experimentSchema } from "./schema.ts";
import type { Experiment } from "./schema.ts";
import type { KeyPath } from "./source-tree.ts";

/** What of a wrong experiment is right, so that its keys can be held against each other all the same. */
export interface SoundPart {
  /** With defaults in the place of what is wrong. */
  readonly experiment: Experiment;
  /** The places that were left out. */
  readonly wrong: readonly KeyPath[];
  /** The path in the file of a path in `experiment`, whose lists are shorter. */
  readonly inFile: (path: KeyPath) => KeyPath;
}

/** Leaves out what stands at some paths; null where no experiment remains (its data, say, is not known). */
export function soundPart(raw: RawValue, wrongPaths: readonly KeyPath[]): SoundPart | null {
  const copy = toRawValue(raw);
  if (!isRawObject(copy)) return null;
  const wrong = wrongPaths.map(path => whole(raw, path));
  const changes = copy["schedule"];
  const broken = new Set(
    wrong.filter(([key, index]) => key === "schedule" && index !== undefined).map(([, i]) => i),
  );
  const kept = Array.isArray(changes) ? [...changes.keys()].filter(i => !broken.has(i)) : [];
  for (const path of wrong) {
    const holder = rawAt(copy, path.slice(0, -1));
    if (isRawObject(holder)) Reflect.deleteProperty(holder, String(path.at(-1)));
  }
  if (Array.isArray(changes) && "schedule" in copy)
    copy["schedule"] = changes.filter((_, i) => !broken.has(i));
  const parsed = experimentSchema.safeParse(copy);
  if (!parsed.success) return null;
  return {
    experiment: parsed.data,
    wrong,
    inFile: ([key = "", index, ...rest]) =>
      index === undefined
        ? [key]
        : [key, key === "schedule" ? (kept[Number(index)] ?? index) : index, ...rest],
  };
}

/** As much as goes with what stands at a path: what has another kind, or lacks a key, is another thing; a list is one value. */
function whole(raw: RawValue, path: KeyPath): KeyPath {
  const ofList = path.findIndex(key => typeof key === "number");
  if (ofList > 0) return path.slice(0, path[0] === "schedule" ? ofList + 1 : ofList);
  return path.length > 1 && (path.at(-1) === "kind" || rawAt(raw, path) === undefined)
    ? path.slice(0, -1)
    : path;
}
