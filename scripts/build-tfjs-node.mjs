// `node scripts/build-tfjs-node.mjs [--gpu] [FOLDER]`: installs @tensorflow/tfjs-node (or -gpu) into a folder and builds its
// native part there against the TensorFlow library that PyPI's wheel holds: the package's own download is a bucket that not
// every machine reaches. The tests take it from out/tensorflow, the default. Needs npm, a C++ compiler, make, Python with pip,
// about a minute and 1.5 GB. Linux on x86-64 and arm64.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { gpu: { type: "boolean" } } });
const gpu = values.gpu ?? false;
const folder = resolve(positionals[0] ?? join("out", "tensorflow"));

/** The last release of the package, and of the library whose C interface it speaks. */
const [packageVersion, libraryVersion] = ["4.22.0", "2.15.1"];
const name = gpu ? "tfjs-node-gpu" : "tfjs-node";
const wheel = gpu || process.arch !== "x64" ? "tensorflow" : "tensorflow-cpu";
const machine = process.arch === "arm64" ? "aarch64" : "x86_64";

const unpack = `
import sys, zipfile
wheel, to = sys.argv[1:]
with zipfile.ZipFile(wheel) as file:
    parts = ("tensorflow/libtensorflow_", "tensorflow/include/tensorflow/", "tensorflow/include/tsl/")
    file.extractall(to, [n for n in file.namelist() if n.startswith(parts)])
`;

function run(program, args, options = {}) {
  execFileSync(program, args, { stdio: ["ignore", "inherit", "inherit"], cwd: folder, ...options });
}

function build() {
  const files = join(folder, "wheel");
  mkdirSync(files, { recursive: true });
  if (!existsSync(join(folder, "package.json")))
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  run("npm", [
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    `@tensorflow/${name}@${packageVersion}`,
  ]);
  const target = ["--python-version", "311", "--only-binary=:all:", "--platform", `manylinux2014_${machine}`];
  run("python3", [
    "-m",
    "pip",
    "download",
    "-q",
    "--no-deps",
    ...target,
    `${wheel}==${libraryVersion}`,
    "-d",
    files,
  ]);
  const [archive] = readdirSync(files).filter(file => file.endsWith(".whl"));
  run("python3", ["-c", unpack, join(files, archive), files]);

  const addon = join(folder, "node_modules", "@tensorflow", name);
  const dependencies = join(addon, "deps");
  rmSync(dependencies, { recursive: true, force: true });
  mkdirSync(join(dependencies, "lib"), { recursive: true });
  renameSync(join(files, "tensorflow", "include"), join(dependencies, "include"));
  for (const [library, as] of [
    ["libtensorflow_cc.so.2", "libtensorflow.so"],
    ["libtensorflow_framework.so.2", "libtensorflow_framework.so"],
  ]) {
    renameSync(join(files, "tensorflow", library), join(dependencies, "lib", library));
    symlinkSync(library, join(dependencies, "lib", as));
  }
  rmSync(files, { recursive: true });
  // Node's own headers, where they were installed with it, need no download.
  const home = dirname(dirname(process.execPath));
  const headers = existsSync(join(home, "include", "node", "node_api.h")) ? { npm_config_nodedir: home } : {};
  run("npx", ["node-pre-gyp", "install", "--build-from-source"], {
    cwd: addon,
    env: { ...process.env, ...headers },
  });
}

const mark = join(folder, "built");
if (!existsSync(mark)) {
  build();
  writeFileSync(mark, `@tensorflow/${name}@${packageVersion}\n`);
}
console.log(`@tensorflow/${name}@${packageVersion} is in ${folder}`);
