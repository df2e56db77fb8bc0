import assert from "node:assert/strict";
import { test } from "node:test";
import * as vscode from "vscode";
import { visibleLine } from "../../plain/plain-text.ts";
import { hostileTexts } from "../../../test/support/hostile-text.ts";
import { holds, icon, link } from "../../../test/support/shown-text.ts";
import { newStandIn } from "../../../test/support/vscode-stand-in.ts";
import { LineChannel, OwnLog } from "./channels.ts";
import { problemAt, rowItem } from "./fields.ts";
import { confirmed, mention, tell, whileCancellable, whileMentioned, whileTold } from "./messages.ts";
import { ask, pickOne, pickSome } from "./questions.ts";
import { say, words } from "./words.ts";

const MOST = 1_000;

test("by every way through the door, text of others comes out as plain lines, and answers come back as they were given", async () => {
  for (const text of hostileTexts(11, 100)) {
    const window = newStandIn();
    window.answer = ({ actions }) => actions[0];
    const message = say`${text}: ${words(text)}`;
    for (const severity of ["info", "warning", "error"] as const)
      assert.equal(await tell(severity, message, text), text);
    await confirmed(message, "Delete");
    mention(message);
    const work = () => Promise.resolve(1);
    for (const during of [whileMentioned, whileTold, whileCancellable])
      assert.equal(await during(message, work), 1);
    const shown = window.messages.flatMap(one => [one.text, ...one.actions]);
    assert.equal(shown.length, 8);
    for (const one of [...shown, ...window.statusMessages, ...window.progress]) holds(one, MOST);

    const [log, lines] = [new OwnLog(), new LineChannel("Log")];
    log.info(message);
    log.warn(message);
    log.error(message, new Error(text));
    lines.begin(text);
    lines.add(text);
    const told = window.output.flatMap(one => one.split("\n"));
    assert.ok(told.length > 5);
    for (const line of told) assert.equal(line, visibleLine(line));

    const fields: unknown[] = [];
    window.pick = (items, options) => {
      for (const object of [...items.map(withoutChoice), options as object])
        fields.push(...(Object.values(object) as unknown[]));
      return "canPickMany" in (options as object) ? items : items[0];
    };
    const choice = { label: text, description: text, detail: text };
    const options = { title: text, placeholder: text };
    assert.equal(await pickOne([choice], options), choice);
    assert.deepEqual(await pickSome([choice], options), [choice]);
    window.type = asked => {
      const { validateInput, ...others } = asked as { validateInput: (typed: string) => string };
      fields.push(...Object.values(others), validateInput("x"));
      return text;
    };
    assert.equal(await ask({ title: text, prompt: text, placeholder: text, check: () => text }), text);

    const { label, description, tooltip } = rowItem(
      { label: text, description: text, tooltip: [text], spoken: text },
      vscode.TreeItemCollapsibleState.None,
    );
    fields.push(label, description, tooltip, problemAt(new vscode.Range(0, 0, 0, 1), text).message);
    const texts = fields.filter(field => typeof field === "string");
    assert.equal(texts.length, 18);
    for (const one of texts) holds(one, MOST);
  }
});

function withoutChoice(item: unknown): object {
  const { choice, ...shown } = item as { choice: unknown };
  assert.ok(choice !== undefined);
  return shown;
}

test("an icon is ours alone", async () => {
  const window = newStandIn();
  let label = "";
  window.pick = items => {
    ({ label } = items[0] as { label: string });
    return items[0];
  };
  await pickOne([{ icon: "play", label: "$(check) [a](command:evil)" }], { placeholder: "Which?" });
  assert.match(label, /^\$\(play\) \$ \(check\)/);
  assert.doesNotMatch(label.slice(1), icon);
  assert.doesNotMatch(label, link);
});
