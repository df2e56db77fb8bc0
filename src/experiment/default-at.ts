import { InputError } from "./input-error.ts";
import { isRawObject, rawAt, toRawValue, type RawObject } from "./raw-value.ts";
import { changeExperiment } from "./read.ts";
import { settingAt } from "./setting-at.ts";

/** What names a kind decides which keys stand beside it, so a kind is left out with all of them. */
const leftOutWith = (path: readonly string[]): readonly string[] =>
  path.length > 1 && path.at(-1) === "kind" ? path.slice(0, -1) : path;

function withoutPath(root: RawObject, path: readonly string[]): void {
  const [last = "", above] = [path.at(-1), rawAt(root, path.slice(0, -1))];
  if (isRawObject(above)) Reflect.deleteProperty(above, last);
}

/**
 * What an experiment has at a key path where its file leaves that out; undefined where it must be there.
 * @param experiment as resolved
 * @param file the experiment's, whose name it has where it has none
 */
export function defaultAt(experiment: unknown, key: string, file: string): unknown {
  const raw = toRawValue(experiment);
  if (!isRawObject(raw)) return undefined;
  withoutPath(raw, leftOutWith(key.split(".")));
  try {
    return settingAt(changeExperiment(raw, file), key);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
