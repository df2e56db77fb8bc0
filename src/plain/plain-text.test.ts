import assert from "node:assert/strict";
import { test } from "node:test";
import { hostileTexts } from "../../test/support/hostile-text.ts";
import { plainName, plainText, quoted, visible } from "./plain-text.ts";

test("what people write stays as it is", () => {
  for (const text of [
    "ring-8",
    "pairing.weight = 0.02",
    "Kreis größer",
    "円 8",
    "حلقة",
    "👩‍🔬 run ☀️",
    "a→b",
    "",
  ])
    assert.equal(visible(text), text);
});

test("what is not seen is shown as its code, and white space of any kind is one space", () => {
  assert.equal(visible("\u001b]0;owned\u0007"), String.raw`\u001b]0;owned\u0007`);
  assert.equal(visible(" a\r\n\t b\u2028c\u00a0 d "), "a b c d");
  assert.equal(
    visible("gpj\u202e.exe \u200b\ud800 \u{e0041}"),
    String.raw`gpj\u202e.exe \u200b\ud800 \u{e0041}`,
  );
});

test("a sentence loses its end, a name its middle, and no character is cut in two", () => {
  assert.equal(plainText("abcdefgh", 5), "abcd…");
  assert.equal(plainName("/home/me/runs/2026-ring-8", 13), "/home/me…ng-8");
  for (let most = 4; most < 20; most++) {
    for (const text of ["👍".repeat(30), `a${"👍".repeat(30)}`]) {
      for (const cut of [plainText(text, most), plainName(text, most)]) {
        assert.ok(cut.length <= most && cut.length >= most - 2, `${most}: ${cut}`);
        assert.doesNotMatch(cut, /\p{Cs}/u);
      }
    }
  }
});

test("hostile text of any kind becomes one visible line of bounded length, in balanced quotes", () => {
  for (const text of hostileTexts(1, 400)) {
    for (const plain of [plainText(text), plainName(text), quoted(text)]) {
      assert.ok(plain.length <= 402);
      assert.doesNotMatch(
        plain,
        /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200b\u202a-\u202e\u2060-\u2069\u{e0000}-\u{e007f}]/u,
      );
    }
    assert.match(quoted(text), /^"[^"]*"$/);
  }
});
