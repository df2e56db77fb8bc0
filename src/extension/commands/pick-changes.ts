import { InputError } from "../../experiment/input-error.ts";
import { parseSetting, readExperiment, type Setting } from "../../experiment/read.ts";
import { readNumber } from "../../plain/typed-number.ts";
import { ask, type Choice } from "../door/questions.ts";
import { back, pickStep } from "../door/steps.ts";
import { keyChoices, valueText } from "../experiment-files/key-paths.ts";

interface Item extends Choice {
  /** Null: train as it is now. */
  readonly key: string | null;
  readonly value: unknown;
  /** Typed as a whole, and right: nothing is left to ask. */
  readonly setting?: Setting;
}

/** Lets the user set keys of an experiment, one after the other, until it shall train. Undefined when it shall not. */
export async function pickChanges(text: string, file: string): Promise<Setting[] | undefined> {
  const changes = new Map<string, Setting>();
  const read = (settings: Iterable<Setting>) => readExperiment(text, file, { settings: [...settings] });
  for (;;) {
    const items: Item[] = keyChoices(read(changes.values())).map(({ key, value, title, description }) => ({
      key,
      value,
      ...(changes.has(key) ? { icon: "edit" } : {}),
      label: key,
      description: valueText(value),
      detail: [title, description].filter(part => part !== "").join(": "),
    }));
    const count = changes.size === 1 ? "1 change" : `${changes.size} changes`;
    const start: Item[] =
      changes.size === 0
        ? []
        : [{ key: null, value: null, icon: "play", label: `Train with ${count}`, alwaysShow: true }];
    const check = (candidate: Setting) =>
      read([...[...changes.values()].filter(change => change.key !== candidate.key), candidate]);
    const picked = await pickStep(
      [...start, ...items],
      {
        hasBack: false,
        stays: true,
        title: "Train with changes",
        placeholder: "Which key shall have another value? Or KEY=VALUE",
        matchOn: ["description", "detail"],
      },
      typed => typedItem(typed, check),
    );
    if (picked === undefined || picked === back) return undefined;
    const { key } = picked;
    if (key === null) return [...changes.values()];
    const setting = picked.setting ?? (await typeValue(key, picked.value, check));
    if (setting !== undefined) {
      changes.delete(key);
      changes.set(key, setting);
    }
  }
}

/** What is typed as in the terminal: KEY=VALUE. What cannot be taken says why, and leads to its value. Null where it is no setting. */
function typedItem(typed: string, check: (setting: Setting) => unknown): Item | null {
  if (!typed.includes("=")) return null;
  try {
    const setting = parseSetting(typed.trim());
    const problem = problemOf(() => check(setting));
    const label = `${setting.key} = ${valueText(setting.value)}`;
    return problem === null
      ? { ...setting, setting, icon: "check", label }
      : { ...setting, icon: "warning", label, detail: problem };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return null;
  }
}

function problemOf(check: () => unknown): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems[0]?.message ?? error.message;
  }
}

async function typeValue(
  key: string,
  value: unknown,
  check: (setting: Setting) => unknown,
): Promise<Setting | undefined> {
  const isNumber = typeof value === "number";
  const settingOf = (typed: string): Setting => {
    const read = isNumber ? readNumber(typed) : null;
    return read?.is === "number" ? { key, value: read.value } : parseSetting(`${key}=${typed.trim()}`);
  };
  const typed = await ask({
    title: key,
    value: valueText(value),
    prompt: isNumber ? "A number" : "JSON, or a text",
    check: text => {
      const read = readNumber(text);
      if (isNumber && read.is === "unclear") return read.why;
      return problemOf(() => check(settingOf(text)));
    },
  });
  return typed === undefined ? undefined : settingOf(typed);
}
