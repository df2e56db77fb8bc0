/**
 * Messages between a browser's page and this process, as text: what structured cloning would carry whole (typed
 * arrays, and numbers that JSON has no words for) is marked and comes out as it went in. Runs on both sides.
 */

const kinds = { Float64Array, Float32Array, Uint32Array, Uint16Array, Uint8Array } as const;
type Kind = keyof typeof kinds;

const isKind = (name: string): name is Kind => Object.hasOwn(kinds, name);

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export function pack(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "number" && !Number.isFinite(part)) return { $number: String(part) };
    if (!ArrayBuffer.isView(part)) return part;
    const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    return { $array: part.constructor.name, bytes: toBase64(bytes) };
  });
}

export function unpack(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) => {
    if (typeof part !== "object" || part === null) return part;
    if ("$number" in part) return Number(part.$number);
    if (!("$array" in part) || !("bytes" in part)) return part;
    const name = String(part.$array);
    const bytes = Uint8Array.from(atob(String(part.bytes)), character => character.charCodeAt(0));
    return isKind(name) ? new kinds[name](bytes.buffer) : bytes;
  });
}
