// A folder of 50,000 small pictures (half PNG, half JPEG, 64 x 64): listed, decoded the first time, opened again, beside
// Pillow that decodes and scales the same files one after the other. `PICTURES=5000 npm run bench -- images-folder` is quicker.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode as encodePng } from "fast-png";
import { encode as encodeJpeg } from "jpeg-js";
import { checkData, openDataset } from "../../src/data/open-dataset.ts";
import { peersMissing, python } from "../peers/python.ts";
import { table, timed } from "./interleave.ts";

const COUNT = Number(process.env["PICTURES"] ?? 50_000);
const SIDE = 64;
/** Different pictures; the files repeat them, since making 50,000 would take longer than reading them. */
const DIFFERENT = 100;

function picture(seed: number, channels: 3 | 4): Uint8Array {
  const data = new Uint8Array(SIDE * SIDE * channels);
  for (let p = 0; p < SIDE * SIDE; p++)
    for (let c = 0; c < channels; c++)
      data[p * channels + c] =
        c === 3
          ? 255
          : 128 + 120 * Math.sin((p % SIDE) / (3 + (seed % 7)) + Math.floor(p / SIDE) / 5 + seed + c);
  return data;
}

const folder = mkdtempSync(join(tmpdir(), "images-folder-"));
process.env["PAIRING_LAB_CACHE"] = join(folder, "cache");
try {
  const pictures = join(folder, "pictures");
  mkdirSync(pictures);
  const files = Array.from({ length: DIFFERENT }, (_, i) =>
    i % 2 === 0
      ? encodePng({ width: SIDE, height: SIDE, channels: 3, data: picture(i, 3) })
      : encodeJpeg({ width: SIDE, height: SIDE, data: picture(i, 4) }, 90).data,
  );
  for (let i = 0; i < COUNT; i++)
    writeFileSync(join(pictures, `${i}.${i % 2 === 0 ? "png" : "jpg"}`), files[i % DIFFERENT] ?? "");

  const data = { kind: "images", folder: pictures, size: 32, channels: 3, labels: "auto" } as const;
  const listed = await timed(() => checkData(data));
  const first = await timed(() => openDataset(data));
  const again = await timed(() => openDataset(data));
  const missing = peersMissing("PIL");
  const peer =
    missing === false
      ? await timed(() =>
          python(
            `
import os
from PIL import Image
for name in sorted(os.listdir(given)):
    Image.open(os.path.join(given, name)).convert("RGB").resize((32, 32), Image.BILINEAR).tobytes()
print("null")`,
            pictures,
          ),
        )
      : null;
  const seconds = (ms: number | null) => (ms === null ? "-" : (ms / 1000).toFixed(2));
  const ratio = (ms: number) => (peer === null ? "-" : (peer / ms).toFixed(2));
  console.log(
    table(
      [`${COUNT} pictures`, "seconds", "Pillow's time over ours"],
      [
        ["listed and counted", seconds(listed), ""],
        ["opened the first time", seconds(first), ratio(first)],
        ["opened again", seconds(again), ratio(again)],
        ["Pillow, one after the other", seconds(peer), missing === false ? "" : missing],
      ],
    ),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
