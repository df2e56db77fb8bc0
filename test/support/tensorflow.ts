import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where `node scripts/build-tfjs-node.mjs` builds TensorFlow's package. */
export const tensorflowFolder = resolve("out", "tensorflow");

/** The reason to skip a test that needs the package, or false. */
export const tensorflowMissing = (): string | false =>
  existsSync(join(tensorflowFolder, "built"))
    ? false
    : "no @tensorflow/tfjs-node in out/tensorflow; node scripts/build-tfjs-node.mjs builds it";
