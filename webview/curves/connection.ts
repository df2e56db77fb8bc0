import { Caller } from "../../src/protocol/channel.ts";
import { curvesResultReaders, readCurvesPacket } from "../../src/protocol/curves-packets.ts";
import {
  curvesProtocol,
  type CurvesCalls,
  type CurvesState,
  type PersistedCurves,
} from "../../src/protocol/curves.ts";
import type { Port } from "../host/port.ts";

export type Call = Caller<CurvesCalls>["call"];

/** What asks the user something first. That may take its time. */
const asking = new Set<keyof CurvesCalls>(["curves/save", "sources/add", "host/save"]);
const PATIENCE_MS = 60 * 60_000;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Greets the host and asks for the state, which comes again whenever something is new. */
export function connectCurves(
  port: Port<PersistedCurves>,
  events: { readonly state: (state: CurvesState) => void; readonly lost: (reason: string) => void },
): Call {
  const caller = new Caller<CurvesCalls>(curvesProtocol, port.post, curvesResultReaders);
  // What was meant for a page before this one does not count.
  let greeted = false;
  port.listen(arrived => {
    try {
      const packet = readCurvesPacket(arrived);
      greeted ||= packet?.kind === "hello";
      if (!greeted || packet === null) return;
      if (packet.kind === "curves") events.state(packet.state);
      else caller.receive(packet);
    } catch (error) {
      events.lost(reasonOf(error));
    }
  });
  caller.call("curves/start", null).catch((error: unknown) => {
    events.lost(reasonOf(error));
  });
  return (method, params, options) =>
    caller.call(method, params, asking.has(method) ? { timeout: PATIENCE_MS, ...options } : options);
}
