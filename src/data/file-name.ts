// Names of files that are no UTF-8, as archives of other systems leave them on Linux. A byte that cannot be read stands
// in the name as one half of a surrogate pair, which no UTF-8 gives, so that the way back is open.

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ODD = /[\udc80-\udcff]/;

/** A name out of its bytes. */
export function nameOf(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return Array.from(bytes, byte => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)).join("");
  }
}

/** What to open a path by. */
export function pathOf(path: string): string | Buffer {
  if (!ODD.test(path)) return path;
  const parts = path.match(/[\udc80-\udcff]+|[^\udc80-\udcff]+/g) ?? [];
  return Buffer.concat(
    parts.map(part =>
      ODD.test(part) ? Buffer.from(Array.from(part, unit => unit.charCodeAt(0) - 0xdc00)) : Buffer.from(part),
    ),
  );
}
