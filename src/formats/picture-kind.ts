// What kind of picture a file is, by its first bytes and never by its name.

const readKinds = ["PNG", "JPEG", "WebP"] as const;

export type PictureKind = (typeof readKinds)[number];

/** Kinds that are told by name where they are refused. */
const kinds: readonly (readonly [kind: string, at: number, start: string])[] = [
  ["PNG", 0, "\u0089PNG\r\n\u001a\n"],
  ["JPEG", 0, "\u00ff\u00d8"],
  ["WebP", 8, "WEBP"],
  ["GIF", 0, "GIF8"],
  ["BMP", 0, "BM"],
  ["TIFF", 0, "II*\0"],
  ["TIFF", 0, "MM\0*"],
  ["AVIF", 4, "ftypavif"],
  ["HEIC", 4, "ftyphei"],
  ["JPEG XL", 0, "\u00ff\u000a"],
  ["JPEG 2000", 4, "jP  "],
];

/** The kind that the first 16 bytes tell; null where it is none that is known. */
export function namedKind(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  return kinds.find(([, at, start]) => head.startsWith(start, at))?.[0] ?? null;
}

/** The kind of a picture that can be read. */
export function pictureKind(bytes: Uint8Array): PictureKind | null {
  const kind = namedKind(bytes);
  return readKinds.find(read => read === kind) ?? null;
}
