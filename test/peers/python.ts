// Python programs as peers to check against. Never needed by users: without them the tests say so and are skipped.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

export const interpreter = process.env["PAIRING_LAB_PEERS"] ?? resolve("out/peers/bin/python");

/** The reason to skip a test that needs these Python modules, or false when all can be imported. */
export function peersMissing(...modules: readonly string[]): string | false {
  if (!existsSync(interpreter))
    return `no Python peers (${modules.join(", ")}); see test/peers/requirements.txt`;
  const { status } = spawnSync(interpreter, ["-c", `import ${modules.join(", ")}`], { stdio: "ignore" });
  return status === 0 ? false : `Python lacks one of ${modules.join(", ")}; see test/peers/requirements.txt`;
}

/**
 * Runs a Python program with `input` as JSON in the variable `given`; it must print one JSON document, which is
 * returned. A failing program throws with what it said.
 */
export function python(program: string, input: unknown): unknown {
  const prelude = "import json, sys\ngiven = json.load(sys.stdin)\n";
  const { status, stdout, stderr } = spawnSync(interpreter, ["-c", prelude + program], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`the Python peer failed: ${stderr}`);
  return JSON.parse(stdout) as unknown;
}
