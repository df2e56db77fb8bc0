// `npm run demo`: from a fresh clone to a trained GAN, in one command. Everything it shows, the terminal command can.
import { spawnSync } from "node:child_process";
import { basename, relative } from "node:path";
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
const id = basename(run);

console.log("");
pairingLab("show", run, "--scatter");

console.log(`
The run is a folder that other tools open (JSON, TensorBoard, NPY, safetensors, ONNX):
  ${folder}

Look at it
  code ${folder}
      its files in VS Code; a dashboard comes with a later version
  tensorboard --logdir runs
      its curves, while it trains too

Try next
  node ${cli} show ${id}
  node ${cli} sample ${id} --out samples.png
  node ${cli} interpolate ${id} --from 0 --to 1 --out path.png
  node ${cli} train ${experiment} --set pairing.weight=0
      the same without pairing: watch it collapse
  node ${cli} train examples/points.gan.json
      points of your own: a CSV or NPY file
  node ${cli} --help`);
