// Pictures of every form that libpng, libjpeg-turbo and libwebp write, against these libraries as Pillow uses them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodePicture } from "../../src/formats/decode-picture.ts";
import { peersMissing, python } from "./python.ts";

const skip = peersMissing("PIL");

interface Made {
  readonly name: string;
  readonly file: string;
  readonly size: readonly [width: number, height: number];
  readonly pixels: string;
}

/** Files, and what Pillow reads of them, over white. */
const programs: Readonly<Record<string, string>> = {
  PNG: `
import struct, zlib, random
random.seed(5)
channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
def packed(values, depth):
    if depth == 16: return b"".join(struct.pack(">H", v) for v in values)
    if depth == 8: return bytes(values)
    out, fill = bytearray(), 0
    for i, v in enumerate(values):
        if i % (8 // depth) == 0: out.append(0)
        out[-1] |= v << (8 - depth - depth * (i % (8 // depth)))
    return bytes(out)
def filtered(kind, line, before, step):
    out = bytearray()
    for i, value in enumerate(line):
        a = line[i - step] if i >= step else 0
        b = before[i]
        c = before[i - step] if i >= step else 0
        p = a + b - c
        near = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
        out.append((value - (0, a, b, (a + b) // 2, near)[kind]) & 255)
    return bytes([kind]) + bytes(out)
def png(width, height, colour, depth, interlace, extra=b""):
    most = 4 if colour == 3 and depth > 2 else (2 ** depth - 1)
    pixel = [[[random.randint(0, most) for _ in range(channels[colour])] for _ in range(width)] for _ in range(height)]
    raw = b""
    for x0, y0, dx, dy in passes if interlace else [(0, 0, 1, 1)]:
        xs, before = range(x0, width, dx), None
        if len(xs) == 0: continue
        for n, y in enumerate(range(y0, height, dy)):
            line = packed([v for x in xs for v in pixel[y][x]], depth)
            raw += filtered((n + colour) % 5, line, before or bytes(len(line)), max(1, channels[colour] * depth // 8))
            before = line
    palette = chunk(b"PLTE", bytes(random.randint(0, 255) for _ in range(3 * min(5, 2 ** depth)))) if colour == 3 else b""
    data = zlib.compress(raw)
    half = len(data) // 2
    return (b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))
        + palette + extra + chunk(b"IDAT", data[:half]) + chunk(b"IDAT", b"") + chunk(b"IDAT", data[half:]) + chunk(b"IEND", b""))
for colour, depths in {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}.items():
    for depth in depths:
        for interlace in (0, 1):
            for width, height in ((13, 9), (1, 1), (3, 20)):
                add(f"colour {colour}, {depth} bits, interlace {interlace}, {width}x{height}", png(width, height, colour, depth, interlace))
            clear = {0: struct.pack(">H", 1), 2: struct.pack(">HHH", 3, 4, 5), 3: bytes([0, 128])}.get(colour)
            # Pillow compares the grey that is clear with greys of 8 bits.
            scaled = 255 // (2 ** depth - 1) if colour == 0 and depth < 8 else None
            if clear: add(f"colour {colour}, {depth} bits, interlace {interlace}, tRNS", png(13, 9, colour, depth, interlace, chunk(b"tRNS", clear)), scaled)
for way in range(9): add(f"held {way}", png(13, 9, 2, 8, way % 2, chunk(b"eXIf", held(way))))
add("marks of every kind", png(13, 9, 2, 8, 0, chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"pHYs", struct.pack(">IIB", 1, 1, 0)) + chunk(b"tEXt", b"a\\0b") + chunk(b"eXIf", b"MM\\0*") + chunk(b"bKGD", bytes(6)) + chunk(b"sBIT", b"\\5\\6\\5") + chunk(b"zzZz", b"?")))
frames = [Image.frombytes("RGB", (8, 8), bytes([40 * i] * 192)) for i in (1, 2)]
out = io.BytesIO(); frames[0].save(out, "PNG", save_all=True, append_images=frames[1:]); add("APNG", out.getvalue())
`,
  JPEG: `
smooth = Image.new("RGB", (45, 27)); smooth.putdata([(5 * x, 9 * y, 3 * (x + y)) for y in range(27) for x in range(45)])
def jpeg(picture, **options):
    out = io.BytesIO(); picture.save(out, "JPEG", **options); return out.getvalue()
for sampling in ("4:4:4", "4:2:2", "4:2:0", "4:4:0", "4:1:1"):
    for options in ({}, {"progressive": True}, {"restart_marker_blocks": 2}, {"optimize": True, "quality": 20}):
        try: add(f"{sampling} {options}", jpeg(smooth, subsampling=sampling, **{"quality": 95, **options}))
        except (ValueError, TypeError): pass
add("kept as RGB", jpeg(smooth, keep_rgb=True))
for mode in ("L", "CMYK"):
    for options in ({}, {"progressive": True}):
        add(f"{mode} {options}", jpeg(smooth.convert(mode), quality=95, **options))
for size in ((1, 1), (7, 8), (8, 7), (17, 1), (1, 17)): add(f"{size}", jpeg(smooth.crop((0, 0, *size)), quality=95))
whole = jpeg(smooth, quality=95)
for way in range(9):
    exif = b"Exif\\0\\0" + held(way, "<>"[way % 2])
    add(f"held {way}", whole[:2] + b"\\xff\\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + whole[2:])
add("a spoilt EXIF block", whole[:2] + b"\\xff\\xe1\\0\\x0eExif\\0\\0MM\\0*\\xff\\xff" + whole[2:])
add("ICC profile", jpeg(smooth, quality=95, icc_profile=b"x" * 70000))
add("a comment", jpeg(smooth, quality=95, comment=b"x" * 5000))
add("fill bytes", whole[:2] + b"\\xff" * 5 + whole[2:])
add("bytes after", whole + whole)
add("a thumbnail inside", whole[:2] + b"\\xff\\xe1" + (len(jpeg(smooth.resize((9, 9)))) + 8).to_bytes(2, "big") + b"Exif\\0\\0" + jpeg(smooth.resize((9, 9))) + whole[2:])
`,
  WebP: `
smooth = Image.new("RGBA", (45, 27)); smooth.putdata([(5 * x, 9 * y, 3 * (x + y), 255 - 5 * x) for y in range(27) for x in range(45)])
def webp(picture, **options):
    out = io.BytesIO(); picture.save(out, "WEBP", **options); return out.getvalue()
for mode in ("RGB", "RGBA"):
    for options in ({}, {"lossless": True}, {"lossless": True, "exact": True}, {"quality": 5, "method": 6}, {"alpha_quality": 20}, {"icc_profile": b"x" * 200}, {"exif": b"Exif\\0\\0MM\\0*" + bytes(8)}):
        add(f"{mode} {list(options)}", webp(smooth.convert(mode), **options))
for lossless in (False, True):
    add(f"animated {lossless}", webp(smooth, save_all=True, append_images=[smooth.transpose(Image.Transpose.ROTATE_180)], lossless=lossless))
for way in range(9): add(f"held {way}", webp(smooth, lossless=True, exif=(b"Exif\\0\\0" if way % 2 else b"") + held(way)))
for size in ((1, 1), (1, 9), (9, 1)): add(f"{size}", webp(smooth.resize(size), lossless=True))
`,
};

