import type { Problem } from "./input-error.ts";
import type { Finding } from "./issue-message.ts";
import type { SourceText } from "./source-text.ts";
import { pathText } from "./source-tree.ts";
import type { KeyPath, SourceValue } from "./source-tree.ts";

/** Where a value came from, so that a problem can name the place. */
export interface Origin {
  readonly file: string;
  /** The text; null where there is none. */
  readonly text: (SourceValue & Pick<SourceText, "position">) | null;
  readonly applied: readonly { readonly path: KeyPath; readonly label: string }[];
}

/** How many keys two paths share from their beginning. */
function sharedLength(a: KeyPath, b: KeyPath): number {
  const index = a.findIndex((key, position) => key !== b[position]);
  return index < 0 ? a.length : index;
}

/** How much of a path the text itself has. */
function lengthInText(text: Origin["text"], path: KeyPath): number {
  let length = path.length;
  while (length > 0 && text?.placeOf(path.slice(0, length)) === undefined) length--;
  return length;
}

/** The setting that made what stands at a path, or the nearest thing around it; undefined where the text did. */
function setterOf(path: KeyPath, { text, applied }: Origin): string | undefined {
  const inText = lengthInText(text, path);
  const setter =
    applied.findLast(setting => sharedLength(setting.path, path) === setting.path.length) ??
    applied.findLast(setting => sharedLength(setting.path, path) > inText);
  return setter?.label;
}

/** A finding with its place: the setting that brought the value in, or line and column in the text. */
export function locate(finding: Finding, origin: Origin): Problem {
  const { path, message } = finding;
  const { file, text } = origin;
  const shown = { path: pathText(path), message };
  const label = setterOf(path, origin);
  if (label !== undefined) return { file: label, ...shown };
  if (text === null) return { file, ...shown };
  const length = lengthInText(text, path);
  const place = text.placeOf(path.slice(0, length));
  const mending = finding.remedy === undefined ? {} : { remedy: { ...finding.remedy, path } };
  const isKey = finding.at === "key" && length === path.length;
  return { file, ...text.position((isKey ? place?.key : place?.value) ?? 0), ...shown, ...mending };
}
