import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** Packages that ship unbundled. */
const unbundled = ["node_modules/onnxruntime-node", "node_modules/onnxruntime-common"];

const packageOf = path => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];

/** The texts of licences in a folder and those above it, up to the package's own. */
function licencesAbove(folder, root) {
  const own = readdirSync(folder).filter(entry => /^licen[cs]e/i.test(entry));
  const texts = own.map(entry => readFileSync(join(folder, entry), "utf8").trim());
  return folder === root ? texts : [...licencesAbove(dirname(folder), root), ...texts];
}

/** Name, version and licences of every package that is in the bundles or beside them. */
export function notices({ inputs }) {
  const folders = new Map(unbundled.map(root => [root, new Set([root])]));
  for (const path of Object.keys(inputs)) {
    const root = packageOf(path);
    if (root !== undefined) folders.set(root, (folders.get(root) ?? new Set()).add(dirname(path)));
  }
  const parts = [...folders.keys()].sort().map(root => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const texts = new Set([...folders.get(root)].flatMap(folder => licencesAbove(folder, root)));
    const text = texts.size === 0 ? `Licence: ${license}` : [...texts].join("\n\n");
    return `${name} ${version}\n\n${text}\n`;
  });
  return `Pairing Lab contains these packages.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
