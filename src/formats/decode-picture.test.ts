import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { encode } from "fast-png";
import { decodePicture, type RgbPicture } from "./decode-picture.ts";
import { uniform } from "../../test/support/uniform.ts";
import { FormatError } from "./format-error.ts";

const read = (name: string) => Uint8Array.from(readFileSync(join("test/fixtures/pictures", name)));
const pixel = ({ width, data }: RgbPicture, x: number, y: number) => [
  ...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
];
type Rgb = readonly [number, number, number];
const [left, right, white]: Rgb[] = [
  [200, 40, 90],
  [20, 180, 60],
  [255, 255, 255],
];
const grey = (value: number): Rgb => [value, value, value];

const kinds: Readonly<
  Record<string, readonly [left: Rgb | undefined, right: Rgb | undefined, tolerance: number]>
> = {
  "grey-1.png": [white, grey(0), 0],
  "grey-8.png": [grey(170), grey(51), 0],
  "grey-16.png": [grey(170), grey(51), 0],
  "grey-alpha.png": [grey(204), grey(51), 0],
  "palette-1.png": [left, right, 0],
  "palette-2.png": [left, right, 0],
  "palette-transparent.png": [white, right, 0],
  "colour-key.png": [white, right, 0],
  "rgb.png": [left, right, 0],
  "rgba.png": [white, right, 0],
  "ycbcr.jpg": [left, right, 3],
  "progressive.jpg": [left, right, 3],
  "rgb.jpg": [left, right, 1],
  "grey.jpg": [grey(170), grey(51), 1],
  "cmyk.jpg": [left, right, 2],
  "jfif-adobe0.jpg": [left, right, 3],
  "named-rgb.jpg": [left, right, 1],
  "unmarked.jpg": [left, right, 3],
  "cmyk-unmarked.jpg": [left, right, 2],
  "no-tables.jpg": [left, right, 3],
  "palette-beyond.png": [left, grey(0), 0],
  "palette-long-alpha.png": [left, right, 0],
  "spoilt-mark.png": [left, right, 0],
  "ycck.jpg": [[108, 0, 211], [255, 204, 143], 3],
  "lossy.webp": [left, right, 1],
  "lossy-alpha.webp": [white, right, 1],
  "lossy-marks.webp": [left, right, 1],
  "lossless.webp": [left, right, 0],
  "lossless-alpha.webp": [white, right, 0],
  "animated.webp": [left, right, 0],
  "animated-part.webp": [white, right, 0],
  "animated-lossy.webp": [white, right, 1],
  "animated-alpha.webp": [grey(204), right, 1],
};

for (const [name, [atLeft, atRight, tolerance]] of Object.entries(kinds))
  test(`${name} is read as RGB, transparency over white`, () => {
    const picture = decodePicture(read(name));
    assert.deepEqual([picture.width, picture.height, picture.data.length], [16, 8, 384]);
    const near = (found: readonly number[], expected: Rgb = [0, 0, 0]) => {
      const far = expected.some((value, c) => Math.abs(value - (found[c] ?? NaN)) > tolerance);
      assert.ok(!far, `${found.join(" ")} instead of ${expected.join(" ")}`);
    };
    near(pixel(picture, 2, 2), atLeft);
    near(pixel(picture, 13, 5), atRight);
  });

test("interlaced and 16-bit colour are read", () => {
  const data = Uint16Array.from({ length: 5 * 7 * 4 }, (_, i) => (i % 4 === 3 ? 65535 : (i * 257) % 65536));
  const file = encode({ width: 5, height: 7, channels: 4, depth: 16, data }, { interlace: "Adam7" });
  const picture = decodePicture(file);
  const expected = Array.from(data).filter((_, i) => i % 4 !== 3);
  assert.deepEqual(
    [...picture.data],
    expected.map(value => Math.round(value / 257)),
  );
});

test("what follows a picture's end is nobody's business", () => {
  for (const name of ["rgb.png", "palette-1.png", "ycbcr.jpg", "lossy.webp", "animated.webp"]) {
    const whole = read(name);
    const expected = decodePicture(whole);
    for (const tail of [Buffer.from("\n"), Buffer.alloc(512), whole.subarray(40), Buffer.alloc(7, 255)])
      assert.deepEqual(decodePicture(Buffer.concat([whole, tail])), expected, name);
  }
});

