// An extension that lets whoever shares its process wait at a run's first file for as long as a test wants it: what is
// slow by chance is no test.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packSmallExtension } from "./small-extension.ts";

const MARK = "held-for-a-test";

const program = `
const fs = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");
const { dirname, join } = require("node:path");
const { setTimeout: delay } = require("node:timers/promises");
exports.activate = () => {
  const { open } = fs.promises;
  fs.promises.open = async (path, ...rest) => {
    if (String(path).endsWith("run.json"))
      while (fs.existsSync(join(dirname(String(path)), "${MARK}"))) await delay(25);
    return open(path, ...rest);
  };
  syncBuiltinESMExports();
};
`;

/** Packs the extension into a folder; gives the VSIX. */
export const packReadHolder = (folder: string): string =>
  packSmallExtension(
    { name: "read-holder", displayName: "Read Holder", activationEvents: ["*"], commands: [], program },
    folder,
  );

/** From now on nobody in the editor comes to the end of reading the run, until what is given back is called. */
export function hold(runFolder: string): () => void {
  const mark = join(runFolder, MARK);
  writeFileSync(mark, "");
  return () => {
    rmSync(mark);
  };
}
