import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser } from "playwright-core";

const executable = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Why tests in a browser cannot run here; false where they can. */
export const noBrowser: string | false = existsSync(executable)
  ? false
  : `no Chromium at ${executable}; set CHROMIUM to one`;

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

interface Built {
  readonly outputFiles: readonly { readonly path: string; readonly text: string }[];
}
interface Bundler {
  readonly buildWebviews: (options: { write: boolean; minify: boolean }) => Promise<Built>;
  readonly buildPage: (file: string) => Promise<Built>;
  readonly pageParts: Readonly<Record<string, string>>;
}

export interface PageFiles {
  readonly script: string;
  readonly style: string;
  /** Further scripts, which pages import when they need them, by their file's name. */
  readonly parts: Readonly<Record<string, string>>;
  /** The host, a script that runs before the page's own. */
  readonly host: string;
}

async function openBundler(): Promise<Bundler> {
  return (await import(pathToFileURL(join(process.cwd(), "esbuild.mjs")).href)) as Bundler;
}

/** A script for a page, bundled in memory. */
export async function bundleScript(file: string): Promise<string> {
  const built = await (await openBundler()).buildPage(file);
  return built.outputFiles.find(({ path }) => path.endsWith(".js"))?.text ?? "";
}

let pages: Promise<Built> | undefined;

/** A page as it ships, and the fake host beside it, bundled in memory. */
export async function bundlePage(
  name = "dashboard",
  hostFile = "test/webview/fake-host.ts",
): Promise<PageFiles> {
  const bundler = await openBundler();
  pages ??= bundler.buildWebviews({ write: false, minify: true });
  const [page, host] = await Promise.all([pages, bundler.buildPage(hostFile)]);
  const find = (built: Built, ending: string) =>
    built.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  const parts = Object.keys(bundler.pageParts).map(part => [`${part}.js`, find(page, `/${part}.js`)]);
  return {
    script: find(page, `/${name}.js`),
    style: find(page, `/${name}.css`),
    parts: Object.fromEntries(parts) as Record<string, string>,
    host: find(host, ".js"),
  };
}
