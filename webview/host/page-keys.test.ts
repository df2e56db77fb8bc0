import assert from "node:assert/strict";
import { test } from "node:test";
import { pageKey } from "./page-keys.ts";

const root = { inert: false };
const dataset: Record<string, string> = {};
Object.assign(globalThis, { document: { getElementById: () => root, body: { dataset } } });

const pressed = (key: string, code: string, more: Partial<KeyboardEvent> = {}) =>
  pageKey({ key, code, ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, ...more } as KeyboardEvent); // prettier-ignore

test("a key is known by its letter, and by its place where the letter is not Latin", () => {
  assert.equal(pressed("P", "KeyP"), "p");
  // Other Latin layouts have the letter elsewhere: there it is what is written on it.
  assert.equal(pressed("a", "KeyQ"), "a");
  assert.equal(pressed("з", "KeyP"), "p");
  assert.equal(pressed("פ", "KeyP"), "p");
  assert.equal(pressed("ж", "Semicolon"), "ж");
  assert.equal(pressed("ArrowLeft", "ArrowLeft"), "arrowleft");
  assert.equal(pressed("−", "Minus"), "−");
  assert.equal(pressed(" ", "Space"), " ");
});

test("keys with modifiers and keys that are taken are not the page's, nor is any while nobody answers", () => {
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { defaultPrevented: true }])
    assert.equal(pressed("p", "KeyP", more), null);
  root.inert = true;
  assert.equal(pressed("p", "KeyP"), null);
});

test("where characters rest, the others stay", () => {
  root.inert = false;
  dataset["characterKeysRest"] = "";
  for (const [key, code] of [["p", "KeyP"], ["1", "Digit1"], ["з", "KeyP"]] as const) assert.equal(pressed(key, code), null); // prettier-ignore
  assert.equal(pressed("ArrowLeft", "ArrowLeft"), "arrowleft");
  assert.equal(pressed(" ", "Space"), " ");
});
