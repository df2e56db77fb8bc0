import type { Signal } from "@preact/signals";
import type { Caller } from "../../src/protocol/channel.ts";
import { readReportPacket, reportResultReaders } from "../../src/protocol/report-packets.ts";
import {
  reportProtocol,
  type PersistedReport,
  type ReportCalls,
  type ReportPacket,
  type ReportUpdate,
} from "../../src/protocol/report.ts";
import { connectPage, type PageConnection } from "../host/connect-page.ts";
import type { Port } from "../host/port.ts";

export type Call = Caller<ReportCalls>["call"];

/** Greets the host and asks for the report, which is told of again whenever something is new. */
export function connectReport(
  port: Port<PersistedReport>,
  events: {
    readonly update: (update: ReportUpdate) => void;
    readonly lost: Signal<string | null>;
    readonly start: (call: Call) => Promise<unknown>;
  },
): PageConnection<ReportCalls> {
  return connectPage<ReportCalls, ReportPacket>(port, {
    protocol: reportProtocol,
    results: reportResultReaders,
    read: readReportPacket,
    take: packet => {
      if (packet.kind !== "report") return packet;
      events.update(packet.update);
      return null;
    },
    start: events.start,
    asking: new Set(["report/save", "sweep/run", "sweep/cancel"]),
    lost: events.lost,
  });
}
