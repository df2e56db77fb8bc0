import { cpSync, mkdirSync } from "node:fs";
import { join, sep } from "node:path";

/** Installs what `npm run package` packs of the built product, without the packing, into a folder, which it gives. */
export function install(folder: string): string {
  const binaries = join("node_modules", "onnxruntime-node", "bin", "napi-v6");
  const own = join(binaries, process.platform, process.arch);
  const isPacked = (source: string): boolean =>
    !source.endsWith(".map") && (!source.startsWith(binaries + sep) || own.startsWith(source) || source.startsWith(own)); // prettier-ignore
  mkdirSync(folder, { recursive: true });
  for (const part of [
    "package.json",
    "dist",
    "assets",
    join("node_modules", "onnxruntime-node"),
    join("node_modules", "onnxruntime-common"),
  ])
    // prettier-ignore
    cpSync(part, join(folder, part), { recursive: true, filter: isPacked });
  return folder;
}
