import { closeSync, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { modulesOf } from "../experiment/custom-parts.ts";
import type { CustomPart, NamedModule } from "../experiment/custom-parts.ts";
import { InputError } from "../experiment/input-error.ts";
import type { Problem } from "../experiment/input-error.ts";
import { problemOf } from "../experiment/read.ts";
import type { Experiment } from "../experiment/schema.ts";
import { inReach } from "../reach/reach.ts";
import type { KeptModules } from "../runs/kept-modules.ts";
import { MOST_MODULE_BYTES } from "../runs/kept-modules.ts";

/**
 * The modules that an experiment names, from the folder of its file: as text, of which nothing runs. Rejects with InputError: at
 * the experiment's key where a file is not there, leads out of the folder or is too large, and at the module's own line
 * where the text itself is wrong.
 * @param file the experiment's file, as messages shall name it
 */
export async function readModules(experiment: Experiment, file: string): Promise<KeptModules> {
  const all = modulesOf(experiment);
  if (all.length === 0) return {};
  // Its parser is loaded where there is a module, not by every command and window.
  const { readModuleText } = await import("./module-text.ts");
  const problems: Problem[] = [];
  const modules: Partial<Record<CustomPart, { file: string; text: string }>> = {};
  for (const named of all) {
    const path = join(dirname(file), named.module);
    try {
      const text = textOf(path, dirname(file));
      problems.push(...readModuleText(text).problems.map(problem => ({ file: path, path: "", ...problem })));
      modules[named.part] = { file: resolve(path), text };
    } catch (error) {
      problems.push(problemOf(experiment, notRead(named, error), file));
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return modules;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file in the experiment's folder",
  ENOTDIR: "there is no such file in the experiment's folder",
  EISDIR: "this is a folder; expected an .mjs file",
  EACCES: "no permission to read this file",
  EPERM: "no permission to read this file",
  EOUTSIDE: "outside of this workspace, which is not trusted",
};

const notRead = ({ part, module }: NamedModule, error: unknown) => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return { path: [part, "module"], message: `${JSON.stringify(module)}: ${reason}`, at: "value" } as const;
};

/** The text of a file whose real place is in the folder or below it. */
function textOf(path: string, folder: string): string {
  const [real, root] = [realpathSync(path), realpathSync(folder === "" ? "." : folder)];
  if (!real.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new Error("this is a link that leads out of the experiment's folder");
  const descriptor = openSync(inReach(real), "r");
  try {
    const facts = fstatSync(descriptor);
    if (!facts.isFile()) throw new Error("this is no file; expected an .mjs file");
    const bytes = new Uint8Array(MOST_MODULE_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (length > MOST_MODULE_BYTES) throw new Error(`larger than ${MOST_MODULE_BYTES / 1024} KiB`);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length));
  } finally {
    closeSync(descriptor);
  }
}