test("what is not read is refused with the true reason", () => {
  const refused = (bytes: Uint8Array, why: RegExp) => {
    assert.throws(() => decodePicture(bytes), { name: "FormatError", message: why });
  };
  const spoilt = (name: string, find: readonly number[], at: number, value: number) => {
    const bytes = Buffer.from(read(name));
    bytes[bytes.indexOf(Buffer.from(find)) + at] = value;
    return bytes;
  };
  refused(spoilt("ycbcr.jpg", [0xff, 0xc0], 4, 12), /12 bits a channel; those of 8 bits are read/);
  refused(spoilt("ycbcr.jpg", [0xff, 0xc0], 1, 0xc9), /of the arithmetic kind/);
  refused(spoilt("ycbcr.jpg", [0xff, 0xc0], 1, 0xc3), /of the lossless kind/);
  refused(spoilt("ycbcr.jpg", [0xff, 0xc0], 9, 2), /has 2 channels/);
  const phone = Buffer.from(read("rgb.png"));
  phone.write("CgBI", 12);
  refused(phone, /form that Xcode gives PNG files for phones \(CgBI\)/);
  refused(Buffer.from("RIFF\0\0\0\0WEBPVP8 "), /the WebP file is cut short/);
  refused(
    Buffer.from("RIFF\x0c\0\0\0WEBPEXIF\0\0\0\0"),
    /the WebP file is damaged or cut short: it has no picture/,
  );
  refused(
    spoilt("animated-part.webp", [...Buffer.from("ANMF")], 8, 5),
    /first frame lies outside of the picture/,
  );
  refused(spoilt("lossless.webp", [...Buffer.from("VP8L")], 8, 0), /the WebP file is damaged$/);
  refused(Buffer.from("GIF89a....."), /this is a GIF file.*PNG, JPEG and WebP files are read/);
  refused(spoilt("palette-1.png", [...Buffer.from("PLTE")], 4, 7), /palette has another check sum/);
});

test("every truncation of every kind is refused, never another exception", () => {
  for (const name of Object.keys(kinds).filter(name => !name.endsWith(".webp"))) {
    const whole = read(name);
    for (let length = 0; length < whole.length; length += name.endsWith(".jpg") ? 7 : 3)
      assert.throws(
        () => decodePicture(whole.subarray(0, Math.min(length, whole.length - 12))),
        FormatError,
        `${name} cut at ${length}`,
      );
  }
});

test("a WebP file that was cut is refused, or gives the picture that was there before the cut", () => {
  for (const name of Object.keys(kinds).filter(name => name.endsWith(".webp"))) {
    const whole = read(name);
    const expected = decodePicture(whole);
    const bearsCutting = /marks|animated/.test(name);
    for (let length = 0; length < whole.length; length += 3) {
      try {
        assert.deepEqual(decodePicture(whole.subarray(0, length)), expected, `${name} cut at ${length}`);
        assert.ok(bearsCutting || length >= whole.length - 2, `${name} cut at ${length} was read`);
      } catch (error) {
        assert.ok(error instanceof FormatError, `${name} cut at ${length}: ${String(error)}`);
      }
    }
  }
});

test("WebP files of random damage are refused or read, in bounded memory, and hurt no other", () => {
  const draw = uniform(17);
  const names = Object.keys(kinds).filter(name => name.endsWith(".webp"));
  const before = process.memoryUsage().rss;
  let sound = 0;
  for (let round = 0; round < 150; round++) {
    const spoilt = Buffer.from(read(names[round % names.length] ?? ""));
    for (let k = 1 + Math.floor(8 * draw()); k > 0; k--)
      spoilt[12 + Math.floor((spoilt.length - 12) * draw())] = Math.floor(256 * draw());
    try {
      const { width, height, data } = decodePicture(spoilt);
      assert.equal(data.length, 3 * width * height);
      sound++;
    } catch (error) {
      assert.ok(error instanceof FormatError, `round ${round}: ${String(error)}`);
    }
  }
  assert.ok(sound > 0 && sound < 150);
  assert.ok(process.memoryUsage().rss - before < 2 ** 29);
  for (const name of names) assert.equal(decodePicture(read(name)).data.length, 384);
});

