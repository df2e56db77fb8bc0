import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { Versions } from "../runs/run-info.ts";

const manifest = z.looseObject({
  name: z.literal("pairing-lab"),
  version: z.string(),
  dependencies: z.looseObject({ "onnxruntime-node": z.string() }),
  // What is bundled is needed to build us, not to run us.
  devDependencies: z.looseObject({ "@tensorflow/tfjs-core": z.string() }),
});

/** A folder and those around it, from the inside out. */
export function* foldersUpward(from: string): Generator<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    yield folder;
    if (dirname(folder) === folder) return;
  }
}

/** The versions of ourselves and of what a run's numbers depend on, from our package.json, where they are exact. */
export function versions(from = dirname(fileURLToPath(import.meta.url))): Versions {
  for (const folder of foldersUpward(from)) {
    let text: string;
    try {
      text = readFileSync(join(folder, "package.json"), "utf8");
    } catch {
      continue;
    }
    const parsed = manifest.safeParse(JSON.parse(text));
    if (!parsed.success) continue;
    const { version, dependencies, devDependencies } = parsed.data;
    return {
      pairingLab: version,
      node: process.versions.node,
      onnxruntime: dependencies["onnxruntime-node"],
      tfjs: devDependencies["@tensorflow/tfjs-core"],
    };
  }
  return { pairingLab: "unknown", node: process.versions.node, onnxruntime: "unknown", tfjs: "unknown" };
}
