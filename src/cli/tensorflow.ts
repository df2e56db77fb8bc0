import { resolve } from "node:path";
import { optionWords } from "../runs/typed-command.ts";
import type { Option } from "./option.ts";
import type { Call } from "./verb.ts";

/** For verbs that train. */
export const tensorflowOption: Option = {
  value: "DIR",
  summary:
    "the folder with TensorFlow's package in its node_modules, for device=tfjs-node-gpu or tfjs-node; with --trust, that of the experiment when left out",
};

/**
 * Where TensorFlow's package is looked for, whose native code has the user's rights: the folder that they name, or the
 * experiment's own where they trust what lies there.
 * @param own the folder of the experiment's file, or of its run
 */
export function tensorflowFolder({ given, terminal }: Call, own: string): string | undefined {
  const named = given.text("tensorflow");
  if (named !== undefined) return resolve(terminal.cwd, named);
  return given.flag("trust") ? resolve(terminal.cwd, own) : undefined;
}

/** What a command that goes on must be told of it. */
export const tensorflowWords = ({ given }: Call): readonly string[] => {
  const named = given.text("tensorflow");
  return named === undefined ? [] : optionWords("tensorflow", named);
};
