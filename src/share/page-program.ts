import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PageProgram } from "./shared-html.ts";

/** The page's script and style, which lie beside the programs of the product. Rejects with the system's errors. */
export async function readPageProgram(programFolder: string): Promise<PageProgram> {
  const read = (name: string) => readFile(join(programFolder, "share", name), "utf8");
  const [script, style] = await Promise.all([read("page.js"), read("page.css")]);
  return { script, style };
}
