// What trainings take of memory against what their plan had estimated; `npm run bench memory` measures many more.
import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { trainedPeak } from "../support/trained-peak.ts";
import { temporaryRuns } from "./harness.ts";

const whole = {
  steps: 4,
  record: { scalars: 2, samples: 4, evaluation: 4, checkpoint: 4 },
  evaluation: { samples: 100 },
  penalties: { r1: { gamma: 1 } },
  pairing: { kind: "neighbour", weight: 0.1 },
};
const digits = { data: { kind: "digits" }, batch: 16 };
const maps = (kind: string, channels: number) => ({ kind, channels });
const own = (name: string) => ({ kind: "custom", module: `own-${name}.mjs`, options: { width: 512 } });
const layers = { kind: "mlp", hidden: [512, 512] };

const cases: Readonly<Record<string, object>> = {
  "wide layers": { data: { kind: "ring" }, batch: 512, generator: layers, discriminator: layers },
  "own networks": { data: { kind: "ring" }, batch: 512, generator: own("generator"), discriminator: own("discriminator") }, // prettier-ignore
  "a DCGAN": { ...digits, generator: maps("dcgan", 16), discriminator: maps("dcgan", 16) },
  "a residual network": { ...digits, generator: maps("resnet", 8), discriminator: maps("resnet", 8) },
};

for (const [name, changes] of Object.entries(cases))
  test(`${name}: the estimate is not below what a training takes, nor above twice that`, async t => {
    const folder = temporaryRuns(t);
    for (const module of ["own-generator.mjs", "own-discriminator.mjs"])
      copyFileSync(join("examples", module), join(folder, module));
    const { peak, estimate } = await trainedPeak(folder, { ...whole, ...changes });
    const ratio = estimate / peak;
    assert.ok(ratio >= 1 && ratio <= 2, `${ratio}: ${estimate} estimated, ${peak} taken`);
  });
