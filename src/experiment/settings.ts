import { InputError } from "./input-error.ts";
import { emptyRawObject, isRawObject, rawAt, toRawValue } from "./raw-value.ts";
import type { RawObject, RawValue } from "./raw-value.ts";
import type { KeyPath } from "./source-tree.ts";

/** One value that is set by its key path, instead of or beside the file's. */
export interface Setting {
  /** Keys and indices, joined by dots: `schedule.0.to`. */
  readonly key: string;
  /** Any JSON value. */
  readonly value: unknown;
  /** What error messages call it; by default `--set KEY=VALUE`. */
  readonly label?: string;
}

/** Reads `KEY=VALUE`; VALUE is JSON, or else a text. Throws InputError where there is no key. */
export const parseSetting = (text: string): Setting => optionSetting("set", text);

/** The same of an option of another name. Throws InputError. */
export function optionSetting(option: string, text: string): Setting & { readonly label: string } {
  const equals = text.indexOf("=");
  const label = `--${option} ${text}`;
  if (equals <= 0) {
    const message = "expected KEY=VALUE, such as pairing.weight=0.02";
    throw new InputError([{ file: label, path: "", message }]);
  }
  const key = text.slice(0, equals).trim();
  const rest = text.slice(equals + 1);
  try {
    return { key, value: JSON.parse(rest) as unknown, label };
  } catch {
    return { key, value: rest, label };
  }
}

/** What error messages call a setting. */
export function settingLabel({ key, value, label }: Setting): string {
  return label ?? `--set ${key}=${typeof value === "string" ? value : JSON.stringify(value)}`;
}

const isIndex = (key: string | undefined) => key !== undefined && /^(0|[1-9]\d{0,5})$/.test(key);

export type Applied = { path: KeyPath } | { problem: { path: string; message: string } };

const refuse = (path: KeyPath, message: string): Applied => ({ problem: { path: path.join("."), message } });

function kindOf(value: RawValue | undefined): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** Puts a setting's value into the tree, making the objects and lists on its way; refuses to replace other values. */
export function applySetting(root: RawObject, setting: Setting): Applied {
  const keys = setting.key.split(".");
  if (keys.some(key => key === ""))
    return refuse(keys, "a key path is keys joined by dots, such as pairing.weight");
  const value = toRawValue(setting.value);
  if (value === undefined) return refuse(keys, "the value is no JSON or nests too deep");
  const path: (string | number)[] = [];
  for (const [depth, key] of keys.entries()) {
    const holder = rawAt(root, path);
    const last = depth === keys.length - 1;
    const inside = last ? value : isIndex(keys[depth + 1]) ? [] : emptyRawObject();
    if (Array.isArray(holder)) {
      const index = Number(key);
      if (!isIndex(key) || index > holder.length) {
        return refuse(
          keys,
          `${path.join(".")} is a list of ${holder.length}; expected an index from 0 to ${holder.length}`,
        );
      }
      path.push(index);
      if (last || index === holder.length) holder[index] = inside;
    } else if (isRawObject(holder)) {
      path.push(key);
      if (last || holder[key] === undefined) holder[key] = inside;
    } else {
      return refuse(keys, `${path.join(".")} is ${kindOf(holder)} and has no keys`);
    }
  }
  return { path };
}
