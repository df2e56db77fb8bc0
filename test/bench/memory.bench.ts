// The memory of trainings against what their plan estimates before they begin.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodePng } from "../../src/formats/png.ts";
import { trainedPeak } from "../support/trained-peak.ts";
import { table } from "./interleave.ts";

const folder = mkdtempSync(join(tmpdir(), "pairing-lab-memory-"));
for (const name of ["own-generator", "own-discriminator"])
  copyFileSync(`examples/${name}.mjs`, join(folder, `${name}.mjs`));
const pictures = join(folder, "pictures");
mkdirSync(pictures);
for (let i = 0; i < 80; i++) {
  const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => (at * (i + 7)) % 256);
  writeFileSync(join(pictures, `${i}.png`), encodePng({ width: 64, height: 64, channels: 3, data }));
}

const images = (size: number) =>
  size === 28 ? { kind: "digits" } : { kind: "images", folder: pictures, size, channels: 3 };
const own = (name: string) => ({ kind: "custom", module: `own-${name}.mjs`, options: { width: 512 } });
const layers = (...hidden: number[]) => ({
  generator: { kind: "mlp", hidden },
  discriminator: { kind: "mlp", hidden },
});
const maps = (kind: string, channels: number, changes: object = {}) => ({
  generator: { kind, channels, ...changes },
  discriminator: { kind, channels, ...changes },
});
const ring = { data: { kind: "ring" } };
const digits = { data: images(28) };
const plain = { penalties: { r1: { gamma: 0 } }, pairing: { weight: 0 } };

const cases: Record<string, object> = {
  ring,
  "ring, 512 x 2, batch 512": { ...ring, ...layers(512, 512), batch: 512 },
  "ring, 1024 x 3, batch 256": { ...ring, ...layers(1024, 1024, 1024), batch: 256 },
  "ring, batch 4096": { ...ring, ...layers(256, 256), batch: 4096 },
  "ring, own": { ...ring, generator: own("generator"), discriminator: own("discriminator"), batch: 512 },
  "digits, 512 x 2": { ...digits, ...layers(512, 512) },
  "dcgan 28, plain": { ...digits, ...maps("dcgan", 16), ...plain },
  "dcgan 28, 64 channels": { ...digits, ...maps("dcgan", 64) },
  "resnet 28, plain": { ...digits, ...maps("resnet", 8), ...plain },
  "resnet 28, 32 channels": { ...digits, ...maps("resnet", 32), batch: 32 },
  "resnet 28, 2 blocks": { ...digits, ...maps("resnet", 16, { blocks: 2 }), batch: 32 },
};
for (const kind of ["dcgan", "resnet"])
  for (const size of [28, 32, 64])
    for (const batch of [16, 64])
      cases[`${kind} ${size}, batch ${batch}`] = { data: images(size), batch, ...maps(kind, 16) };

const whole = {
  steps: 6,
  batch: 64,
  record: { scalars: 3, samples: 6, evaluation: 6, checkpoint: 6 },
  evaluation: { samples: 64 },
  penalties: { r1: { gamma: 1 } },
  pairing: { kind: "neighbour", weight: 0.1 },
};
const rows: string[][] = [];
for (const [name, changes] of Object.entries(cases)) {
  const { peak, estimate } = await trainedPeak(folder, { ...whole, ...changes });
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  rows.push([name, megabytes(peak), megabytes(estimate), (estimate / peak).toFixed(2)]);
}
console.log(table(["training", "largest", "estimated", "ratio"], rows));
rmSync(folder, { recursive: true });
