// `npm run package [-- --out FOLDER]`: builds everything, minified, and packs a VSIX for this platform: what
// .vscodeignore allows, and ONNX Runtime's binaries of this platform alone. The format is a zip with a manifest
// (the one `vsce` writes); packing it ourselves needs neither the network nor vsce's 285 packages.
import {
  copyFileSync,
  createWriteStream,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { installMissing } from "./install.mjs";

installMissing();
const { ZipFile } = await import("yazl");
const { buildProduct } = await import("../esbuild.mjs");
const { allowedFiles } = await import("./vsix/allowed-files.mjs");
const { contentTypes, vsixManifest } = await import("./vsix/vsix-manifest.mjs");
const { notices } = await import("./vsix/notices.mjs");
const { installedReadme } = await import("./vsix/readme.mjs");

const { values } = parseArgs({ options: { out: { type: "string", default: "." } } });
const platform = `${process.platform}-${process.arch}`;
const binaries = `node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}`;
try {
  statSync(join(binaries, "onnxruntime_binding.node"));
} catch {
  console.error(`ONNX Runtime has no binaries for ${platform}, so there is no package for it.`);
  process.exit(1);
}

const staged = "out/package";
rmSync(staged, { recursive: true, force: true });
mkdirSync(staged, { recursive: true });
await buildProduct({ minify: true, outdir: join(staged, "dist") });
writeFileSync(
  join(staged, "THIRD-PARTY-NOTICES.txt"),
  notices(JSON.parse(readFileSync(join(staged, "dist", "metafile.json"), "utf8"))),
);

// A file without an ending has no content type in a package.
copyFileSync("LICENSE", join(staged, "LICENSE.txt"));
writeFileSync(join(staged, "README.md"), installedReadme(readFileSync("README.md", "utf8"), readFileSync));

const patterns = readFileSync(".vscodeignore", "utf8").split(/\r?\n/);
const files = allowedFiles([...patterns, `!${binaries}/**`], [staged, "."]);
const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const zip = new ZipFile();
// One time for every entry: the same sources give the same bytes.
const options = { mtime: new Date(2026, 0, 1), forceDosTimestamp: true };
zip.addBuffer(Buffer.from(contentTypes(files.keys())), "[Content_Types].xml", options);
zip.addBuffer(Buffer.from(vsixManifest(manifest, platform)), "extension.vsixmanifest", options);
for (const [name, path] of files) zip.addFile(path, `extension/${name}`, options);
zip.end();

mkdirSync(values.out, { recursive: true });
const target = join(values.out, `${manifest.name}-${platform}-${manifest.version}.vsix`);
await pipeline(zip.outputStream, createWriteStream(target));
console.log(`${target}  ${(statSync(target).size / 1e6).toFixed(1)} MB, ${files.size} files`);
