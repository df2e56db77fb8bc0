import type { Draw } from "../support/trials.ts";

/** What readers stumble over, wherever it stands in a text. */
const words = [
  "null",
  "1e999",
  "-1",
  "0",
  "NaN",
  "9007199254740993",
  "{}",
  "[]",
  '""',
  '"__proto__"',
  '"constructor"',
  "[".repeat(3000),
  '{"a":'.repeat(3000),
  "9".repeat(400),
  "\u0000",
  "\ud800",
  "\u202e",
  "\r",
  '"',
  "\\",
  ",",
].map(word => Buffer.from(word));

/** Numbers at which lengths and counts go wrong. */
const edges = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

type Change = (bytes: Buffer, draw: Draw, other: Buffer) => Buffer;

const cut = (bytes: Buffer, draw: Draw): [number, number] => {
  const from = draw.whole(0, bytes.length);
  return [from, Math.min(bytes.length, from + draw.whole(0, draw.pick([4, 64, bytes.length])))];
};
const spliced = (bytes: Buffer, from: number, to: number, middle: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(to)]);

const changes: readonly [Change, ...Change[]] = [
  // A bit, a byte, a number of four bytes in either order.
  (bytes, draw) => {
    if (bytes.length === 0) return bytes;
    const copy = Buffer.from(bytes);
    const at = draw.whole(0, copy.length - 1);
    copy[at] = (copy[at] ?? 0) ^ (1 << draw.whole(0, 7));
    return copy;
  },
  (bytes, draw) => spliced(bytes, ...one(bytes, draw), Buffer.from([draw.whole(0, 255)])),
  (bytes, draw) => {
    if (bytes.length < 4) return bytes;
    const copy = Buffer.from(bytes);
    const [at, value] = [draw.whole(0, copy.length - 4), draw.pick(edges) ?? 0];
    if (draw.chance(0.5)) copy.writeUInt32LE(value, at);
    else copy.writeUInt32BE(value, at);
    return copy;
  },
  // The end is missing, a part is, a part stands twice, a part is another file's.
  (bytes, draw) => bytes.subarray(0, draw.whole(0, bytes.length)),
  (bytes, draw) => spliced(bytes, ...cut(bytes, draw), Buffer.alloc(0)),
  (bytes, draw) => {
    const [from, to] = cut(bytes, draw);
    return spliced(bytes, to, to, bytes.subarray(from, to));
  },
  (bytes, draw, other) => spliced(bytes, ...cut(bytes, draw), other.subarray(...cut(other, draw))),
  // A word that is none of its place: instead of a number or a text, or anywhere.
  (bytes, draw) => {
    const tokens = [...bytes.toString("latin1").matchAll(/-?\d+(\.\d+)?|"[^"]*"|true|false/g)];
    const token = draw.pick(tokens);
    const word = draw.pick(words) ?? Buffer.alloc(0);
    if (token === undefined || draw.chance(0.3)) return spliced(bytes, ...one(bytes, draw), word);
    return spliced(bytes, token.index, token.index + token[0].length, word);
  },
];

const one = (bytes: Buffer, draw: Draw): [number, number] => {
  const at = draw.whole(0, Math.max(0, bytes.length - 1));
  return [at, Math.min(bytes.length, at + 1)];
};

/** One of these files with some damage. */
export function mutated(corpus: readonly [Uint8Array, ...Uint8Array[]], draw: Draw): Buffer {
  let bytes = Buffer.from(draw.pick(corpus));
  for (let left = draw.whole(1, 4); left > 0; left--)
    bytes = Buffer.from(draw.pick(changes)(bytes, draw, Buffer.from(draw.pick(corpus))));
  return bytes;
}
