import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { dashboardPage } from "../../protocol/dashboard-page.ts";
import { openableThings } from "../../protocol/dashboard.ts";
import { keptIn } from "../../protocol/page-protocol.ts";
import { pageNames, pages } from "./pages.ts";

const protocols = await Promise.all(
  pageNames.map(async name => ({ name, protocol: (await pages[name].load()).page.protocol })),
);

test("a page is a folder on each side and a line in the table: both are bundled by its name", () => {
  for (const name of pageNames) {
    assert.ok(existsSync(`src/extension/${name}/${name}-page.ts`), name);
    assert.ok(existsSync(`webview/${name}/main.tsx`), name);
    for (const built of [`dist/${name}-page.js`, `dist/webview/${name}.js`, `dist/webview/${name}.css`])
      assert.ok(existsSync(built), built);
  }
  const spoken = protocols.map(({ protocol }) => protocol.version.protocol);
  assert.equal(new Set(spoken).size, spoken.length);
});

test("what a page kept is read again; what is none of its own is not", () => {
  // Of everything that any page is about, each takes what it knows.
  const all = { folder: "/r/a", folders: ["/r/a", "/r/b"], runsFolder: "/r", id: "t" };
  const foreign: unknown[] = [null, undefined, 1, "x", []];
  const wrong = { folder: "", folders: [], runsFolder: 1, id: "t" };
  const many = { ...wrong, folders: ["a", "b", "c", "d", "e"], folder: 2 };
  for (const { name, protocol } of protocols) {
    const { ui, ...address } = keptIn<object>(protocol, { ...all, ui: { tab: 1 } }) ?? {};
    assert.deepEqual(ui, { tab: 1 }, name);
    assert.deepEqual({ ...all, ...address }, all, name);
    for (const one of foreign) assert.equal(keptIn<object>(protocol, one), null, name);
    // A page that is about nothing in particular asks nothing of it.
    if (Object.keys(address).length > 0)
      for (const one of [wrong, many, {}]) assert.equal(keptIn<object>(protocol, one), null, name);
  }
});

/** What only looks, by name: whoever adds to it has thought about it. */
const looking =
  /^(stream|compare|trial|report|curves|table)\/start$|^curves\/(window|parent|at|table|seeds)$|^samples\/(at|images|newest|steps)$|^pictures\/at$|^measures\/seeds$|^runs?\/(add|remove|move|open|openParent|compare)$|^checkpoint\/why$|^sources\/|^sweep\/log$|^host\/copy$/;

test("no call that saves, notes, trains, steers or renders is said to look", () => {
  for (const [name, kind] of protocols.flatMap(({ protocol }) => Object.entries(protocol.kinds)))
    if (name !== "host/open") assert.equal(kind === "looks", looking.test(name), name);
  const open = dashboardPage.kinds["host/open"];
  assert.ok(typeof open === "function");
  assert.deepEqual(
    openableThings.filter(what => open({ what }) !== "looks"),
    ["tensorboard", "experiment", "note", "tags"],
  );
});
