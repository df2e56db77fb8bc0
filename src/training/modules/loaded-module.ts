import { explained } from "../../compiler/recording-backend.ts";
import { InputError } from "../../experiment/input-error.ts";
import type { OwnModule } from "../../gan/own-module.ts";
import type { Place } from "../../modules/module-text.ts";
import { placeInStack } from "./stack.ts";

/** Where a module is, and what is known of it from its text. */
export interface ModuleSource {
  /** As it was imported; the stack of an error names it so. */
  readonly url: string;
  /** The file that people are told. */
  readonly file: string;
  /** Where its function begins. */
  readonly main: Place;
}

/** Operations of TensorFlow.js call each other many deep; the module's own line lies below them. */
export const STACK_DEPTH = 100;

/** The module with what its import gave. Throws InputError where that is no function. */
export function loadedModule(
  source: ModuleSource,
  exports: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, unknown>>,
): OwnModule {
  const main = exports["default"];
  const refuse = (message: string): never => {
    throw problemIn(source, source.main, message);
  };
  if (typeof main !== "function") return refuse(`its default export is no function but ${typeof main}`);
  return {
    options,
    place: { file: source.file, ...source.main },
    exported: name => exports[name],
    refuse,
    call: (name, argument) => {
      const called = exports[name];
      if (typeof called !== "function") return refuse(`\`${name}\` is no function that it exports`);
      try {
        return (called as (argument: object) => unknown)(argument);
      } catch (error) {
        throw located(source, error);
      }
    },
  };
}

/** What a module threw, as a problem at its own line. */
export function located(source: ModuleSource, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const cause = explained(error);
  const message = cause instanceof Error ? cause.message : `it threw ${String(cause)}`;
  return problemIn(source, placeInStack(error, source.url) ?? source.main, message);
}

const problemIn = ({ file }: ModuleSource, place: Place, message: string): InputError =>
  new InputError([{ file, ...place, path: "", message }]);
