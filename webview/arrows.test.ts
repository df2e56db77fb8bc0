import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import ts from "typescript";

/** What all may import of the product: what host and pages say to each other, text of others as plain text, and what measures mean. */
const shared: readonly string[] = ["protocol", "plain", "measures"];

/** Which folders of the webviews a folder may import, beside itself and what is shared. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  numbers: [],
  host: ["styles"],
  styles: [],
  plates: ["numbers"],
  controls: ["numbers", "host"],
  charts: ["numbers", "plates"],
  compare: ["numbers", "host", "styles", "plates", "controls"],
  trial: ["numbers", "host", "styles", "plates", "controls"],
  report: ["numbers", "host", "styles", "plates", "controls"],
  curves: ["numbers", "host", "styles", "plates", "controls", "charts"],
  table: ["numbers", "host", "styles", "controls"],
  dashboard: ["numbers", "host", "styles", "plates", "controls", "charts"],
  // No page of the editor: a file to send. It draws and says what dashboard and report do.
  share: ["numbers", "styles", "plates", "controls", "charts", "dashboard", "report"],
};

const owners: Readonly<Record<string, readonly string[]>> = {
  "chart.js": ["charts"],
  "modern-gif": ["dashboard"],
  fflate: ["dashboard"],
};

/** Packages that one file alone may import. */
const doors: Readonly<Record<string, string>> = {
  "@vscode/webview-ui-toolkit": "webview/controls/toolkit/toolkit.ts",
};

const sources = readdirSync("webview", { recursive: true, encoding: "utf8" })
  .map(name => join("webview", name))
  .filter(name => /\.tsx?$/.test(name) && !name.endsWith(".test.ts") && !name.endsWith(".d.ts"));

for (const file of sources) {
  test(`${file} keeps the arrows`, () => {
    const from = file.split("/")[1] ?? "";
    assert.ok(from in arrows, `${from} is not a folder of the webviews`);
    for (const { fileName: name } of ts.preProcessFile(readFileSync(file, "utf8")).importedFiles) {
      if (!name.startsWith(".")) {
        const package_ = name.split("/")[0]?.startsWith("@") === true ? name : (name.split("/")[0] ?? name);
        assert.ok(
          doors[package_] === file || (owners[package_]?.includes(from) ?? /^(@?preact)/.test(name)),
          `${file} must not import ${name}`,
        );
        continue;
      }
      const [world, to = ""] = join(dirname(file), name).split("/");
      const allowed = world === "src" ? shared.includes(to) : to === from || arrows[from]?.includes(to);
      assert.ok(allowed, `${file} must not import ${name}`);
    }
  });
}
