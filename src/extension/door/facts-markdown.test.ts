import assert from "node:assert/strict";
import { test } from "node:test";
import { hostileTexts } from "../../../test/support/hostile-text.ts";
import { factsMarkdown } from "./facts-markdown.ts";

/** The characters that mean something to Markdown, HTML or icons where no backslash stands before them. */
const bare = /(?<!\\)(?:\\\\)*[`*_{}[\]()#+\-.!<>|~$&]/;

test("text from files is shown as it is: no links, pictures, tables, icons or HTML", () => {
  const lines = factsMarkdown({ heading: "a", rows: [["note", "b"]] }).split("\n").length;
  for (const text of hostileTexts(2, 300)) {
    const markdown = factsMarkdown({ heading: text, rows: [["note", text]] });
    assert.equal(markdown.split("\n").length, lines);
    const [heading = "", , , , row = ""] = markdown.split("\n");
    for (const shown of [heading.slice(2, -2), row.slice("| note | ".length, -" |".length)]) {
      assert.doesNotMatch(shown, bare);
      assert.ok(shown.length <= 800);
    }
  }
});
