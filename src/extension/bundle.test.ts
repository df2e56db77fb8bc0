import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

interface Metafile {
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly bytes: number;
        readonly inputs: Readonly<Record<string, unknown>>;
        readonly imports: readonly {
          readonly path: string;
          readonly kind: string;
          readonly external?: boolean;
        }[];
      }
    >
  >;
}

const { outputs } = JSON.parse(readFileSync("dist/metafile.json", "utf8")) as Metafile;

/** What is loaded with an output file: `static` at once, else all that may be loaded by it ever. */
function loadedWith(entry: string, { onlyStatic }: { readonly onlyStatic: boolean }): Set<string> {
  const files = new Set<string>();
  const visit = (file: string): void => {
    const output = outputs[file];
    if (output === undefined || files.has(file)) return;
    files.add(file);
    for (const { path, kind, external } of output.imports) {
      if (external !== true && (!onlyStatic || kind === "import-statement")) visit(path);
    }
  };
  visit(entry);
  return files;
}

const inputsOf = (files: Iterable<string>) =>
  [...files].flatMap(file => Object.keys(outputs[file]?.inputs ?? {}));
const externalsOf = (files: Iterable<string>) =>
  [...files].flatMap(file =>
    (outputs[file]?.imports ?? []).flatMap(({ path, external }) => (external === true ? [path] : [])),
  );

/** What the editor loads at activation, and what that imports later. */
const entries = ["dist/extension.cjs", "dist/app.js", "dist/run-command.js"];

test("no tensor library, no ONNX Runtime and no chart code can reach the extension host", () => {
  const files = new Set(entries.flatMap(entry => [...loadedWith(entry, { onlyStatic: false })]));
  const inputs = inputsOf(files);
  assert.ok(inputs.length > 50, "the bundle is not what this test takes it for");
  // What all are told of noise is no kernel of a measure.
  const foreign =
    /tfjs|onnx|chart|preact|protobufjs\/src\/parse|src\/((?:compiler|execution|gan|training|viewing)\/|measures\/(?!noise\.ts))/;
  assert.deepEqual(
    inputs.filter(input => foreign.test(input)),
    [],
  );
  assert.ok(!externalsOf(files).some(name => /onnxruntime|tfjs/.test(name)));
});

test("activation loads one small file that registers things, without the schema library", () => {
  const files = loadedWith("dist/extension.cjs", { onlyStatic: true });
  assert.equal(files.size, 1);
  assert.deepEqual(
    inputsOf(files).filter(input => input.includes("node_modules")),
    [],
  );
  const bytes = [...files].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
  assert.ok(bytes < 42_000, `${bytes} bytes`);
});

test("the parser of modules is loaded where there is a module: by no window's start, no command and no trainer", () => {
  const isParser = (input: string) => input.includes("node_modules/acorn/");
  for (const entry of [...entries, "dist/cli.js", "dist/trainer.js"]) {
    assert.deepEqual(inputsOf(loadedWith(entry, { onlyStatic: true })).filter(isParser), [], entry);
    const ever = inputsOf(loadedWith(entry, { onlyStatic: false }));
    assert.equal(ever.some(isParser), entry !== "dist/extension.cjs", entry);
  }
});

test("a dashboard reads what makes animations and archives only when it is asked for one", () => {
  const inputs = (file: string) => Object.keys(outputs[`dist/webview/${file}`]?.inputs ?? {});
  const makesFiles = /modern-gif|fflate/;
  assert.ok(inputs("frame-files.js").some(input => makesFiles.test(input)));
  assert.deepEqual(
    inputs("dashboard.js").filter(input => makesFiles.test(input)),
    [],
  );
});
