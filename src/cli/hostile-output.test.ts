import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scalar, writeEventFile } from "../../test/support/event-file.ts";
import { hostileTexts } from "../../test/support/hostile-text.ts";
import { newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { isSafe, printed } from "../../test/support/terminal-output.ts";
import { openRunForWriting } from "../runs/run-writer.ts";
import { safeLine } from "./drawing/style.ts";

test("whatever files say, a terminal gets our colours and no other control character, and lines stay short", async t => {
  const runs = temporaryFolder(t);
  const folder = await newRun(runs);
  const writer = await openRunForWriting(folder);
  const info = JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as Record<string, unknown>;
  for (const text of hostileTexts(9, 30)) {
    writer.status(
      statusOf(20, {
        message: text,
        scalars: { "quality/coverage": 0.5, [`x${text}`]: 1, [`knob/${text}`]: 1 },
      }),
    );
    writer.journal({ step: 20, kind: "notice", message: text });
    writeFileSync(join(folder, "run.json"), JSON.stringify({ ...info, name: text }));
    const shown = await printed({ cwd: runs }, "show", folder);
    assert.match(shown, /State[^]*Last values[^]*Knobs[^]*step {8}20/);
    isSafe(shown);
    const listed = await printed({ cwd: runs }, "runs", runs);
    assert.match(listed, /Coverage[^]*0\.5/);
    isSafe(listed);
  }
  writer.close();
});

test("tags of other programs' logs and keys of an experiment are shown in the same way", async t => {
  const folder = temporaryFolder(t);
  const texts = hostileTexts(10, 60);
  writeEventFile(
    join(folder, "log"),
    texts.map((text, i) => scalar(i, { [text]: i })),
  );
  const imported = await printed({ cwd: folder }, "import", "log");
  assert.match(imported, /Tag +Count[^]*ring-8/);
  isSafe(imported);
  const file = join(folder, "bad\u001b]0;x\u0007.gan.json");
  for (const text of texts) {
    writeFileSync(file, JSON.stringify({ data: { kind: "ring" }, [`x${text}`]: text, loss: text }));
    const refused = await printed({ cwd: folder }, "check", file);
    assert.match(refused, /unknown key/);
    isSafe(refused);
  }
});

test("a line keeps our colours and its spaces, and shows what else it holds", () => {
  assert.equal(safeLine("\u001b[1ma\u001b[22m  b"), "\u001b[1ma\u001b[22m  b");
  assert.equal(
    safeLine("a\u001b[5m\n\tb\u001b]0;t\u0007"),
    String.raw`a\u001b[5m\u000a\u0009b\u001b]0;t\u0007`,
  );
});

test("nothing is written to a terminal but through what makes lines safe", () => {
  const writers = readdirSync("src/cli", { recursive: true, encoding: "utf8" })
    .filter(name => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .filter(name =>
      /\b(?:out|err|stdout|stderr|stream)\.write\(|console\.|process\.std/.test(
        readFileSync(join("src/cli", name), "utf8"),
      ),
    );
  assert.deepEqual(writers.sort(), [
    "main.ts",
    "print.ts",
    "program.ts",
    "progress-display.ts",
    "sweep-display.ts",
    "terminal.ts",
  ]);
});
