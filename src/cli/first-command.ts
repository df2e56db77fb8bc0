import { join } from "node:path";
import { pathWordIn, typedCommand } from "../runs/typed-command.ts";
import type { Terminal } from "./terminal.ts";

/** What to type first: the example experiment that comes with this installation, by the path that leads there from here. */
export function firstCommand({ cwd, programFolder }: Pick<Terminal, "cwd" | "programFolder">): string {
  const example = join(programFolder, "..", "examples", "ring-8.gan.json");
  return `Begin with: ${typedCommand(["train", pathWordIn(cwd, example)])}`;
}
