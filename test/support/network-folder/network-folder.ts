import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { accessSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { roleEnvironment } from "../self-as-child.ts";
import type { Told, Weather } from "./server.ts";

/** The part that a test's own file plays as the other end: it must then call `serve` with its two last arguments and do nothing else. */
export const SERVER = "server of a network folder";

export const fine: Weather = { slow: 0, refused: null, silent: false };

/** A folder on a network that is as fast and as well as it is told to be. */
export class NetworkFolder {
  /** Where it is mounted. */
  readonly path: string;
  /** What it shows, on this machine's own disk. */
  readonly behind: string;
  readonly #server: ChildProcess;

  private constructor(path: string, behind: string, server: ChildProcess) {
    this.path = path;
    this.behind = behind;
    this.#server = server;
  }

  /** Mounts one until the test ends; null, and the test is skipped, where that is not allowed. */
  static async mount(t: TestContext): Promise<NetworkFolder | null> {
    const skipped = (why: string) => {
      t.skip(why);
      return null;
    };
    try {
      accessSync("/dev/fuse");
    } catch {
      return skipped("needs FUSE");
    }
    const [path, behind] = ["place", "behind"].map(name =>
      mkdtempSync(join(tmpdir(), `pairing-lab-${name}-`)),
    );
    if (path === undefined || behind === undefined) return null;
    const [, script = ""] = process.argv;
    const server = spawn(process.execPath, [script, behind, path], {
      env: roleEnvironment(SERVER),
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    t.after(() => {
      spawnSync("umount", ["-l", path]);
      server.kill("SIGKILL");
      for (const folder of [path, behind]) rmSync(folder, { recursive: true, force: true });
    });
    const [told] = (await once(server, "message")) as [Told];
    return "mounted" in told ? new NetworkFolder(path, behind, server) : skipped("needs the right to mount");
  }

  /** Resolves when it is so. */
  async set(weather: Weather): Promise<void> {
    const heard = once(this.#server, "message");
    this.#server.send(weather);
    await heard;
  }

  /** Takes it away for good: what is open there cannot be reached any more. */
  async cut(): Promise<void> {
    const gone = once(this.#server, "exit");
    this.#server.kill("SIGKILL");
    await gone;
  }
}
