import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "node:test";

interface Notices {
  readonly notices: (metafile: unknown) => string;
}

test("what ships has the whole licence of every package in it", async () => {
  const { notices } = (await import(
    pathToFileURL(join(process.cwd(), "scripts/vsix/notices.mjs")).href
  )) as Notices;
  const [, ...parts] = notices(JSON.parse(readFileSync("dist/metafile.json", "utf8"))).split(
    /^(?=\S+ \d+\.\d+\.\d+$)/m,
  );
  assert.ok(parts.length > 20, `${parts.length} packages`);
  for (const part of parts) assert.match(part, /AS[\s"]+IS/, part.slice(0, 200));
  const toolkit = parts.find(part => part.startsWith("@vscode/webview-ui-toolkit")) ?? "";
  assert.match(toolkit, /THIRD-PARTY SOFTWARE NOTICES/);
});
