import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Packages that ship unbundled. */
const unbundled = ["node_modules/onnxruntime-node", "node_modules/onnxruntime-common"];

/** Name, version and licence of every package that is in the bundles or beside them. */
export function notices({ inputs }) {
  const bundled = Object.keys(inputs).flatMap(
    path => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  );
  const folders = [...new Set([...bundled, ...unbundled])].sort();
  const parts = folders.map(folder => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? `Licence: ${license}` : readFileSync(join(folder, file), "utf8").trim();
    return `${name} ${version}\n\n${text}\n`;
  });
  return `Pairing Lab contains these packages.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
