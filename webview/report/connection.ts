import { Caller } from "../../src/protocol/channel.ts";
import { readReportPacket, reportResultReaders } from "../../src/protocol/report-packets.ts";
import {
  reportProtocol,
  type PersistedReport,
  type ReportCalls,
  type ReportUpdate,
} from "../../src/protocol/report.ts";
import type { Port } from "../host/port.ts";

export type Call = Caller<ReportCalls>["call"];

/** What asks the user something first, or waits for runs to save. That may take its time. */
const asking = new Set<keyof ReportCalls>(["report/save", "sweep/run", "sweep/cancel"]);
const PATIENCE_MS = 60 * 60_000;

/** Greets the host and asks for the report, which is told of again whenever something is new. */
export function connectReport(
  port: Port<PersistedReport>,
  events: { readonly update: (update: ReportUpdate) => void; readonly lost: (reason: string) => void },
): Call {
  const caller = new Caller<ReportCalls>(reportProtocol, port.post, reportResultReaders);
  // What was meant for a page before this one does not count.
  let greeted = false;
  const lost = (error: unknown) => {
    events.lost(error instanceof Error ? error.message : String(error));
  };
  port.listen(arrived => {
    try {
      const packet = readReportPacket(arrived);
      greeted ||= packet?.kind === "hello";
      if (!greeted || packet === null) return;
      if (packet.kind === "report") events.update(packet.update);
      else caller.receive(packet);
    } catch (error) {
      lost(error);
    }
  });
  caller.call("report/start", null).catch(lost);
  return (method, params, options) =>
    caller.call(method, params, asking.has(method) ? { timeout: PATIENCE_MS, ...options } : options);
}
