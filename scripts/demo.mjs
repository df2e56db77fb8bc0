// `npm run demo`: from a fresh clone to a trained GAN, in one command. Everything it shows, the terminal command can.
import { spawnSync } from "node:child_process";
import { relative } from "node:path";
import { installMissing } from "./install.mjs";

const experiment = "examples/ring-8.gan.json";
const cli = "dist/cli.js";

/** Runs a verb in this terminal; ends the demo where it fails. */
function pairingLab(...args) {
  const { status, stdout } = spawnSync(process.execPath, [cli, ...args], {
    stdio: ["inherit", args[0] === "train" ? "pipe" : "inherit", "inherit"],
    encoding: "utf8",
  });
  if (status !== 0) process.exit(status ?? 1);
  return stdout ?? "";
}

// Ctrl-C reaches the training too, which saves and says how to go on.
process.on("SIGINT", () => undefined);

installMissing();
const { buildProduct } = await import("../esbuild.mjs");
await buildProduct();

console.log(`Training ${experiment}: a ring of 8 Gaussians, with the pairing regularizer.\n`);
const run = pairingLab("train", experiment).trimEnd().split("\n").at(-1) ?? "";
const folder = relative("", run);

console.log("");
pairingLab("show", run, "--scatter");

console.log(`
The run is in ${folder}: JSON, TensorBoard events, NPY, safetensors and ONNX, which other tools open.
  code ${folder}                                in VS Code (the dashboard comes with a later version)
  tensorboard --logdir runs                        its curves
  python -c "import numpy; print(numpy.load('${folder}/samples/00000000.npy').shape)"

Try next:
  node ${cli} show ${folder}
  node ${cli} sample ${folder} --out samples.png
  node ${cli} train ${experiment} --set pairing.weight=0     without pairing: watch it collapse
  node ${cli} train examples/points.gan.json                 points of your own
  node ${cli} --help`);
