import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "node:test";

const script = (name: string): Promise<unknown> =>
  import(pathToFileURL(join(process.cwd(), "scripts/vsix", name)).href);

test("what ships has the whole licence of every package in it", async () => {
  const { notices } = (await script("notices.mjs")) as { notices: (metafile: unknown) => string };
  const [, ...parts] = notices(JSON.parse(readFileSync("dist/metafile.json", "utf8"))).split(
    /^(?=\S+ \d+\.\d+\.\d+$)/m,
  );
  assert.ok(parts.length > 20, `${parts.length} packages`);
  for (const part of parts) assert.match(part, /AS[\s"]+IS/, part.slice(0, 200));
  const toolkit = parts.find(part => part.startsWith("@vscode/webview-ui-toolkit")) ?? "";
  assert.match(toolkit, /THIRD-PARTY SOFTWARE NOTICES/);
});

test("the README of the package needs no file beside it: its pictures are in it, and no link leads into the sources", async () => {
  const { installedReadme } = (await script("readme.mjs")) as {
    installedReadme: (text: string, read: (path: string) => Uint8Array) => string;
  };
  const text = installedReadme(readFileSync("README.md", "utf8"), path => readFileSync(path));
  const targets = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, target = ""]) => target);
  assert.ok(targets.some(target => target.startsWith("data:image/png;base64,iVBOR")));
  assert.deepEqual(
    targets.filter(target => !/^(data:image\/|https:|#)/.test(target)),
    [],
  );
  assert.match(text, /docs\/science\.md/);
});
