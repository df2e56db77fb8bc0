import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { must } from "../support/must.ts";
import type { InstalledWorkbench } from "./install.ts";

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
    env: { HOME: home, EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "" }) },
  });
  return extensions;
}
