import { join, relative } from "node:path";
import { pathWord, typedCommand } from "../runs/typed-command.ts";
import type { Terminal } from "./terminal.ts";

/** What to type first: the example experiment that comes with this installation, by the path that leads there from here. */
export function firstCommand({ cwd, programFolder }: Pick<Terminal, "cwd" | "programFolder">): string {
  const example = join(programFolder, "..", "examples", "ring-8.gan.json");
  const path = relative(cwd, example);
  return `Begin with: ${typedCommand(["train", path.startsWith("..") ? example : pathWord(path)])}`;
}
