import { callErrorCodes, type CallErrorCode } from "./calls.ts";

/** What crosses a channel. The first packet in each direction is a greeting with the protocol's name and version. */
export type Wire =
  | { readonly kind: "hello"; readonly protocol: string; readonly version: number }
  | { readonly kind: "call"; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: "cancel"; readonly id: number }
  | { readonly kind: "result"; readonly id: number; readonly value: unknown }
  | { readonly kind: "error"; readonly id: number; readonly code: CallErrorCode; readonly message: string };

/** The packet, or null for anything else: the other side may be of another version, or not ours at all. */
export function readWire(packet: unknown): Wire | null {
  if (typeof packet !== "object" || packet === null) return null;
  const fields = packet as Readonly<Record<string, unknown>>;
  const { kind, id, method, value, params, code, message, protocol, version } = fields;
  if (kind === "hello") {
    return typeof protocol === "string" && typeof version === "number" ? { kind, protocol, version } : null;
  }
  if (typeof id !== "number" || !Number.isSafeInteger(id)) return null;
  switch (kind) {
    case "call":
      return typeof method === "string" ? { kind, id, method, params } : null;
    case "cancel":
      return { kind, id };
    case "result":
      return { kind, id, value };
    case "error": {
      const known = callErrorCodes.find(name => name === code);
      return known !== undefined && typeof message === "string" ? { kind, id, code: known, message } : null;
    }
    default:
      return null;
  }
}
