// The bundler, in one place: what ships (Node processes) and the tests that run against the same sources.
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

/** Pages know which version they are of: no file of ours lies beside them. */
const define = {
  PAIRING_LAB_VERSION: JSON.stringify(
    JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")).version,
  ),
};

const node = {
  define,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  splitting: true,
  sourcemap: true,
  logLevel: "warning",
  // tfjs-core's "main" is a bundle without gradients; its ES modules let us take exactly what is used.
  mainFields: ["module", "main"],
  loader: { ".wasm": "binary" },
  // Native code stays a package; so do the compiler and the browser driver of tests. VS Code brings its own API. What
  // tfjs-core would fetch with is never called: nothing here goes over a network.
  external: ["onnxruntime-node", "playwright-core", "typescript", "vscode", "node-fetch"],
  // Bundled CommonJS (protobufjs, csv-parse) calls require for Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
};

/** What is imported while running stays a file of its own, beside the one that imports it. */
const loadedLater = {
  name: "loaded later",
  setup(bundler) {
    bundler.onResolve({ filter: /^\./ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path: `./${basename(path, ".ts")}.js`, external: true } : undefined,
    );
  },
};

/** The names of the editor's pages: their table says them, with nothing that it would load. */
async function namesOfPages() {
  const { outputFiles } = await build({
    bundle: true,
    format: "esm",
    write: false,
    plugins: [loadedLater],
    entryPoints: ["src/extension/contributions/pages.ts"],
  });
  const table = Buffer.from(outputFiles[0].contents).toString("base64");
  return (await import(`data:text/javascript;base64,${table}`)).pageNames;
}
const pageNames = await namesOfPages();

/**
 * The processes that train, built apart: of what they share with the others nothing lies in files of its own, of which
 * each takes a trainer's start half a millisecond.
 */
export const trainers = { trainer: "src/training/main.ts", timing: "src/training/timing.ts" };

/** The other processes of the product, and what the extension loads after its activation: dist/<name>.js. */
export const processes = {
  cli: "src/cli/main.ts",
  prober: "src/execution/prober.ts",
  viewer: "src/viewing/main.ts",
  decoder: "src/data/picture-folder/decoder.ts",
  app: "src/extension/app.ts",
  "run-command": "src/extension/commands/run-command.ts",
  "run-tools": "src/extension/agents/run-tools.ts",
  ...Object.fromEntries(pageNames.map(name => [`${name}-page`, `src/extension/${name}/${name}-page.ts`])),
};

/**
 * What VS Code loads when a window opens: one small CommonJS file, which is read in one go, where the parts of an ES
 * module are resolved one after the other. The rest it imports when it is needed, from what is built above.
 */
const activation = {
  ...node,
  banner: {},
  splitting: false,
  format: "cjs",
  entryPoints: { extension: "src/extension/extension.ts" },
  outExtension: { ".js": ".cjs" },
  plugins: [loadedLater],
};

/** Builds everything that ships. The bundler's account of what went where lies in metafile.json beside it. */
export async function buildProduct({ minify = false, outdir = "dist" } = {}) {
  const buildProcesses = entryPoints =>
    build({
      ...node,
      entryPoints,
      outdir,
      chunkNames: "chunks/[name]-[hash]",
      metafile: true,
      minify,
      sourcemap: !minify,
    });
  const trainersBuilt = await buildProcesses(trainers);
  const processesBuilt = await buildProcesses(processes);
  const activationBuilt = await build({ ...activation, outdir, metafile: true, minify, sourcemap: !minify });
  const webviewsBuilt = await buildWebviews({ minify, outdir });
  const sharedPageBuilt = await buildSharedPage({ outdir });
  const built = [trainersBuilt, processesBuilt, activationBuilt, webviewsBuilt, sharedPageBuilt].map(
    ({ metafile }) => metafile,
  );
  const metafile = {
    inputs: Object.assign({}, ...built.map(({ inputs }) => inputs)),
    outputs: Object.assign({}, ...built.map(({ outputs }) => outputs)),
  };
  writeFileSync(join(outdir, "metafile.json"), JSON.stringify(metafile));
}

/** The pages in the editor: dist/webview/<name>.js and .css. */
export const webviews = Object.fromEntries(pageNames.map(name => [name, `webview/${name}/main.tsx`]));

/** What a page imports only when it is asked for, or when it is painted. Such a part inherits the nonce of the page's script. */
export const pageParts = {
  "frame-files": "webview/dashboard/frame-files.ts",
  toolkit: "webview/controls/toolkit/toolkit.ts",
};

const browser = {
  define,
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
    entryPoints: { ...webviews, ...pageParts },
    plugins: [loadedLater],
    outdir: join(outdir, "webview"),
    metafile: true,
    minify,
  });
}

/** What an exported page holds of ours, one script and one style sheet: always small, since every page has them. */
export async function buildSharedPage({ outdir = "dist", write = true } = {}) {
  return build({
    ...browser,
    format: "iife",
    write,
    entryPoints: { page: "webview/share/main.tsx" },
    outdir: join(outdir, "share"),
    metafile: true,
    minify: true,
  });
}

/** A script that a test puts into a page, kept in memory. */
export async function buildPage(file) {
  return build({ ...browser, format: "iife", write: false, entryPoints: [file], outdir: "out/page" });
}

export async function buildTests(entryPoints) {
  return build({
    ...node,
    external: node.external.filter(name => name !== "vscode"),
    alias: { vscode: "./test/support/vscode-stand-in.ts" },
    entryPoints,
    outdir: "out/test",
    outbase: ".",
    chunkNames: "chunks/[name]-[hash]",
  });
}
