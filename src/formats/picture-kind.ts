// What kind of picture a file is, by its first bytes and never by its name.

const readKinds = ["PNG", "JPEG", "WebP"] as const;

export type PictureKind = (typeof readKinds)[number];

/** Kinds that are told by name where they are refused. */
const kinds: readonly (readonly [kind: string, start: RegExp])[] = [
  ["PNG", /^\u0089PNG\r\n\u001a\n/],
  ["JPEG", /^\u00ff\u00d8/],
  ["WebP", /^[^]{8}WEBP/],
  ["GIF", /^GIF8[79]a/],
  // Names of columns may begin with these two letters.
  ["BMP", /^BM[^]{4}\0{4}/],
  ["TIFF", /^(?:II[*+]\0|MM\0[*+])/],
  ["AVIF", /^[^]{4}ftypavi[fs]/],
  ["HEIC", /^[^]{4}ftyp(?:he[iv]|m[is]f1)/],
  ["JPEG XL", /^(?:\u00ff\u000a|\0{3}\u000cJXL )/],
  ["JPEG 2000", /^(?:[^]{4}jP {2}|\u00ff\u004f\u00ff\u0051)/],
  ["Photoshop", /^8BPS\0/],
  ["icon", /^\0\0[\u0001\u0002]\0[^]\0/],
  ["QOI", /^qoif/],
  ["OpenEXR", /^\u0076\u002f\u0031\u0001/],
  ["Netpbm", /^P[1-7]\s[\s\d#]/],
];

/** The kind that the first 16 bytes tell; null where it is none that is known. */
export function namedKind(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  return kinds.find(([, start]) => start.test(head))?.[0] ?? null;
}

/** The kind of a picture that can be read. */
export function pictureKind(bytes: Uint8Array): PictureKind | null {
  const kind = namedKind(bytes);
  return readKinds.find(read => read === kind) ?? null;
}

/** "a GIF", "an AVIF". */
export const aKind = (kind: string): string => `${/^[aio]/i.test(kind) ? "an" : "a"} ${kind}`;
