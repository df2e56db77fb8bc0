import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import ts from "typescript";

/** What each source of a tree imports of it: types, and what is loaded later, too. */
function importsIn(tree: string): Map<string, readonly string[]> {
  const sources = readdirSync(tree, { recursive: true, encoding: "utf8" })
    .map(name => join(tree, name))
    .filter(name => /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$/.test(name));
  return new Map(
    sources.map(file => {
      const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"));
      return [file, importedFiles.map(({ fileName }) => join(dirname(file), fileName))];
    }),
  );
}

/** The first way found that leads from a file back to itself; null where there is none. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (file: string): readonly string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return null;
    way.push(file);
    for (const next of imports.get(file) ?? []) {
      const found = visit(next);
      if (found !== null) return found;
    }
    way.pop();
    done.add(file);
    return null;
  };
  for (const file of imports.keys()) {
    const found = visit(file);
    if (found !== null) return found;
  }
  return null;
}

for (const tree of ["src", "webview"])
  test(`no file of ${tree} imports itself, however long the way round`, () => {
    const imports = importsIn(tree);
    assert.ok(imports.size > 50);
    assert.deepEqual(circleIn(imports), null);
  });

test("a circle is found, and told from two ways to the same file", () => {
  const ways = new Map([
    ["a", ["b", "c"]],
    ["b", ["d"]],
    ["c", ["d"]],
    ["d", []],
  ]);
  assert.equal(circleIn(ways), null);
  assert.deepEqual(circleIn(new Map([...ways, ["d", ["c"]]])), ["d", "c", "d"]);
});
