import assert from "node:assert/strict";
import { test } from "node:test";
import { pageKey } from "./page-keys.ts";

const root = { inert: false };
Object.assign(globalThis, { document: { getElementById: () => root } });

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
