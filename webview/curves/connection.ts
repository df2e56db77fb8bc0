import type { Signal } from "@preact/signals";
import type { Caller } from "../../src/protocol/channel.ts";
import { curvesResultReaders, readCurvesPacket } from "../../src/protocol/curves-packets.ts";
import {
  curvesProtocol,
  type CurvesCalls,
  type CurvesPacket,
  type CurvesState,
  type PersistedCurves,
} from "../../src/protocol/curves.ts";
import { connectPage, type PageConnection } from "../host/connect-page.ts";
import type { Port } from "../host/port.ts";

export type Call = Caller<CurvesCalls>["call"];

/** Greets the host and asks for the state, which comes again whenever something is new. */
export function connectCurves(
  port: Port<PersistedCurves>,
  events: { readonly state: (state: CurvesState) => void; readonly lost: Signal<string | null> },
): PageConnection<CurvesCalls> {
  return connectPage<CurvesCalls, CurvesPacket>(port, {
    protocol: curvesProtocol,
    results: curvesResultReaders,
    read: readCurvesPacket,
    take: packet => {
      if (packet.kind !== "curves") return packet;
      events.state(packet.state);
      return null;
    },
    start: call => call("curves/start", null),
    asking: new Set(["curves/save", "sources/add", "host/save"]),
    lost: events.lost,
  });
}
