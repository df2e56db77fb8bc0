/**
 * Typed arrays in JSON: `{ "float32": "..." }`, base64 of little-endian values, so that a document of numbers stays text that
 * any program reads. Everything else is as JSON has it.
 */
const kinds = {
  float64: Float64Array,
  float32: Float32Array,
  uint16: Uint16Array,
  uint8: Uint8Array,
} as const;
type Kind = keyof typeof kinds;

const isKind = (name: string | undefined): name is Kind => name !== undefined && Object.hasOwn(kinds, name);

/** What one call of String.fromCharCode takes. */
const CHUNK = 8192;

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

/** Bytes as base64 in a URL that holds what it names. */
export const dataUrl = (type: string, bytes: Uint8Array): string => `data:${type};base64,${toBase64(bytes)}`;

/** A value as JSON text, with its typed arrays. Throws TypeError for arrays of other kinds. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (!ArrayBuffer.isView(part)) return part;
    const kind = Object.entries(kinds).find(([, made]) => part instanceof made)?.[0];
    if (kind === undefined) throw new TypeError("only arrays of some kinds of numbers are written as JSON");
    return { [kind]: toBase64(new Uint8Array(part.buffer, part.byteOffset, part.byteLength)) };
  });
}

/** The value again; what only looks like an array of ours stays what it is. Throws SyntaxError for what is not JSON. */
export function fromJson(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    const [only, ...others] = Object.entries(part as Readonly<Record<string, unknown>>);
    const [kind, packed] = only ?? [];
    if (others.length > 0 || !isKind(kind) || typeof packed !== "string") return part;
    return fromBase64(kind, packed) ?? part;
  });
}

function fromBase64(kind: Kind, packed: string): ArrayBufferView | null {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Uint8Array.from(atob(packed), character => character.charCodeAt(0));
  } catch {
    return null;
  }
  const made = kinds[kind];
  return bytes.length % made.BYTES_PER_ELEMENT === 0 ? new made(bytes.buffer) : null;
}
