import type { Signal } from "@preact/signals";
import type { Caller } from "../../src/protocol/channel.ts";
import { readHostPacket } from "../../src/protocol/dashboard-packets.ts";
import { dashboardResultReaders } from "../../src/protocol/dashboard-results.ts";
import {
  dashboardProtocol,
  type DashboardCalls,
  type HostPacket,
  type PersistedPanel,
} from "../../src/protocol/dashboard.ts";
import type { DashboardItem, DashboardState } from "../../src/protocol/dashboard-state.ts";
import { StreamReceiver } from "../../src/protocol/stream.ts";
import { connectPage, type PageConnection } from "../host/connect-page.ts";
import type { Port } from "../host/port.ts";

export type Call = Caller<DashboardCalls>["call"];

export interface ConnectionEvents {
  readonly snapshot: (state: DashboardState, generation: number) => void;
  readonly append: (items: readonly DashboardItem[]) => void;
  readonly lost: Signal<string | null>;
}

/** Greets the host, asks for the stream, and asks again after a gap. */
export function connect(
  port: Port<PersistedPanel>,
  events: ConnectionEvents,
): PageConnection<DashboardCalls> {
  const receiver = new StreamReceiver<DashboardState, DashboardItem>({
    snapshot: (state, cursor) => {
      events.snapshot(state, cursor.generation);
    },
    append: events.append,
    resync: () => {
      connection.restart();
    },
  });
  const connection = connectPage<DashboardCalls, HostPacket>(port, {
    protocol: dashboardProtocol,
    results: dashboardResultReaders,
    read: readHostPacket,
    take: packet => {
      if (packet.kind !== "stream") return packet;
      receiver.receive(packet.update);
      return null;
    },
    start: call => call("stream/start", null),
    // A place for a file, a seed, how far to train.
    asking: new Set([
      "curves/save",
      "samples/save",
      "host/save",
      "run/repeat",
      "run/branch",
      "run/tryWeights",
    ]),
    lost: events.lost,
  });
  return connection;
}
