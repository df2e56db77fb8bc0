import assert from "node:assert/strict";
import { test } from "node:test";
import { newStandIn, TabInputWebview, type StandInPanel } from "../../../test/support/vscode-stand-in.ts";
import { Pages, type Opening } from "./pages.ts";

interface Address {
  readonly of: string;
}

function pagesOf() {
  const window = newStandIn();
  const previews = new Map<string, boolean>();
  const uses = new Map<string, () => void>();
  const pages = new Pages<Address>({
    type: "pairingLab.dashboard",
    title: "Run",
    kept: () => null,
    keyOf: ({ of }) => of,
    open: (panel, address, used) => {
      panel.title = address.of;
      uses.set(address.of, used);
      return {
        address,
        reveal: () => {
          panel.reveal();
        },
        setPreview: isPreview => previews.set(address.of, isPreview),
      };
    },
  });
  const press = (of: string, opening: Opening = { preserveFocus: true, preview: true }) => {
    pages.open({ of }, opening);
  };
  const shown = () => window.panels.filter(({ disposed }) => !disposed).map(({ title }) => title);
  const panelOf = (of: string): StandInPanel =>
    window.panels.find(({ title }) => title === of) ?? assert.fail(of);
  return { window, previews, uses, press, shown, panelOf };
}

test("a press on a row opens a preview, and the next takes its place", () => {
  const { previews, press, shown } = pagesOf();
  press("a");
  press("b");
  assert.deepEqual(shown(), ["b"]);
  press("c");
  assert.deepEqual(shown(), ["c"]);
  assert.equal(previews.get("c"), true);
});

test("what is pressed twice, used, or opened by a command stays", () => {
  const { previews, uses, press, shown } = pagesOf();
  press("twice");
  press("twice");
  press("used");
  uses.get("used")?.();
  press("command", {});
  press("last");
  assert.deepEqual(shown(), ["twice", "used", "command", "last"]);
  assert.deepEqual([previews.get("twice"), previews.get("used"), previews.get("last")], [false, false, true]);
  // Opened by a command once it is a preview.
  press("last", {});
  press("more");
  assert.deepEqual(shown(), ["twice", "used", "command", "last", "more"]);
});

test("a preview that was hidden and is pressed again is still one", () => {
  const { press, shown, panelOf } = pagesOf();
  press("a");
  panelOf("a").visible = false;
  press("a");
  press("b");
  assert.deepEqual(shown(), ["b"]);
});

test("one in another group, and one that is pinned, stay", () => {
  const { window, press, shown, panelOf } = pagesOf();
  press("elsewhere");
  panelOf("elsewhere").viewColumn = 2;
  press("pinned");
  const input = new TabInputWebview("mainThreadWebview-pairingLab.dashboard");
  window.tabs.push({ input, label: "pinned", isPinned: true });
  press("next");
  assert.deepEqual(shown(), ["elsewhere", "pinned", "next"]);
});

test("where the editor has no previews, neither have we", () => {
  const { window, press, shown } = pagesOf();
  window.settings.set("workbench.editor.enablePreview", false);
  press("a");
  press("b");
  assert.deepEqual(shown(), ["a", "b"]);
});
