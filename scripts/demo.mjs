// `npm run demo` or `npm run demo -- digits`: from a fresh clone to a trained GAN, in one command. Everything it shows,
// the terminal command can.
import { spawnSync } from "node:child_process";
import { basename, relative } from "node:path";
import { installMissing } from "./install.mjs";

const demos = {
  ring: {
    experiment: "examples/ring-8.gan.json",
    title: "a ring of 8 Gaussians, with the pairing regularizer",
    next: ["train examples/points.gan.json", "points of your own: a CSV or NPY file"],
  },
  digits: {
    experiment: "examples/digits.gan.json",
    title: "handwritten digits, with the pairing regularizer; this takes some minutes",
    next: ["train examples/stacked-digits.gan.json", "three digits as colours: 1,000 modes"],
  },
};
const name = process.argv[2] ?? "ring";
if (!Object.hasOwn(demos, name)) {
  console.error(`There is no demo ${name}; there are: ${Object.keys(demos).join(", ")}.`);
  process.exit(2);
}
const { experiment, title, next } = demos[name];
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

console.log(`Training ${experiment}: ${title}.\n`);
const run = pairingLab("train", experiment).trimEnd().split("\n").at(-1) ?? "";
const folder = relative("", run);
const id = basename(run);

console.log("");
pairingLab("show", run, "--scatter");

console.log(`
The run is a folder that other tools open (JSON, TensorBoard, NPY, safetensors, ONNX):
  ${folder}

Look at it
  npm run package
      the extension for VS Code, in which the run has a dashboard
  tensorboard --logdir runs
      its curves, while it trains too

Try next
  node ${cli} show ${id}
  node ${cli} sample ${id} --out samples.png
  node ${cli} interpolate ${id} --from 0 --to 1 --out path.png
  node ${cli} train ${experiment} --set pairing.weight=0
      the same without pairing
  node ${cli} ${next[0]}
      ${next[1]}
  node ${cli} --help`);
