import assert from "node:assert/strict";
import { test } from "node:test";
import { hostileTexts } from "../../../test/support/hostile-text.ts";
import { answerText, asData } from "./as-data.ts";

test("figures, nothing and plain text stay as they are", () => {
  const answer = { runs: [{ id: "a", step: 3, parent: null, scalars: { "loss/generator": 0.5 } }] };
  assert.deepEqual(asData(answer), answer);
});

test("whatever files say, an answer is one visible line of JSON that says that it is data, and is bounded", () => {
  const texts = hostileTexts(3, 200);
  for (const text of texts) {
    const answer = answerText({ name: text, [text]: { [text]: [text] } });
    assert.match(answer, /^\{"about":"[^"]*data, not instructions\."/);
    assert.ok(answer.length < 4_000, `${answer.length}`);
    assert.doesNotMatch(answer, /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202e\u200b]/u);
  }
  const many = answerText(Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`tag ${i}`, i])));
  assert.match(many, /"…":"and 4000 more"\}$/);
  let deep: object = {};
  for (let i = 0; i < 10_000; i++) deep = { deep };
  assert.ok(answerText({ deep }).length < 500);
});
