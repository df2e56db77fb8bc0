import { spawnSync } from "node:child_process";

/** Runs a program that must succeed; gives what it printed. */
export function must(
  program: string,
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    // The child is no test.
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, ...env },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}
