import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "../experiment/input-error.ts";
import { CallError } from "../protocol/calls.ts";
import { OperationError } from "./failure.ts";
import { runProgram } from "./program.ts";
import type { Output, Terminal } from "./terminal.ts";
import type { Call, ExitCode, Verb } from "./verb.ts";
import { verbs } from "./verbs/index.ts";

function capture(columns: number) {
  const written = { out: "", err: "" };
  const output = (stream: "out" | "err"): Output => ({
    write: text => {
      written[stream] += text;
    },
    isTTY: false,
    color: false,
    columns: () => columns,
  });
  const terminal: Terminal = {
    out: output("out"),
    err: output("err"),
    cwd: "/nowhere",
    programFolder: "/nowhere",
    version: "1.2.3",
    unread: new AbortController().signal,
  };
  return { terminal, written };
}

async function run(typed: readonly string[], table = verbs, debug = false, columns = 80) {
  const { terminal, written } = capture(columns);
  const code = await runProgram(table, typed, terminal, debug);
  return { code, ...written };
}

const verb = (work: (call: Call) => Promise<ExitCode>): Verb => ({
  name: "try",
  group: "Runs",
  summary: "try something",
  positionals: [],
  options: {},
  examples: [],
  run: work,
});

const failing = (error: unknown, args: readonly string[] = [], debug = false) =>
  run(
    ["try", ...args],
    [
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever is thrown must be survived
      verb(() => Promise.reject(error)),
    ],
    debug,
  );

test("the help names every verb and fits the terminal", async () => {
  for (const typed of [["--help"], ["-h"], ["help"]]) {
    const { code, out, err } = await run(typed);
    assert.equal(code, 0);
    assert.equal(err, "");
    for (const { name } of verbs) assert.match(out, new RegExp(`^ {2}${name}\\b`, "m"));
  }
  for (const columns of [60, 80, 120]) {
    const { out } = await run(["--help"], verbs, false, columns);
    const wide = out.split("\n").filter(line => line.length > columns);
    assert.deepEqual(wide, []);
  }
});

test("no verb at all is wrong use: the help goes to standard error", async () => {
  const { code, out, err } = await run([]);
  assert.equal(code, 2);
  assert.equal(out, "");
  assert.match(err, /Usage: pairing-lab VERB/);
});

for (const { name, options, examples } of verbs) {
  test(`the help of ${name} shows usage, every option and an example that parses`, async () => {
    for (const typed of [
      [name, "--help"],
      ["help", name],
    ]) {
      const { code, out } = await run(typed);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`^Usage: pairing-lab ${name}`));
      for (const option of [...Object.keys(options), "json", "help"])
        assert.match(out, new RegExp(`--${option}\\b`));
    }
    assert.ok(examples.length > 0);
    for (const { line } of examples) assert.match(line, new RegExp(`^${name} ?`));
  });
}

test("--version prints the version alone", async () => {
  assert.deepEqual(await run(["--version"]), { code: 0, out: "1.2.3\n", err: "" });
});

test("an unknown verb is refused with the nearest one", async () => {
  const unknown = await run(["tarin"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.err, /there is no verb tarin; did you mean "train"\?/);
});

test("problems of a file are printed as they are, and exit with 2", async () => {
  const error = new InputError([
    { file: "a.gan.json", line: 2, column: 3, path: "loss", message: "found 1" },
  ]);
  assert.deepEqual(await failing(error), { code: 2, out: "", err: "a.gan.json:2:3: loss: found 1\n" });
});

test("with --json the error is the one document on standard output", async () => {
  const error = new InputError([
    { file: "a.gan.json", line: 2, column: 3, path: "loss", message: "found 1" },
  ]);
  const { code, out, err } = await failing(error, ["--json"]);
  assert.equal(code, 2);
  assert.deepEqual(JSON.parse(out), { error: { message: error.message, problems: error.problems } });
  assert.equal(err, "a.gan.json:2:3: loss: found 1\n");
  const unknown = await run(["tarin", "--json"]);
  assert.match(unknown.out, /"message": "there is no verb tarin/);
});

test("failures exit with 1, refused input with 2", async () => {
  const cases = [
    [new OperationError("it failed"), 1],
    [new CallError("input", "no such step"), 2],
    [new CallError("closed", "the viewer ended"), 1],
    [Object.assign(new Error("x"), { code: "ENOSPC", path: "/a/b" }), 1],
    [Object.assign(new Error("no such column"), { name: "DataError" }), 2],
  ] as const;
  for (const [error, wanted] of cases) {
    const { code, err } = await failing(error);
    assert.equal(code, wanted);
    assert.doesNotMatch(err, /unexpected|\n./);
  }
  assert.match((await failing(cases[3][0])).err, /^pairing-lab try: \/a\/b: the disk is full/);
});

test("a mistake of ours shows no stack, unless it is asked for", async () => {
  const plain = await failing(new TypeError("x is undefined"));
  assert.equal(plain.code, 1);
  assert.match(plain.err, /^pairing-lab try: unexpected error: x is undefined\n.*report/);
  assert.doesNotMatch(plain.err, /\n\s+at /);
  assert.match((await failing(new TypeError("x is undefined"), [], true)).err, /\n\s+at /);
  assert.match((await failing("a text")).err, /unexpected error: a text/);
});
