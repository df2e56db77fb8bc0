import { InputError } from "../../experiment/input-error.ts";
import { parseSetting, readExperiment, type Setting } from "../../experiment/read.ts";
import { readNumber } from "../../plain/typed-number.ts";
import { ask, pickOne, type Choice } from "../door/questions.ts";
import { keyChoices, valueText } from "../experiment-files/key-paths.ts";

interface Item extends Choice {
  readonly key: string | null;
  readonly value: unknown;
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
    const picked = await pickOne([...start, ...items], {
      stays: true,
      title: "Train with changes",
      placeholder: "Which key shall have another value?",
      matchOn: ["description", "detail"],
    });
    if (picked === undefined) return undefined;
    const { key } = picked;
    if (key === null) return [...changes.values()];
    const setting = await typeValue(key, picked.value, candidate =>
      read([...[...changes.values()].filter(change => change.key !== key), candidate]),
    );
    if (setting !== undefined) {
      changes.delete(key);
      changes.set(key, setting);
    }
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
      try {
        check(settingOf(text));
        return null;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        return error.problems[0]?.message ?? error.message;
      }
    },
  });
  return typed === undefined ? undefined : settingOf(typed);
}
