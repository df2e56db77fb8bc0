import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Path of a file in `assets`, which lies beside the folder of our programs (or, for tests, further up).
 * @param from the folder of the running code
 */
export function shippedFile(name: string, from = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, "assets", name);
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) throw new Error(`assets/${name} is missing from this installation`);
  }
}
