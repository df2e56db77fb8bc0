// Processes as the system sees them: to find those of one workbench, to kill them as a crash would, to leave none behind.
import { readdirSync, readFileSync } from "node:fs";

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly args: readonly string[];
}

/** Every process that still runs. Zombies do not. */
export function processes(): RunningProcess[] {
  return readdirSync("/proc")
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const args = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0").slice(0, -1);
        // After the name in brackets, which may hold anything: state, parent ...
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return state === "Z" ? [] : [{ pid: Number(name), parent: Number(parent), args }];
      } catch {
        return []; // It has ended since.
      }
    });
}

/** Those whose command line says a word, such as a folder's path. */
export const processesWith = (word: string): RunningProcess[] =>
  processes().filter(({ args }) => args.some(argument => argument.includes(word)));

/** A process and all that it started, and they. */
export function familyOf(ancestor: number): RunningProcess[] {
  const all = processes();
  const family = new Set([ancestor]);
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid));
}

/** Lets a process hang: it lives and does nothing more. */
export function freeze(pid: number): void {
  process.kill(pid, "SIGSTOP");
}

/** Ends a process at once, as a crash does. One that is gone already stays so. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}
