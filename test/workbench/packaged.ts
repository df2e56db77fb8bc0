import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { InstalledWorkbench } from "./install.ts";

function must(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    // The child is no test.
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, ...env },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stdout}${stderr}`);
}

/** Packs the extension as `npm run package` does, into a folder; gives the VSIX. */
export function packExtension(folder: string): string {
  must(process.execPath, ["scripts/package.mjs", "--out", folder]);
  const vsix = readdirSync(folder).find(name => name.endsWith(".vsix"));
  if (vsix === undefined) throw new Error(`no VSIX in ${folder}`);
  return join(folder, vsix);
}

/** Installs a VSIX as users do; gives the folder of extensions, with a folder for ours. */
export function installExtension(workbench: InstalledWorkbench, vsix: string, home: string): string {
  const extensions = join(home, "extensions");
  mkdirSync(extensions, { recursive: true });
  const places = ["--user-data-dir", join(home, "data"), "--extensions-dir", extensions];
  must(workbench.node, [workbench.entry, ...places, "--install-extension", vsix], {
    HOME: home,
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "" }),
  });
  return extensions;
}
