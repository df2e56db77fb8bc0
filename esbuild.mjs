// The bundler, in one place: what ships (Node processes) and the tests that run against the same sources.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const node = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  splitting: true,
  sourcemap: true,
  logLevel: "warning",
  // tfjs-core's "main" is a bundle without gradients; its ES modules let us take exactly what is used.
  mainFields: ["module", "main"],
  // Native code stays a package; so do the compiler and the browser driver of tests. VS Code brings its own API.
  external: ["onnxruntime-node", "playwright-core", "typescript", "vscode"],
  // Bundled CommonJS (protobufjs, csv-parse) calls require for Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
};

/** The processes of the product: dist/<name>.js. */
export const processes = {
  cli: "src/cli/main.ts",
  trainer: "src/training/main.ts",
  viewer: "src/viewing/main.ts",
  extension: "src/extension/extension.ts",
};

/** Builds everything that ships. The bundler's account of what went where lies in metafile.json beside it. */
export async function buildProduct({ minify = false, outdir = "dist" } = {}) {
  const processesBuilt = await build({
    ...node,
    entryPoints: processes,
    outdir,
    chunkNames: "chunks/[name]-[hash]",
    metafile: true,
    minify,
    sourcemap: !minify,
  });
  const webviewsBuilt = await buildWebviews({ minify, outdir });
  const [a, b] = [processesBuilt.metafile, webviewsBuilt.metafile];
  const metafile = { inputs: { ...a.inputs, ...b.inputs }, outputs: { ...a.outputs, ...b.outputs } };
  writeFileSync(join(outdir, "metafile.json"), JSON.stringify(metafile));
}

/** The pages in the editor: dist/webview/<name>.js and .css. */
export const webviews = {
  dashboard: "webview/dashboard/main.tsx",
};

const browser = {
  bundle: true,
  platform: "browser",
  target: "chrome122",
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
};

export async function buildWebviews({ minify = false, outdir = "dist", write = true } = {}) {
  return build({
    ...browser,
    sourcemap: true,
    write,
    entryPoints: webviews,
    outdir: join(outdir, "webview"),
    metafile: true,
    minify,
  });
}

/** A script that a test puts into a page, kept in memory. */
export async function buildPage(file) {
  return build({ ...browser, format: "iife", write: false, entryPoints: [file], outdir: "out/page" });
}

export async function buildTests(entryPoints) {
  return build({
    ...node,
    entryPoints,
    outdir: "out/test",
    outbase: ".",
    chunkNames: "chunks/[name]-[hash]",
  });
}
