// Pictures of a folder, brought to the wanted size, against Pillow.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fitPicture } from "../../src/data/picture-folder/fit-picture.ts";
import { decodePicture } from "../../src/formats/decode-picture.ts";
import { uniform } from "../support/uniform.ts";
import { peersMissing, python } from "./python.ts";

const skip = peersMissing("PIL");

for (const { width, height, size } of [
  { width: 53, height: 37, size: 16 },
  { width: 178, height: 218, size: 64 },
  { width: 9, height: 9, size: 28 },
  { width: 40, height: 31, size: 31 },
])
  test(`${width}x${height} pixels as ${size}x${size} are Pillow's`, { skip }, () => {
    const draw = uniform(7);
    const data = Uint8Array.from({ length: 3 * width * height }, () => 256 * draw());
    const ours = new Uint8Array(3 * size * size);
    fitPicture({ width, height, data }, size, 3, ours);
    const program = `
from PIL import Image
w, h, size = given["width"], given["height"], given["size"]
side = min(w, h)
left, top = (w - side) // 2, (h - side) // 2
picture = Image.frombytes("RGB", (w, h), bytes(given["data"])).crop((left, top, left + side, top + side))
print(json.dumps(list(picture.resize((size, size), Image.BILINEAR).tobytes())))
`;
    const theirs = python(program, { width, height, size, data: [...data] }) as number[];
    assert.equal(theirs.length, ours.length);
    // Both round a sum to 8 bits, Pillow after either axis.
    ours.forEach((value, i) => {
      assert.ok(Math.abs(value - (theirs[i] ?? NaN)) <= 2, `value ${i} is ${value}, Pillow's ${theirs[i]}`);
    });
  });

for (const options of [
  { quality: 60 },
  { quality: 90, method: 0 },
  { lossless: true },
  { lossless: true, quality: 10 },
])
  test(`a WebP file of ${JSON.stringify(options)} is read as by Pillow`, { skip }, () => {
    const program = `
import base64, io
from PIL import Image
rows = [[(x * 5 % 256, y * 7 % 256, (x * y) % 256, 255 if x < 40 else 4 * x) for x in range(53)] for y in range(37)]
picture = Image.new("RGBA", (53, 37)); picture.putdata([pixel for row in rows for pixel in row])
out = io.BytesIO(); picture.save(out, "WEBP", **given)
read = Image.open(io.BytesIO(out.getvalue())).convert("RGBA")
flat = Image.alpha_composite(Image.new("RGBA", read.size, (255, 255, 255, 255)), read).convert("RGB")
print(json.dumps([base64.b64encode(out.getvalue()).decode(), list(flat.tobytes())]))
`;
    const [file, theirs] = python(program, options) as [string, number[]];
    const { width, height, data } = decodePicture(Buffer.from(file, "base64"));
    assert.deepEqual([width, height], [53, 37]);
    // Pillow rounds its mixing with white another way.
    data.forEach((value, i) => {
      assert.ok(Math.abs(value - (theirs[i] ?? NaN)) <= 1, `value ${i} is ${value}, Pillow's ${theirs[i]}`);
    });
  });
