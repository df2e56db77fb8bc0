// The bytes of the Linux kernel's FUSE protocol 7.31, as far as a folder of files needs them (linux/fuse.h; little-endian).
import type { BigIntStats, Dirent } from "node:fs";

export const operations = {
  lookup: 1,
  forget: 2,
  getAttributes: 3,
  setAttributes: 4,
  makeFolder: 9,
  unlink: 10,
  removeFolder: 11,
  rename: 12,
  link: 13,
  open: 14,
  read: 15,
  write: 16,
  statistics: 17,
  release: 18,
  sync: 20,
  flush: 25,
  init: 26,
  openFolder: 27,
  readFolder: 28,
  releaseFolder: 29,
  syncFolder: 30,
  create: 35,
  interrupt: 36,
  forgetMany: 42,
  rename2: 45,
} as const;

/** Of what people ask of the kernel; a request's body begins after its head. */
export interface Request {
  readonly operation: number;
  readonly id: bigint;
  readonly node: bigint;
  readonly body: Buffer;
}

const HEAD_BYTES = 40;

export function readRequest(bytes: Buffer): Request {
  return {
    operation: bytes.readUInt32LE(4),
    id: bytes.readBigUInt64LE(8),
    node: bytes.readBigUInt64LE(16),
    body: bytes.subarray(HEAD_BYTES),
  };
}

/** The names at the end of a request, each with a zero behind it. */
export const namesFrom = (body: Buffer, at: number): string[] => body.toString("utf8", at).split("\0");

/** `errno`: 0 where there is none. */
export function reply(id: bigint, errno: number, body: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32LE(head.length + body.length, 0);
  head.writeInt32LE(-errno, 4);
  head.writeBigUInt64LE(id, 8);
  return Buffer.concat([head, body]);
}

export const MOST_WRITTEN = 128 * 1024;

export function initReply(): Buffer {
  const body = Buffer.alloc(64);
  body.writeUInt32LE(7, 0);
  body.writeUInt32LE(31, 4);
  body.writeUInt32LE(MOST_WRITTEN, 8);
  body.writeUInt16LE(12, 16);
  body.writeUInt16LE(9, 18);
  body.writeUInt32LE(MOST_WRITTEN, 20);
  body.writeUInt32LE(1, 24);
  return body;
}

const NANOSECONDS = 1_000_000_000n;

function attributes(of: BigIntStats): Buffer {
  const body = Buffer.alloc(88);
  [
    of.ino,
    of.size,
    of.blocks,
    ...[of.atimeNs, of.mtimeNs, of.ctimeNs].map(time => time / NANOSECONDS),
  ].forEach((value, i) => body.writeBigUInt64LE(value, 8 * i));
  [
    ...[of.atimeNs, of.mtimeNs, of.ctimeNs].map(time => time % NANOSECONDS),
    of.mode,
    of.nlink,
    of.uid,
    of.gid,
    0n,
    4096n,
  ].forEach((value, i) => body.writeUInt32LE(Number(value), 48 + 4 * i));
  return body;
}

/** Attributes that hold for no time: the kernel asks again. */
export const attributesReply = (of: BigIntStats): Buffer => Buffer.concat([Buffer.alloc(16), attributes(of)]);

/** What a name stands for, likewise. */
export function entryReply(node: bigint, of: BigIntStats): Buffer {
  const head = Buffer.alloc(40);
  head.writeBigUInt64LE(node, 0);
  return Buffer.concat([head, attributes(of)]);
}

/** An open file, of which the kernel keeps no pages. */
export function openReply(handle: number): Buffer {
  const body = Buffer.alloc(16);
  body.writeBigUInt64LE(BigInt(handle), 0);
  body.writeUInt32LE(1, 8);
  return body;
}

export function writtenReply(count: number): Buffer {
  const body = Buffer.alloc(8);
  body.writeUInt32LE(count, 0);
  return body;
}

export function statisticsReply(): Buffer {
  const body = Buffer.alloc(80);
  [1n << 20n, 1n << 19n, 1n << 19n, 1n << 20n, 1n << 19n].forEach((value, i) =>
    body.writeBigUInt64LE(value, 8 * i),
  );
  body.writeUInt32LE(4096, 40);
  body.writeUInt32LE(255, 44);
  body.writeUInt32LE(4096, 48);
  return body;
}

const FOLDER_TYPE = 4;
const FILE_TYPE = 8;

/** Entries from a place on, as many as fit into so many bytes. */
export function folderReply(entries: readonly Dirent[], from: number, most: number): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  for (const [i, entry] of entries.slice(from).entries()) {
    const name = Buffer.from(entry.name, "utf8");
    const part = Buffer.alloc(Math.ceil((24 + name.length) / 8) * 8);
    if (length + part.length > most) break;
    // Any number but zero: whoever wants to know asks for the attributes.
    part.writeBigUInt64LE(BigInt(from + i + 1), 0);
    part.writeBigUInt64LE(BigInt(from + i + 1), 8);
    part.writeUInt32LE(name.length, 16);
    part.writeUInt32LE(entry.isDirectory() ? FOLDER_TYPE : FILE_TYPE, 20);
    name.copy(part, 24);
    parts.push(part);
    length += part.length;
  }
  return Buffer.concat(parts);
}

/** Which of a file's attributes a request sets. */
export function settingsOf(body: Buffer) {
  const asked = body.readUInt32LE(0);
  const time = (field: number, bit: number, nowBit: number): number | null => {
    if ((asked & nowBit) !== 0) return Date.now() / 1000;
    if ((asked & bit) === 0) return null;
    return Number(body.readBigUInt64LE(32 + 8 * field)) + body.readUInt32LE(56 + 4 * field) / 1e9;
  };
  return {
    mode: (asked & 1) === 0 ? null : body.readUInt32LE(68),
    size: (asked & 8) === 0 ? null : Number(body.readBigUInt64LE(16)),
    accessed: time(0, 16, 128),
    modified: time(1, 32, 256),
  };
}
