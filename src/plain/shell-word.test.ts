import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { hostileTexts } from "../../test/support/hostile-text.ts";
import { plainText, visibleLine } from "./plain-text.ts";
import { shellWord, typedWord } from "./shell-word.ts";

/** No argument of a program can have a zero in it, or half a character. */
const texts = [
  ...hostileTexts(17, 400).map(text => text.replaceAll("\0", "").slice(0, 400)),
  ...[
    "-x",
    "--runs",
    "=ls",
    "~",
    "~/x",
    "a=b",
    "!!",
    "!x",
    "*",
    "a\\",
    "a  b",
    " a",
    "a ",
    "\n",
    "{a,b}",
    "#x",
    "$x",
  ],
  ...[
    "%1",
    "^a^b",
    "&",
    ";",
    "a\u00a0b",
    "\u001b[1mbold\u001b[22m",
    "é",
    "e\u0301",
    "日本",
    "👩‍🔬",
    "\\033",
    "$'a'",
  ],
].filter(text => !/\p{Cs}/u.test(text));

const read = (shell: string, words: readonly string[]) =>
  spawnSync(shell, ["-c", `printf '%s\\0' ${words.join(" ")}`], { encoding: "utf8", maxBuffer: 2 ** 26 });

const has = (shell: string) => spawnSync(shell, ["-c", "true"]).status === 0;

for (const [shell, word] of [
  ["sh", shellWord],
  ["bash", shellWord],
  ["bash", typedWord],
  ["zsh", typedWord],
] as const)
  test(`${word.name}: any text is one word of ${shell}`, { skip: !has(shell) && `no ${shell}` }, () => {
    const { stdout, stderr, status } = read(shell, texts.map(word));
    assert.equal(status, 0, stderr);
    assert.deepEqual(stdout.split("\0").slice(0, -1), texts);
  });

test("a word that is typed is the same wherever it is shown, and holds nothing that is not seen", () => {
  for (const text of texts) {
    const word = typedWord(text);
    assert.equal(visibleLine(word), word);
    assert.equal(plainText(word, Infinity), word);
  }
});

test("words that a shell would take apart stand in quotes, others as they are", () => {
  assert.equal(shellWord("pairing.weight=0.02"), "pairing.weight=0.02");
  assert.equal(shellWord("name=it's $(me)"), String.raw`'name=it'\''s $(me)'`);
  assert.equal(shellWord(""), "''");
  assert.equal(typedWord("a b"), "'a b'");
  assert.equal(typedWord("a\nb"), String.raw`$'a\012b'`);
});
