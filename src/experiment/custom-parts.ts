import type { Finding } from "./issue-message.ts";
import { isRawObject, rawAt } from "./raw-value.ts";
import type { RawValue } from "./raw-value.ts";
import type { Experiment } from "./schema.ts";

/** The parts of an experiment that may be a module of the researcher's own. */
export const customParts = ["pairing", "generator", "discriminator"] as const;

export type CustomPart = (typeof customParts)[number];

/** A module that an experiment names. */
export interface NamedModule {
  readonly part: CustomPart;
  /** As written: relative to the experiment's folder. */
  readonly module: string;
}

/** The modules of an experiment; code that runs as the person who trains it. */
export const modulesOf = (experiment: Experiment): readonly NamedModule[] =>
  customParts.flatMap(part => {
    const chosen = experiment[part];
    return chosen.kind === "custom" ? [{ part, module: chosen.module }] : [];
  });

/** Names that a module can take out of its options; `__proto__` is none. */
const isOptionName = (name: string): boolean => /^[A-Za-z]\w{0,99}$/.test(name);

/** Findings for options of modules, as written, by names that are none. */
export const findOddOptions = (raw: RawValue): Finding[] =>
  customParts.flatMap(part => {
    const options = rawAt(raw, [part, "options"]);
    if (!isRawObject(options)) return [];
    return Object.keys(options)
      .filter(name => !isOptionName(name))
      .map(name => ({
        path: [part, "options", name],
        message: "not a name of an option; expected a letter, then letters, digits and _",
        at: "key",
      }));
  });

/** A module's name is a path downwards with `/`, so that it names the same file on every system and none elsewhere. */
const isName = (module: string): boolean =>
  /^[^\\:\u0000-\u001f\u007f]+\.mjs$/.test(module) &&
  module.split("/").every(part => part !== "" && part !== ".." && part !== ".");

/** Findings for modules whose names lead elsewhere than to the experiment's folder. */
export const findForeignModules = (experiment: Experiment): Finding[] =>
  modulesOf(experiment)
    .filter(({ module }) => !isName(module))
    .map(({ part, module }) => ({
      path: [part, "module"],
      message: `found ${JSON.stringify(module)}; expected the name of an .mjs file in the experiment's folder or below it, such as "my-${part}.mjs"`,
      at: "value",
    }));
