import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

/** A folder for the files of one test file, deleted after its tests, and what writes one there and gives its path. */
export function filesOfTest() {
  const folder = mkdtempSync(join(tmpdir(), "pairing-lab-files-"));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, content: string | Uint8Array): string => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  return { folder, write };
}
