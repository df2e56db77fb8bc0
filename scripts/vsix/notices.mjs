import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** Packages that ship unbundled. */
const unbundled = ["node_modules/onnxruntime-node", "node_modules/onnxruntime-common"];

/** Who holds the copyright of a package that ships without its licence's text, as its repository says. */
const holders = {
  "@microsoft/fast-element": "(c) Microsoft Corporation",
  "@microsoft/fast-foundation": "(c) Microsoft Corporation",
  "@microsoft/fast-web-utilities": "(c) Microsoft Corporation",
  "@tensorflow/tfjs-core": "Google LLC",
  "onnxruntime-common": "(c) Microsoft Corporation",
  "onnxruntime-node": "(c) Microsoft Corporation",
  seedrandom: "2019 David Bau",
};

/** The licence of such a package, whole. */
function licenceOf({ name, license }) {
  const holder = holders[name];
  if (holder === undefined)
    throw new Error(`${name} ships no text of its licence (${license}): who holds it?`);
  const text = readFileSync(new URL(`licences/${license}.txt`, import.meta.url), "utf8");
  return `Copyright ${holder}\n\n${text.trimEnd()}`;
}

const packageOf = path => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];

/** The texts of licences, and of notices that belong to them, in a folder and those above it, up to the package's own. */
function licencesAbove(folder, root) {
  const own = readdirSync(folder).filter(entry => /^(licen[cs]e|notice)/i.test(entry));
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
    const described = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const texts = new Set([...folders.get(root)].flatMap(folder => licencesAbove(folder, root)));
    const text = texts.size === 0 ? licenceOf(described) : [...texts].join("\n\n");
    return `${described.name} ${described.version}\n\n${text}\n`;
  });
  return `Pairing Lab contains these packages.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
