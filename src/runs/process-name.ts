import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { errorCode } from "./write-guard.ts";

/** Names a process so that a reused number, a restarted machine or another container is told apart. */
export interface ProcessName {
  readonly pid: number;
  readonly host: string;
  /** What tells machines and containers of one host name apart: boot and process namespace (Linux), boot session (macOS), installation and boot (Windows); "" where none is told. */
  readonly machine: string;
  /** When the process began, in the system's own units, where the system tells (Linux); "" elsewhere. */
  readonly processStart: string;
}

let own: ProcessName | undefined;

/** The name of this process. */
export function currentProcess(): ProcessName {
  own ??= {
    pid: process.pid,
    host: hostname(),
    machine: machineName(),
    processStart: statusOf(process.pid)?.start ?? "",
  };
  return own;
}

function machineName(): string {
  try {
    if (process.platform === "darwin") return said("/usr/sbin/sysctl", ["-n", "kern.bootsessionuuid"]);
    if (process.platform === "win32")
      return `${registered("SOFTWARE\\Microsoft\\Cryptography", "MachineGuid")} ${bootOfWindows()}`;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return "";
  }
}

function registered(key: string, name: string): string {
  return (
    said("reg", ["query", `HKLM\\${key}`, "/v", name])
      .split(/\s+/)
      .at(-1) ?? ""
  );
}

/** Counts starts of the system; not every Windows keeps it. */
function bootOfWindows(): string {
  const key = "SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Memory Management\\PrefetchParameters";
  try {
    return registered(key, "BootId");
  } catch {
    return "";
  }
}

const said = (program: string, words: readonly string[]): string =>
  execFileSync(program, words, { encoding: "utf8", timeout: 5_000, windowsHide: true }).trim();

/** Fields 3 and 22 of /proc/PID/stat (proc(5)); the name before them may hold spaces and parentheses. */
function statusOf(pid: number): { state: string; start: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", start: fields[19] ?? "" };
  } catch {
    return null;
  }
}

/** Whether a process runs; "unknown" when it belongs to another machine. One that has ended and only waits to be collected does not run. */
export function isAlive(name: ProcessName): boolean | "unknown" {
  const here = currentProcess();
  if (name.host !== here.host || name.machine !== here.machine) return "unknown";
  try {
    process.kill(name.pid, 0);
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false;
  }
  const status = statusOf(name.pid);
  // No such place, or one that hides processes of other users; the system itself has just said that it is there.
  if (status === null) return true;
  return (
    !["Z", "X"].includes(status.state) && (name.processStart === "" || status.start === name.processStart)
  );
}
