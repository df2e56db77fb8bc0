import { spawn, type ChildProcess } from "node:child_process";

const ROLE = "PAIRING_LAB_TEST_ROLE";

/** The part this process plays: null in the test itself, otherwise what `startSelf` asked for. */
export const role = process.env[ROLE] ?? null;

/** The environment that makes the running test's file play a part. */
export function roleEnvironment(part: string): NodeJS.ProcessEnv {
  // Left undefined, it is not passed on: the child is no test.
  return { ...process.env, NODE_TEST_CONTEXT: undefined, [ROLE]: part };
}

/** Runs the test's own file as another process that plays a part. */
export function startSelf(part: string, args: readonly string[]): ChildProcess {
  const [, script = ""] = process.argv;
  return spawn(process.execPath, [script, ...args], {
    env: roleEnvironment(part),
    stdio: ["ignore", "pipe", "inherit"],
  });
}
