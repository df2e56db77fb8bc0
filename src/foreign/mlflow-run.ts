// The folder of a run in MLflow's file store: meta.yaml beside metrics/, params/, tags/ and artifacts/.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { inReach } from "../reach/reach.ts";
import { metricDecoder, parameterDecoder, type PartDecoder } from "../formats/mlflow-file.ts";
import { errorCode } from "../runs/write-guard.ts";

/** What of such a folder is a file for each thing, and how one is read. */
const parts = { metrics: metricDecoder, params: parameterDecoder } as const;

/** Folders of a run that hold no other runs. */
export const mlflowParts: readonly string[] = ["metrics", "params", "tags", "inputs", "outputs"];

export const isMlflowRun = (names: readonly string[]): boolean =>
  names.includes("meta.yaml") && names.includes("metrics");

/** Files of metrics and parameters below a run's folder, with `/`. Names of metrics may be paths. */
export async function mlflowFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  const look = async (inside: string) => {
    const entries = await readdir(inReach(join(folder, inside)), { withFileTypes: true }).catch(
      (error: unknown) => {
        if (errorCode(error) === "ENOENT") return [];
        throw error;
      },
    );
    for (const entry of entries) {
      const name = `${inside}/${entry.name}`;
      if (entry.isDirectory()) await look(name);
      else if (entry.isFile()) found.push(name);
    }
  };
  for (const part of Object.keys(parts)) await look(part);
  return found;
}

/** How a file of such a run is read; null for a file that is none. */
export function mlflowDecoder(name: string): PartDecoder | null {
  for (const [part, decoder] of Object.entries(parts))
    if (name.startsWith(`${part}/`)) return decoder(name.slice(part.length + 1));
  return null;
}