/** How far apart two decoders may be: mixing with white and 16 bits are rounded, libjpeg smooths colours between places. */
const tolerances: Readonly<Record<string, { readonly most: number; readonly mean: number }>> = {
  PNG: { most: 2, mean: 0.7 },
  JPEG: { most: 40, mean: 2.5 },
  WebP: { most: 1, mean: 0.5 },
};

for (const [kind, program] of Object.entries(programs))
  test(`${kind} files of every form are read as by Pillow`, { skip }, () => {
    const common = `
import base64, io, struct
from PIL import Image, ImageOps
made = []
def held(way, order=">"):
    mark = {">": b"MM\\0*", "<": b"II*\\0"}[order]
    entries = [(271, 2, 1, 65), (274, 3, 1, way), (282, 3, 1, 5)]
    block = b"".join(struct.pack(order + "HHIHH", tag, kind, count, value, 0) for tag, kind, count, value in entries)
    return mark + struct.pack(order + "IH", 8, len(entries)) + block + bytes(4)
def flat(picture):
    if picture.mode.startswith("I"):
        clear = picture.info.get("transparency")
        return bytes(c for v in picture.get_flattened_data() for c in [255 if v == clear else round(v / 257)] * 3)
    rgba = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, (255, 255, 255, 255)), rgba).convert("RGB").tobytes()
def add(name, file, clear=None):
    picture = Image.open(io.BytesIO(file)); picture.load()
    if clear is not None: picture.info["transparency"] = clear
    try: picture = ImageOps.exif_transpose(picture)
    except struct.error: pass
    made.append({"name": name, "file": base64.b64encode(file).decode(), "size": picture.size, "pixels": base64.b64encode(flat(picture)).decode()})
${program}
print(json.dumps(made))
`;
    const made = python(common, {}) as Made[];
    assert.ok(made.length > 15);
    const { most, mean } = tolerances[kind] ?? { most: 0, mean: 0 };
    const wrong = made.flatMap(({ name, file, size, pixels }) => {
      try {
        const { width, height, data } = decodePicture(Buffer.from(file, "base64"));
        const theirs = Buffer.from(pixels, "base64");
        if (width !== size[0] || height !== size[1] || data.length !== theirs.length)
          return [`${name}: ${width} x ${height}`];
        const apart = Array.from(data, (value, i) => Math.abs(value - (theirs[i] ?? NaN)));
        const furthest = Math.max(...apart);
        const average = apart.reduce((a, b) => a + b, 0) / apart.length;
        return furthest > most || average > mean ? [`${name}: ${furthest} apart, ${average} on average`] : [];
      } catch (error) {
        return [`${name}: ${String(error)}`];
      }
    });
    assert.deepEqual(wrong, []);
  });
