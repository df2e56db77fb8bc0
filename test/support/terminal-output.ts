// What a terminal with colours is sent, and whether that is safe to show.
import assert from "node:assert/strict";
import { runProgram } from "../../src/cli/program.ts";
import type { Output } from "../../src/cli/terminal.ts";
import { verbs } from "../../src/cli/verbs/index.ts";

/** Everything that a terminal with colours is sent by a verb, standard output and error together. */
export async function printed(
  { cwd, programFolder = cwd }: { readonly cwd: string; readonly programFolder?: string },
  ...typed: readonly string[]
): Promise<string> {
  let text = "";
  const output: Output = {
    write: written => {
      text += written;
    },
    isTTY: true,
    color: true,
    columns: () => 100,
  };
  const unread = new AbortController().signal;
  await runProgram(
    verbs,
    typed,
    { out: output, err: output, cwd, programFolder, version: "1", unread },
    false,
  );
  return text;
}

/** Nothing in it but our own colours, and no line longer than one may be. */
export function isSafe(text: string): void {
  const plain = text.replaceAll(/\u001b\[(?:1|2|22|31|32|33|36|39)m/g, "");
  assert.doesNotMatch(plain, /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b\u202a-\u202e\u2066-\u2069]/u);
  for (const line of plain.split("\n"))
    assert.ok(line.length < 3_000, `${line.length}: ${line.slice(0, 80)}`);
}
