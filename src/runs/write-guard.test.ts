import assert from "node:assert/strict";
import { constants } from "node:os";
import { test } from "node:test";
import { RunWriteError } from "./errors.ts";
import { errorCode, guardWrite } from "./write-guard.ts";

/** What Node throws of a number that it has no name for. */
function nameless(number: number): Error {
  const code = `Unknown system error -${number}`;
  return Object.assign(new Error(`${code}: ${code}, write`), { errno: -number, code, syscall: "write" });
}

test("errors that Node has no name for are known by the system's: they are tried again and told with their reason", () => {
  for (const [name, reason] of [
    ["EDQUOT", /quota/],
    ["ESTALE", /does not answer as it should \(ESTALE\)/],
  ] as const) {
    const error = nameless(constants.errno[name]);
    assert.equal(errorCode(error), name);
    let refusals = 3;
    const written = guardWrite("file", () => {
      if (refusals-- > 0) throw error;
      return true;
    });
    assert.ok(written);
    assert.throws(
      () =>
        guardWrite("file", () => {
          throw error;
        }),
      (told: unknown) => told instanceof RunWriteError && told.code === name && reason.test(told.message),
    );
  }
  assert.equal(errorCode(nameless(99_999)), "Unknown system error -99999");
});
