import assert from "node:assert/strict";
import { test } from "node:test";
import { newStandIn, standInContext } from "../../../test/support/vscode-stand-in.ts";
import { ask, keepTypedIn } from "./questions.ts";

interface Shown {
  readonly value?: string;
  readonly validateInput: (typed: string) => string | null;
}

test("a line that was typed when the window went is there when the question is asked again, until it is given or dropped", async () => {
  const window = newStandIn();
  keepTypedIn(standInContext("/").workspaceState);
  const began: (string | undefined)[] = [];
  const askWhile = (title: string, typed: string, answer: string | undefined) => {
    window.type = options => {
      const { value, validateInput } = options as Shown;
      began.push(value);
      validateInput(typed);
      return answer;
    };
    return ask({ title, value: "old" });
  };
  // The window goes in the middle: nothing comes of it.
  window.type = options => {
    (options as Shown).validateInput("half a no");
    throw new Error("the window is gone");
  };
  await assert.rejects(() => ask({ title: "Note", value: "old" }));
  assert.equal(await askWhile("Tags", "a", "a"), "a");
  assert.equal(await askWhile("Note", "half a note", undefined), undefined);
  assert.equal(await askWhile("Note", "other", "other"), "other");
  await askWhile("Note", "x", "x");
  assert.deepEqual(began, ["old", "half a no", "old", "old"]);
});