test("a small WebP file that asks for much memory is refused before it is taken", () => {
  for (const [name, at] of [
    ["lossless.webp", 21],
    ["lossy.webp", 26],
  ] as const) {
    const bytes = Buffer.from(read(name));
    bytes.fill(0xff, at, at + 4);
    assert.throws(() => decodePicture(bytes), /the picture is 1638[34] x 1638[34]; at most/);
  }
});

test("any spoilt byte is refused or read, never another exception", () => {
  for (const name of Object.keys(kinds)) {
    const whole = read(name);
    for (let at = 0; at < whole.length; at += 3) {
      const spoilt = Uint8Array.from(whole);
      spoilt[at] = (whole[at] ?? 0) ^ 0xff;
      try {
        assert.equal(decodePicture(spoilt).data.length % 3, 0);
      } catch (error) {
        assert.ok(error instanceof FormatError, `${name} at ${at}: ${String(error)}`);
      }
    }
  }
});

/** A PNG file from its header's fields and raw data. */
function png(
  width: number,
  height: number,
  colourType: number,
  interlace: 0 | 1,
  raw: Uint8Array,
): Uint8Array {
  const chunk = (type: string, body: Uint8Array) => {
    const typed = Buffer.concat([Buffer.from(type, "latin1"), body]);
    const out = Buffer.alloc(12 + body.length);
    out.writeUInt32BE(body.length, 0);
    typed.copy(out, 4);
    let crc = 0xffffffff;
    for (const byte of typed) {
      crc ^= byte;
      for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
    out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 8 + body.length);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colourType, 0, 0, interlace], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(raw)),
    chunk("IEND", new Uint8Array()),
  ]);
}

test("a small file that asks for much memory is refused before it is taken", () => {
  assert.deepEqual([...decodePicture(png(1, 1, 0, 0, Uint8Array.of(0, 7))).data], [7, 7, 7]);
  assert.throws(() => decodePicture(png(65_000, 65_000, 6, 0, new Uint8Array(9))), /at most 67108864 pixels/);
  assert.throws(() => decodePicture(png(0, 4, 6, 0, new Uint8Array(9))), /0 x 4/);
  const bomb = new Uint8Array(2 ** 26);
  const before = process.memoryUsage().rss;
  for (const interlace of [0, 1] as const) {
    try {
      assert.equal(decodePicture(png(2, 2, 0, interlace, bomb)).data.length, 12);
    } catch (error) {
      assert.ok(error instanceof FormatError);
    }
  }
  assert.ok(process.memoryUsage().rss - before < 2 ** 26);
  const jpeg = read("ycbcr.jpg");
  const frame = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc0);
  jpeg.set([0xff, 0xff, 0xff, 0xff], frame + 5);
  assert.throws(() => decodePicture(jpeg), /65535 x 65535; at most/);
});

test("other files are refused in words", () => {
  assert.throws(() => decodePicture(new Uint8Array()), /the file is empty/);
  assert.throws(
    () => decodePicture(Buffer.from("GIF89a...")),
    /this is a GIF file, whatever its name; PNG, JPEG and WebP files are read/,
  );
});

test("a file that was cut says so, one with other bytes in it that it is damaged", () => {
  const fixture = (name: string) => readFileSync(`test/fixtures/pictures/${name}`);
  for (const [name, kind] of [
    ["rgb.png", "PNG"],
    ["ycbcr.jpg", "JPEG"],
    ["lossy.webp", "WebP"],
    ["lossless.webp", "WebP"],
  ] as const) {
    const whole = fixture(name);
    assert.throws(() => decodePicture(whole.subarray(0, Math.floor(whole.length * 0.7))), {
      message: `the ${kind} file is cut short`,
    });
    const spoilt = Buffer.from(whole);
    spoilt.fill(0xff, Math.floor(whole.length * 0.5), Math.floor(whole.length * 0.5) + 8);
    if (kind === "PNG")
      assert.throws(() => decodePicture(spoilt), /^FormatError: the PNG file is damaged \(/);
  }
});

test("a JPEG whose decoding takes more memory than it may is refused, with its size", () => {
  assert.throws(() => decodePicture(read("progressive.jpg"), 0.001), {
    name: "FormatError",
    message: "the picture is 16 x 8 and needs more than 0.001 MB of memory to be decoded",
  });
});
