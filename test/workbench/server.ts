// code-server on this machine's loopback, in a process group of its own, with its files in one folder.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { InstalledWorkbench } from "./install.ts";

export interface ServerOptions {
  /** Where it may write: settings, state, logs. */
  readonly home: string;
  /** The installed extensions. */
  readonly extensions: string;
  /** Whether every workspace is trusted; otherwise none is, until someone says so. */
  readonly trusted: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Variables for the server and all that it starts. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Server {
  readonly url: string;
  readonly pid: number;
  /** Ends it with everything it started and has not let go. */
  stop(): Promise<void>;
}

/** What would ask, fetch or move by itself. */
const quiet = {
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.enableExperiments": false,
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "security.workspace.trust.startupPrompt": "never",
};

/** Process groups that still run: none of them outlives us, however we end. */
const leaders = new Set<number>();
process.once("exit", () => {
  for (const leader of leaders) signalGroup(leader, "SIGKILL");
});
process.once("SIGTERM", () => process.exit(1));

const STARTED = /HTTP server listening on (http:\/\/[\d.]+:\d+)/;
const GRACE_MS = 3_000;

/** Starts a server; resolves when it listens. Rejects with what it said where it ends before. */
export async function startServer(workbench: InstalledWorkbench, options: ServerOptions): Promise<Server> {
  const { home, extensions, trusted, settings, environment } = options;
  const data = join(home, "data");
  mkdirSync(join(data, "User"), { recursive: true });
  writeFileSync(join(data, "User", "settings.json"), JSON.stringify({ ...quiet, ...settings }, null, 2));
  const config = join(home, "config.yaml");
  writeFileSync(config, "auth: none\n");
  const args = [workbench.entry, "--config", config, "--auth", "none", "--bind-addr", "127.0.0.1:0"];
  args.push("--user-data-dir", data, "--extensions-dir", extensions, "--ignore-last-opened");
  args.push("--disable-telemetry", "--disable-update-check", "--disable-getting-started-override");
  if (trusted) args.push("--disable-workspace-trust");
  const child = spawn(workbench.node, args, {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      ...environment,
      // The child is no test.
      NODE_TEST_CONTEXT: undefined,
      HOME: home,
      XDG_CONFIG_HOME: undefined,
      XDG_DATA_HOME: undefined,
      XDG_CACHE_HOME: undefined,
      EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "" }),
    },
  });
  return {
    url: await listening(child, join(home, "server.log")),
    pid: child.pid ?? 0,
    stop: () => stop(child),
  };
}

function listening(child: ChildProcess, logFile: string): Promise<string> {
  const log = createWriteStream(logFile);
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (chunk: Buffer) => {
      log.write(chunk);
      said = (said + chunk.toString()).slice(-64 * 1024);
      const url = STARTED.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("error", reject);
    child.once("exit", code => {
      log.end();
      reject(new Error(`code-server ended with ${code}: ${said}`));
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const gone = child.exitCode === null && child.signalCode === null ? once(child, "exit") : null;
  signalGroup(child.pid, "SIGTERM");
  const timer = setTimeout(signalGroup, GRACE_MS, child.pid, "SIGKILL");
  await gone;
  clearTimeout(timer);
  signalGroup(child.pid, "SIGKILL");
  leaders.delete(child.pid);
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // The whole group is gone.
  }
}
