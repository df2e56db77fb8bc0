// Tests on a graphics card that the processor plays. A process of its own finds that card in its environment; it does
// everything, and each thing that it did is a test here.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { role, roleEnvironment } from "../support/self-as-child.ts";
import { softwareCardMissing, withSoftwareCard } from "../support/software-card.ts";

/**
 * Does the cases of this test's file in a process that has the card, and tells them as tests; skipped where there is none.
 * In that process it never returns. `stderr`: whether what the process says there is shown.
 */
export async function testOnSoftwareCard(
  title: string,
  cases: Readonly<Record<string, () => Promise<void>>>,
  stderr: "inherit" | "ignore",
): Promise<void> {
  if (role === "card") {
    for (const [name, keep] of Object.entries(cases)) {
      const problem = await keep().then(() => null, String);
      process.stdout.write(`${JSON.stringify({ name, problem })}\n`);
    }
    process.exit(0);
  }
  const skip = softwareCardMissing();
  const problems = skip === false ? await problemsOnCard(stderr) : new Map<string, string | null>();
  for (const name of Object.keys(cases))
    test(`${title}: ${name}`, { skip }, () => {
      assert.equal(problems.get(name), null);
    });
}

/** What became of each case in that process: null where it holds. */
async function problemsOnCard(stderr: "inherit" | "ignore"): Promise<Map<string, string | null>> {
  const child = spawn(process.execPath, process.argv.slice(1, 2), {
    env: { ...roleEnvironment("card"), ...withSoftwareCard },
    stdio: ["ignore", "pipe", stderr],
  });
  let said = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) said += String(chunk);
  const problems = new Map<string, string | null>();
  for (const line of said.trimEnd().split("\n")) {
    if (!line.startsWith("{")) continue;
    const { name, problem } = JSON.parse(line) as { name: string; problem: string | null };
    problems.set(name, problem);
  }
  return problems;
}
