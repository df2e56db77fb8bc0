import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "./input-error.ts";
import { emptyRawObject, toRawValue } from "./raw-value.ts";
import { applySetting, parseSetting, settingLabel } from "./settings.ts";

test("a setting's value is JSON, or else a text", () => {
  const value = (text: string) => parseSetting(text).value;
  assert.equal(value("a=0.02"), 0.02);
  assert.equal(value("a=true"), true);
  assert.equal(value("a=latent"), "latent");
  assert.equal(value("a="), "");
  assert.equal(value("a=b=c"), "b=c");
  assert.deepEqual(value("a=[1, 2]"), [1, 2]);
  assert.equal(parseSetting(" a.b =1").key, "a.b");
});

test("a setting without a key is refused", () => {
  for (const text of ["weight", "=1", ""]) {
    assert.throws(
      () => parseSetting(text),
      new InputError([
        { file: `--set ${text}`, path: "", message: "expected KEY=VALUE, such as pairing.weight=0.02" },
      ]),
    );
  }
});

test("a setting made by code is called as on the command line", () => {
  assert.equal(settingLabel({ key: "a.b", value: [1] }), "--set a.b=[1]");
  assert.equal(settingLabel({ key: "a", value: "x" }), "--set a=x");
});

function applied(start: unknown, key: string, value: unknown): unknown {
  const root = toRawValue(start);
  assert.ok(typeof root === "object" && root !== null && !Array.isArray(root));
  const outcome = applySetting(root, { key, value });
  return "problem" in outcome
    ? `${outcome.problem.path}: ${outcome.problem.message}`
    : JSON.parse(JSON.stringify(root));
}

test("a setting makes the objects and lists on its way", () => {
  assert.deepEqual(applied({}, "a.b.c", 1), { a: { b: { c: 1 } } });
  assert.deepEqual(applied({}, "s.0.to", 1), { s: [{ to: 1 }] });
  assert.deepEqual(applied({ s: [{ to: 1, at: 2 }] }, "s.0.to", 5), { s: [{ to: 5, at: 2 }] });
  assert.deepEqual(applied({ s: [1] }, "s.1", 2), { s: [1, 2] });
  assert.deepEqual(applied({ a: { b: 1 } }, "a", { c: 2 }), { a: { c: 2 } });
});

test("a setting that leads nowhere is refused", () => {
  assert.equal(applied({ a: 1 }, "a.b", 1), "a.b: a is a number and has no keys");
  assert.equal(applied({ a: null }, "a.b", 1), "a.b: a is null and has no keys");
  assert.equal(applied({ s: [1] }, "s.3", 1), "s.3: s is a list of 1; expected an index from 0 to 1");
  assert.equal(applied({ s: [1] }, "s.x", 1), "s.x: s is a list of 1; expected an index from 0 to 1");
  assert.equal(applied({}, "a..b", 1), "a..b: a key path is keys joined by dots, such as pairing.weight");
  assert.equal(applied({}, "a", undefined), "a: the value is no JSON or nests too deep");
  assert.equal(
    applied({}, "a", JSON.parse("[".repeat(5000) + "]".repeat(5000))),
    "a: the value is no JSON or nests too deep",
  );
});

test("no setting reaches a prototype", () => {
  const root = emptyRawObject();
  applySetting(root, { key: "__proto__.x", value: 1 });
  applySetting(root, { key: "a", value: {} });
  applySetting(root, { key: "a.constructor.prototype.x", value: 1 });
  assert.equal(Object.hasOwn(Object.prototype, "x"), false);
  assert.equal(Object.getPrototypeOf(root), null);
});
