import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inReach } from "../reach/reach.ts";
import type { NpyArray } from "../formats/element-types.ts";
import { decodeNpy } from "../formats/npy.ts";
import { runFiles, stepName, stepOfName } from "./file-names.ts";
import { errorCode } from "./write-guard.ts";

/** Steps that have samples (.npy), ascending. */
export function sampleSteps(folder: string): number[] {
  let names: string[];
  try {
    names = readdirSync(inReach(join(folder, runFiles.samples)));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
  const steps = names
    .filter(name => name.endsWith(".npy"))
    .map(name => stepOfName(name.slice(0, -".npy".length)));
  return steps.filter(step => step !== null).sort((a, b) => a - b);
}

/** The probe latents' outputs at a step. Rejects with FormatError, or with the system's error where there are none. */
export async function loadSamples(folder: string, step: number): Promise<NpyArray> {
  return decodeNpy(await readFile(inReach(samplesFile(folder, step))));
}

/** The file of the probe latents' outputs at a step (.npy), or of their picture (.png, images only). */
export function samplesFile(folder: string, step: number, kind: "npy" | "png" = "npy"): string {
  return join(folder, runFiles.samples, `${stepName(step)}.${kind}`);
}
