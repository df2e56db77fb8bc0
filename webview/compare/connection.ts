import type { Signal } from "@preact/signals";
import type { Caller } from "../../src/protocol/channel.ts";
import { compareResultReaders, readComparePacket } from "../../src/protocol/compare-packets.ts";
import {
  compareProtocol,
  type CompareCalls,
  type CompareItem,
  type ComparePacket,
  type CompareState,
  type PersistedComparison,
} from "../../src/protocol/compare.ts";
import { StreamReceiver } from "../../src/protocol/stream.ts";
import { connectPage, type PageConnection } from "../host/connect-page.ts";
import type { Port } from "../host/port.ts";

export type Call = Caller<CompareCalls>["call"];

/** Greets the host and asks for the state and what is new, and asks again after a gap. */
export function connectComparison(
  port: Port<PersistedComparison>,
  events: {
    readonly snapshot: (state: CompareState) => void;
    readonly append: (items: readonly CompareItem[]) => void;
    readonly lost: Signal<string | null>;
  },
): PageConnection<CompareCalls> {
  const receiver = new StreamReceiver<CompareState, CompareItem>({
    snapshot: events.snapshot,
    append: events.append,
    resync: () => {
      connection.restart();
    },
  });
  const connection = connectPage<CompareCalls, ComparePacket>(port, {
    protocol: compareProtocol,
    results: compareResultReaders,
    read: readComparePacket,
    take: packet => {
      if (packet.kind !== "compared") return packet;
      receiver.receive(packet.update);
      return null;
    },
    start: ask => ask("compare/start", null),
    asking: new Set(["runs/add", "host/save", "host/saveMarkdown"]),
    lost: events.lost,
  });
  return connection;
}
