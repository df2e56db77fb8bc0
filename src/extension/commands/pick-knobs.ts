import * as vscode from "vscode";
import { knobs, type KnobKey } from "../../experiment/catalog.ts";
import { checkKnob, knobKeys } from "../../experiment/knobs.ts";
import { timeline } from "../../experiment/timeline.ts";
import { readJournal } from "../../runs/journal.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { grouped, knobText } from "../number-text.ts";

export interface KnobValue {
  readonly key: string;
  readonly value: number;
}

type Item = vscode.QuickPickItem & { readonly key: KnobKey | null };

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
        label: `${value === undefined ? "" : "$(edit) "}${knobs[key].title}`,
        description: value === undefined ? before : `${before} → ${knobText(value)}`,
        detail: key,
      };
    });
    const start: Item = {
      key: null,
      label:
        changed.size === 0 ? "$(git-branch) Train the branch as it is" : "$(git-branch) Train the branch",
      alwaysShow: true,
    };
    const picked = await vscode.window.showQuickPick([start, ...items], {
      ignoreFocusOut: true,
      title: `Branch of ${name} from step ${grouped(step)}`,
      placeHolder: "Which knob shall be another one?",
      matchOnDetail: true,
    });
    if (picked === undefined) return undefined;
    const { key } = picked;
    if (key === null) return [...changed].map(([changedKey, value]) => ({ key: changedKey, value }));
    const typed = await vscode.window.showInputBox({
      ignoreFocusOut: true,
      title: knobs[key].title,
      prompt: knobs[key].description,
      value: knobText(changed.get(key) ?? held[key] ?? 0),
      validateInput: text => (text.trim() === "" ? "a number" : checkKnob(experiment, key, Number(text))),
    });
    if (typed !== undefined) changed.set(key, Number(typed));
  }
}
