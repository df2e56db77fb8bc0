import { knobs, type KnobKey } from "../../experiment/catalog.ts";
import { checkKnob, knobKeys } from "../../experiment/knobs.ts";
import { timeline } from "../../experiment/timeline.ts";
import { readJournal } from "../../runs/journal.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { pickOne, type Choice } from "../door/questions.ts";
import { askKnob } from "../ask-number.ts";
import { say, words } from "../door/words.ts";
import { grouped, knobText } from "../number-text.ts";

export interface KnobValue {
  readonly key: string;
  readonly value: number;
}

interface Item extends Choice {
  readonly key: KnobKey | null;
}

/** Lets the user turn knobs for a branch, one after the other, until it shall train. Undefined when it shall not. */
export async function pickKnobs(run: ObservedRun, step: number): Promise<KnobValue[] | undefined> {
  const { experiment, name } = run.info;
  const turned = readJournal(run.folder).flatMap(({ kind, step: at, key, to }) =>
    kind === "intervention" && key !== undefined && to !== undefined && at < step
      ? [{ step: at, key, to }]
      : [],
  );
  const held = timeline(experiment, turned).at(step);
  const changed = new Map<KnobKey, number>();
  for (;;) {
    const items: Item[] = knobKeys(experiment).map(key => {
      const value = changed.get(key);
      const before = knobText(held[key] ?? 0);
      return {
        key,
        ...(value === undefined ? {} : { icon: "edit" }),
        label: knobs[key].title,
        description: value === undefined ? before : `${before} → ${knobText(value)}`,
        detail: key,
      };
    });
    const start: Item = {
      key: null,
      icon: "git-branch",
      label: changed.size === 0 ? "Train the branch as it is" : "Train the branch",
      alwaysShow: true,
    };
    const picked = await pickOne([start, ...items], {
      stays: true,
      title: say`Branch of ${name} from step ${words(grouped(step))}`,
      placeholder: "Which knob shall have another value?",
      matchOn: ["detail"],
    });
    if (picked === undefined) return undefined;
    const { key } = picked;
    if (key === null) return [...changed].map(([changedKey, value]) => ({ key: changedKey, value }));
    const before = held[key] ?? 0;
    const value = await askKnob(wanted => checkKnob(experiment, key, wanted), key, {
      title: knobs[key].title,
      prompt: knobs[key].description,
      proposed: changed.get(key) ?? before,
      held: before,
    });
    if (value !== undefined) changed.set(key, value);
  }
}
