import assert from "node:assert/strict";
import { test } from "node:test";
import { parseArguments } from "./arguments.ts";
import { UsageError } from "./failure.ts";
import type { Verb } from "./verb.ts";

const verb: Verb = {
  name: "try",
  group: "Runs",
  summary: "try something",
  positionals: ["RUN", "DIR?"],
  options: {
    set: { value: "KEY=VALUE", many: true, summary: "a value" },
    seed: { value: "N", summary: "a seed" },
    fast: { summary: "a switch" },
  },
  examples: [],
  run: () => Promise.resolve(0),
};

const refused = (message: RegExp) => (error: unknown) =>
  error instanceof UsageError && message.test(error.message);
const parse = (...args: string[]) => parseArguments(verb, args);

test("options and arguments may come in any order, with = or a space", () => {
  for (const args of [
    ["run", "--seed", "3", "--set", "a=1", "--fast", "--set=b=--c"],
    ["--set", "a=1", "--fast", "run", "--set=b=--c", "--seed=3"],
  ]) {
    const given = parse(...args);
    assert.deepEqual(given.positionals, ["run"]);
    assert.equal(given.integer("seed"), 3);
    assert.deepEqual(given.list("set"), ["a=1", "b=--c"]);
    assert.equal(given.flag("fast"), true);
    assert.equal(given.flag("json"), false);
  }
});

test("after -- everything is an argument", () => {
  assert.deepEqual(parse("--fast", "--", "--run", "-x").positionals, ["--run", "-x"]);
});

test("an unknown option is refused with the nearest one", () => {
  assert.throws(() => parse("run", "--sead", "1"), refused(/no option --sead; did you mean "--seed"\?/));
  assert.throws(() => parse("run", "--fas"), refused(/no option --fas; did you mean "--fast"\?/));
  assert.throws(() => parse("run", "-s"), refused(/no option -s/));
  for (const name of ["--toString", "--__proto__", "--constructor"]) {
    assert.throws(() => parse("run", name), refused(/there is no option/));
  }
});

test("a value that is missing, empty, unwanted or given twice is refused", () => {
  assert.throws(() => parse("run", "--seed"), refused(/--seed needs a value: --seed N/));
  assert.throws(() => parse("run", "--seed", "--fast"), refused(/--seed needs a value/));
  assert.throws(() => parse("run", "--seed="), refused(/--seed needs a value/));
  assert.throws(() => parse("run", "--fast=yes"), refused(/--fast takes no value/));
  assert.throws(() => parse("run", "--seed", "1", "--seed", "2"), refused(/--seed is given twice/));
  assert.throws(() => parse("run", "--fast", "--fast"), refused(/--fast is given twice/));
});

test("arguments are counted, and the missing one is named", () => {
  assert.throws(() => parse(), refused(/RUN is missing/));
  assert.throws(() => parse("a", "b", "c"), refused(/an argument too many: c/));
  assert.deepEqual(parse("a", "b").positionals, ["a", "b"]);
});

test("--help needs no arguments", () => {
  assert.equal(parse("--help").flag("help"), true);
  assert.equal(parse("-h").flag("help"), true);
});

test("whole numbers are read exactly or refused", () => {
  const seed = (typed: string) => parse("run", "--seed", typed).integer("seed");
  assert.equal(seed("9007199254740991"), Number.MAX_SAFE_INTEGER);
  for (const typed of ["9007199254740992", "-1", "1.5", "1e3", "0x10", "abc", " 1", "١"]) {
    assert.throws(() => seed(typed), refused(/--seed must be a whole number from 0 to 2\^53 - 1/), typed);
  }
  assert.equal(parse("run").integer("seed"), undefined);
});
