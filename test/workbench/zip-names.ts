const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** The names of a zip archive's files, from its central directory (APPNOTE.TXT 4.3.12 and 4.3.16; no zip64). */
export function namesInZip(zip: Buffer): string[] {
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== END) end--;
  const names: string[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error(`no entry at byte ${at}`);
    const [name, extra, comment] = [28, 30, 32].map(offset => zip.readUInt16LE(at + offset));
    const start = at + 46;
    names.push(zip.toString("utf8", start, start + (name ?? 0)));
    at = start + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return names;
}
