// What the viewer process takes for the pictures of a dashboard, through its channel, as a dashboard asks for them.
import { dcganRun } from "../support/dcgan-run.ts";
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareRun } from "../../src/launching/prepare-run.ts";
import { startTrainer } from "../../src/launching/trainer.ts";
import { Caller } from "../../src/protocol/channel.ts";
import { viewerProtocol, type ViewerCalls } from "../../src/protocol/viewer-calls.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import { interleave, table, timed } from "./interleave.ts";

const runsFolder = mkdtempSync(join(tmpdir(), "pairing-lab-bench-"));
const experiment = readExperiment(
  '{ "data": { "kind": "ring" }, "steps": 200, "record": { "checkpoint": 100 } }',
  "bench.gan.json",
);
const run = await prepareRun({ experiment, runsFolder });
await (
  await startTrainer(run, { detached: false, script: "dist/trainer.js" })
).ended;

const child = fork("dist/viewer.js", { serialization: "advanced" });
const caller = new Caller<ViewerCalls>(viewerProtocol, packet => {
  child.send(packet);
});
child.on("message", packet => {
  caller.receive(packet);
});

let probe = 0;
const ends = () => ({ from: probe++ % 64, to: (probe + 17) % 64 });
const rectangle = { x0: -3, x1: 3, y0: -3, y1: 3 };
const first = await timed(() => caller.call("path", { run, step: 100, ...ends(), count: 64, path: "slerp" }));
const medians = await interleave(
  {
    "interpolation of 64 points": () =>
      timed(() => caller.call("path", { run, step: 200, ...ends(), count: 64, path: "slerp" })),
    "latent map, 72 x 72": () =>
      timed(() => caller.call("latentMap", { run, step: 200, ...ends(), columns: 72, rows: 72 })),
    "discriminator's map, 64 x 64": () =>
      timed(() => caller.call("scoreMap", { run, step: 200, rectangle, columns: 64, rows: 64 })),
    "one output (pointing at the map)": () =>
      timed(() => caller.call("outputs", { run, step: 200, latents: Float32Array.of(0.3, -0.2) })),
    "an empty call (20 real samples)": () => timed(() => caller.call("scene", { run, count: 20 })),
  },
  30,
);

const images = await dcganRun(runsFolder, { side: 32, imageChannels: 3, channels: 32, step: 0 });
const film = { run: images, step: 0, path: "slerp" } as const;
const imageMedians = await interleave(
  {
    "strip of 16 images": () =>
      timed(() => caller.call("latent/imagePath", { ...film, ...ends(), count: 16, classes: false })),
    "whole path, 97 images": () =>
      timed(() => caller.call("latent/imagePath", { ...film, ...ends(), count: 97, classes: true })),
    "neighbours, 9 images": () =>
      timed(() =>
        caller.call("latent/neighbours", { run: images, step: 0, probe: probe++ % 64, noise: 0.1, count: 8 }),
      ),
    "map of 12 x 12 images": () =>
      timed(() =>
        caller.call("latent/imageMap", {
          run: images,
          step: 0,
          ...ends(),
          third: 70,
          columns: 12,
          rows: 12,
          images: true,
        }),
      ),
  },
  15,
);
child.disconnect();
rmSync(runsFolder, { recursive: true, force: true });
console.log("Pictures of a warm viewer, through its channel:");
console.log(
  table(
    ["", "ms"],
    Object.entries(medians).map(([name, value]) => [name, value.toFixed(1)]),
  ),
);
console.log(
  `An interpolation must stay under 16 ms a frame. The very first picture, with the start of the process: ${first.toFixed(0)} ms`,
);
console.log("\nThe same of a DCGAN of 32x32 RGB images, channels 32, untrained:");
console.log(
  table(
    ["", "ms"],
    Object.entries(imageMedians).map(([name, value]) => [name, value.toFixed(1)]),
  ),
);
console.log("A strip of 16 images must stay under 30 ms, so that ends and steps can be dragged through.");
