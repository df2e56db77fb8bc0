import assert from "node:assert/strict";
import { test } from "node:test";
import { hostileTexts, randomOf } from "../../../test/support/hostile-text.ts";
import { holds, icon, link } from "../../../test/support/shown-text.ts";
import { NAME, SENTENCE } from "../../plain/plain-text.ts";
import { say, shown, words, type Words } from "./words.ts";

const hostile = hostileTexts(7, 400);

test("the grammar knows a link and an icon", () => {
  assert.match("[Open](command:evil)", link);
  assert.match('a [x](https://h/ "t") b', link);
  assert.match("$(sync~spin) x", icon);
});

test("whatever others wrote is one line, bounded, without links and icons, and stays within its quotes", () => {
  for (const name of hostile) {
    const message = say`Cannot read ${name} of ${name}(${name}): [${name}](${name}) $(${name})`;
    holds(message.text, 6 * (2 * NAME + 2));
    assert.equal(message.text.split('"').length % 2, 1);
    holds(words(name).text, 2 * SENTENCE);
    holds(shown(name), 2 * SENTENCE);
  }
});

test("texts of others cannot become a link together, however they are put side by side", () => {
  const random = randomOf(8);
  const some = () => hostile[Math.floor(random() * hostile.length)] ?? "";
  for (let trial = 0; trial < 2_000; trial++) {
    const parts = [
      words(some()),
      words(some()),
      say`${some()}`,
      words("[a]"),
      words("(command:evil)"),
    ] as const;
    const at = () => parts[Math.floor(random() * parts.length)] ?? words("");
    holds(say`${at()}${at()}${at()}${at()}`.text, 4 * 2 * SENTENCE);
  }
  holds(say`${words("[a]")}${words("(command:evil)")} ${words("$")}${words("(alert)")}`.text, 100);
});

test("what is not hostile reads as it was written", () => {
  const inner: Words = say`step ${8_000}`;
  assert.equal(
    say`${"ring-8"} finished at ${inner}, ${words("coverage 0.84")}.`.text,
    '"ring-8" finished at step 8000, coverage 0.84.',
  );
  assert.equal(words("weights[0] (a list)").text, "weights[0] (a list)");
});
