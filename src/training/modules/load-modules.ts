import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { modulesOf } from "../../experiment/custom-parts.ts";
import type { CustomPart } from "../../experiment/custom-parts.ts";
import { InputError } from "../../experiment/input-error.ts";
import type { Experiment } from "../../experiment/schema.ts";
import type { OwnModule } from "../../gan/own-module.ts";
import { keptModulePath, keptModules } from "../../runs/kept-modules.ts";
import type { RunInfo } from "../../runs/run-info.ts";
import { loadedModule, located, STACK_DEPTH } from "./loaded-module.ts";
import type { ModuleSource } from "./loaded-module.ts";

export type OwnModules = Readonly<Partial<Record<CustomPart, OwnModule>>>;

/** A run whose modules nobody has said to be trusted. */
export class UntrustedError extends Error {
  override readonly name = "UntrustedError";
}

/**
 * Runs the modules that a run keeps, and nothing else of its folder: here alone does anybody's code but ours come to run.
 * Rejects with UntrustedError where it was not told that it may, InputError at the module's own line, RunReadError.
 */
export async function loadModules(folder: string, info: RunInfo, trust: boolean): Promise<OwnModules> {
  const named = modulesOf(info.experiment);
  const [first] = named;
  if (first === undefined) return {};
  if (!trust)
    throw new UntrustedError(
      `${keptModulePath(folder, first.part)} is a program that would run with your rights. Look at it; if you trust it, give --trust in the terminal, or open the folder around the run as a trusted workspace in VS Code`,
    );
  Error.stackTraceLimit = STACK_DEPTH;
  const kept = keptModules(folder, info);
  const modules: Partial<Record<CustomPart, OwnModule>> = {};
  for (const { part } of named) {
    const path = keptModulePath(folder, part);
    const { file = path, text = "" } = kept[part] ?? {};
    const shown = isStill(file, text) ? file : path;
    modules[part] = await load({ path, file: shown, text }, optionsOf(info.experiment, part));
  }
  return modules;
}

/** Whether a file has that text: then people are told of it, and not of the run's copy. */
function isStill(file: string, text: string): boolean {
  try {
    return readFileSync(file, "utf8") === text;
  } catch {
    return false;
  }
}

async function load(
  { path, file, text }: { readonly path: string; readonly file: string; readonly text: string },
  options: Readonly<Record<string, unknown>>,
): Promise<OwnModule> {
  // Its parser is loaded by runs that have a module, not by every trainer.
  const { readModuleText } = await import("../../modules/module-text.ts");
  const { problems, main } = readModuleText(text);
  if (problems.length > 0) throw new InputError(problems.map(problem => ({ file, path: "", ...problem })));
  const source: ModuleSource = { url: pathToFileURL(path).href, file, main };
  let exports: Readonly<Record<string, unknown>>;
  try {
    exports = (await import(source.url)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw located(source, error);
  }
  return loadedModule(source, exports, options);
}

function optionsOf(experiment: Experiment, part: CustomPart): Readonly<Record<string, unknown>> {
  const chosen = experiment[part];
  return chosen.kind === "custom" ? frozen(structuredClone(chosen.options)) : {};
}

/** What a module is told must be the same at every recording. */
function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}
