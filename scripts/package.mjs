// `npm run package [-- --target PLATFORM ...] [--all] [--npm] [--out FOLDER]`: builds everything, minified, and packs it: a VSIX
// for this platform, for those that are named or for all that ONNX Runtime has native code for; with --npm the terminal's
// package too. A VSIX holds what .vscodeignore allows and one platform's native code. It is a zip with a manifest (as `vsce`
// writes it); packing it ourselves needs neither the network nor vsce's 285 packages. Each is opened again and looked at.
import {
  copyFileSync,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { installMissing } from "./install.mjs";

installMissing();
const { ZipFile } = await import("yazl");
const { buildProduct } = await import("../esbuild.mjs");
const { packForNpm } = await import("./npm-package.mjs");
const { allowedFiles } = await import("./vsix/allowed-files.mjs");
const { contentTypes, vsixManifest } = await import("./vsix/vsix-manifest.mjs");
const { notices } = await import("./vsix/notices.mjs");
const { problemsOf } = await import("./vsix/problems.mjs");
const { installedReadme } = await import("./vsix/readme.mjs");
const { nativeFiles, targets } = await import("./vsix/targets.mjs");

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "." },
    target: { type: "string", multiple: true },
    all: { type: "boolean", default: false },
    npm: { type: "boolean", default: false },
  },
});
const wanted = values.all ? targets() : (values.target ?? [`${process.platform}-${process.arch}`]);
for (const target of wanted)
  if (!targets().includes(target)) {
    console.error(
      `ONNX Runtime has no native code for ${target}, so there is no package for it. It has: ${targets().join(", ")}.`,
    );
    process.exit(1);
  }

// A folder of its own: two may pack at the same time.
mkdirSync("out", { recursive: true });
const staged = mkdtempSync("out/package-");
process.on("exit", () => {
  rmSync(staged, { recursive: true, force: true });
});
await buildProduct({ minify: true, outdir: join(staged, "dist") });
writeFileSync(
  join(staged, "THIRD-PARTY-NOTICES.txt"),
  notices(JSON.parse(readFileSync(join(staged, "dist", "metafile.json"), "utf8"))),
);

// A file without an ending has no content type in a package.
copyFileSync("LICENSE", join(staged, "LICENSE.txt"));
writeFileSync(join(staged, "README.md"), installedReadme(readFileSync("README.md", "utf8"), readFileSync));

const patterns = readFileSync(".vscodeignore", "utf8").split(/\r?\n/);
const manifest = JSON.parse(readFileSync("package.json", "utf8"));

async function packVsix(target) {
  const files = allowedFiles([...patterns, ...nativeFiles(target).map(path => `!${path}`)], [staged, "."]);
  const zip = new ZipFile();
  // One time for every entry: the same sources give the same bytes.
  const options = { mtime: new Date(2026, 0, 1), forceDosTimestamp: true };
  zip.addBuffer(Buffer.from(contentTypes(files.keys())), "[Content_Types].xml", options);
  zip.addBuffer(Buffer.from(vsixManifest(manifest, target)), "extension.vsixmanifest", options);
  for (const [name, path] of files) zip.addFile(path, `extension/${name}`, options);
  zip.end();

  const path = join(values.out, `${manifest.name}-${target}-${manifest.version}.vsix`);
  await pipeline(zip.outputStream, createWriteStream(path));
  const vsix = readFileSync(path);
  const problems = problemsOf(vsix, target);
  if (problems.length > 0) {
    console.error([`${path} is not right:`, ...problems].join("\n  "));
    process.exit(1);
  }
  console.log(`${path}  ${(vsix.length / 1e6).toFixed(1)} MB, ${files.size} files`);
}

mkdirSync(values.out, { recursive: true });
for (const target of wanted) await packVsix(target);
if (values.npm) console.log(packForNpm(staged, values.out));
