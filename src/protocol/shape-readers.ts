import { CallError, type CallMap, type MethodOf, type ParamReaders, type ResultReaders } from "./calls.ts";
import type { Shape } from "./shapes.ts";
import { readWire, type Wire } from "./wire.ts";

/** The shape of every call's parameters. */
export type ParamShapes<Calls extends CallMap<Calls>> = {
  readonly [M in MethodOf<Calls>]: Shape<Calls[M]["params"]>;
};
/** The shape of every call's result. */
export type ResultShapes<Calls extends CallMap<Calls>> = {
  readonly [M in MethodOf<Calls>]: Shape<Calls[M]["result"]>;
};

/** What the host checks of every call before it does anything. */
export function paramReaders<Calls extends CallMap<Calls>>(shapes: ParamShapes<Calls>): ParamReaders<Calls> {
  return Object.fromEntries(
    Object.entries<Shape<unknown>>(shapes).map(([method, shape]) => [
      method,
      (value: unknown) => shape(value, ""),
    ]),
  ) as unknown as ParamReaders<Calls>; // the same keys, each with its own parameters
}

/** What a webview checks of every reply before it shows it. */
export function resultReaders<Calls extends CallMap<Calls>>(
  shapes: ResultShapes<Calls>,
): ResultReaders<Calls> {
  return Object.fromEntries(
    Object.entries<Shape<unknown>>(shapes).map(([method, shape]) => [
      method,
      (value: unknown) => shape(value, method),
    ]),
  ) as unknown as ResultReaders<Calls>; // the same keys, each with its own result
}

/**
 * What arrived from the host: a packet of a call, or news of this kind whose `part` has this shape; null for what is none
 * of ours. Throws a CallError for news that cannot be shown.
 */
export function readNews<Kind extends string, Part extends string, News>(
  packet: unknown,
  kind: Kind,
  part: Part,
  shape: Shape<News>,
): Wire | ({ readonly kind: Kind } & Readonly<Record<Part, News>>) | null {
  const wire = readWire(packet);
  if (wire !== null) return wire;
  if (typeof packet !== "object" || packet === null || !("kind" in packet) || packet.kind !== kind)
    return null;
  if (!(part in packet)) throw new CallError("invalid", `the host sent no ${part}`);
  return { kind, [part]: shape((packet as Readonly<Record<Part, unknown>>)[part], part) } as {
    readonly kind: Kind;
  } & Readonly<Record<Part, News>>; // `part` is one name
}
