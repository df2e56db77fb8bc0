import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { chromium, type Browser } from "playwright-core";
import type { InstalledWorkbench } from "./install.ts";
import { kill, processesWith } from "./processes.ts";
import { startServer, type Server } from "./server.ts";
import { PATIENCE } from "../support/until.ts";
import { Workbench, type OpenOptions } from "./workbench.ts";

export interface StageOptions {
  readonly trusted?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Variables that the editor finds in its environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Files of the workspace, by their path in it. */
  readonly files?: Readonly<Record<string, string>>;
  /** What a workspace file lists instead of the workspace's folder alone: folders in it, or places elsewhere. */
  readonly roots?: readonly ({ readonly path: string } | { readonly uri: string })[];
  readonly size?: { readonly width: number; readonly height: number };
}

/** What every test has for itself: a workspace, a server with its settings, windows; all of it gone at the end. */
export interface Stage {
  readonly workspace: string;
  /** Where runs are made by default. */
  readonly runsFolder: string;
  readonly server: Server;
  /** Says something beside the test's result: a time that was measured. */
  readonly tell: (text: string) => void;
  /** Opens the workspace in a window of a browser that knows nothing yet. */
  openWindow(how?: OpenOptions): Promise<Workbench>;
}

const pictures = resolve("out", "pictures");

/** The browser and the extensions that the stages of one test file share. */
export class Theatre {
  readonly #installed: InstalledWorkbench;
  readonly #extensions: string;
  #browser: Promise<Browser> | null = null;

  constructor(installed: InstalledWorkbench, extensions: string) {
    this.#installed = installed;
    this.#extensions = extensions;
  }

  /** Sets a stage, plays on it, and clears it away; where the play fails, pictures and logs say how it looked. */
  async play(
    name: string,
    options: StageOptions,
    act: (stage: Stage) => Promise<void>,
    tell: (text: string) => void = console.log,
  ): Promise<void> {
    const home = mkdtempSync(join(tmpdir(), "pairing-lab-workbench-"));
    const workspace = join(home, "workspace");
    mkdirSync(workspace);
    for (const [name, text] of Object.entries(options.files ?? {})) {
      mkdirSync(dirname(join(workspace, name)), { recursive: true });
      writeFileSync(join(workspace, name), text);
    }
    const opened =
      options.roots === undefined ? { folder: workspace } : workspaceFile(workspace, options.roots);
    const windows: Workbench[] = [];
    const browser = await (this.#browser ??= this.#launch());
    const server = await startServer(this.#installed, {
      home,
      extensions: this.#extensions,
      trusted: options.trusted ?? true,
      settings: options.settings ?? {},
      environment: options.environment ?? {},
    });
    const openWindow = async (how?: OpenOptions) => {
      const context = await browser.newContext({ viewport: options.size ?? { width: 1440, height: 900 } });
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      context.setDefaultTimeout(PATIENCE);
      const window = new Workbench(await context.newPage());
      windows.push(window);
      await window.open(`${server.url}/?${new URLSearchParams(opened).toString()}`, how);
      return window;
    };
    try {
      await act({ workspace, runsFolder: join(workspace, "runs"), server, tell, openWindow });
    } catch (error) {
      const evidence = await keepEvidence(name, home, windows);
      throw new Error(`${String(error)}\nHow it looked: ${evidence}`, { cause: error });
    } finally {
      for (const window of windows) await window.page.context().close();
      await server.stop();
      // Trainers outlive the workbench on purpose; they name their folder.
      for (const { pid } of processesWith(home)) kill(pid);
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  async close(): Promise<void> {
    await (await this.#browser)?.close();
  }

  #launch(): Promise<Browser> {
    const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
    return chromium.launch({
      executablePath: this.#installed.chromium,
      args: ["--no-sandbox", ...quiet, "--disable-component-update", "--disable-sync"],
    });
  }
}

function workspaceFile(folder: string, roots: NonNullable<StageOptions["roots"]>): { workspace: string } {
  const workspace = join(folder, "several.code-workspace");
  writeFileSync(workspace, JSON.stringify({ folders: roots }));
  return { workspace };
}

/** A picture of a window as it is, to be looked at: out/pictures/NAME.png. */
export async function takePicture(window: Workbench, name: string): Promise<void> {
  // Out of the way, so that it raises no tooltip.
  await window.page.mouse.move(0, 0);
  await window.page.screenshot({ path: join(pictures, `${name}.png`) });
}

async function keepEvidence(play: string, home: string, windows: readonly Workbench[]): Promise<string> {
  const folder = join(pictures, "failed", play.replaceAll(/[^\w-]+/g, "-").slice(0, 80));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [index, window] of windows.entries()) {
    await window.page.screenshot({ path: join(folder, `window-${index}.png`) }).catch(() => undefined);
    writeFileSync(join(folder, `browser-${index}.log`), window.log.lines.join("\n"));
  }
  const runs = join(home, "workspace", "runs");
  const trainerLogs = (existsSync(runs) ? readdirSync(runs) : []).map(name =>
    join(runs, name, "trainer.log"),
  );
  for (const log of [join(home, "server.log"), ...trainerLogs]) {
    if (existsSync(log)) copyFileSync(log, join(folder, log.slice(home.length + 1).replaceAll("/", "-")));
  }
  return folder;
}
