import { Caller } from "../../src/protocol/channel.ts";
import { compareResultReaders, readComparePacket } from "../../src/protocol/compare-packets.ts";
import {
  compareProtocol,
  type CompareCalls,
  type CompareState,
  type PersistedComparison,
} from "../../src/protocol/compare.ts";
import type { Port } from "../host/port.ts";

export type Call = Caller<CompareCalls>["call"];

/** What asks the user something first. That may take its time. */
const asking = new Set<keyof CompareCalls>(["runs/add", "host/save", "host/saveMarkdown"]);
const PATIENCE_MS = 60 * 60_000;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Greets the host and asks for the state, which comes again whenever something is new. */
export function connectComparison(
  port: Port<PersistedComparison>,
  events: { readonly state: (state: CompareState) => void; readonly lost: (reason: string) => void },
): Call {
  const caller = new Caller<CompareCalls>(compareProtocol, port.post, compareResultReaders);
  // What was meant for a page before this one does not count.
  let greeted = false;
  port.listen(arrived => {
    try {
      const packet = readComparePacket(arrived);
      greeted ||= packet?.kind === "hello";
      if (!greeted || packet === null) return;
      if (packet.kind === "compared") events.state(packet.state);
      else caller.receive(packet);
    } catch (error) {
      events.lost(reasonOf(error));
    }
  });
  caller.call("compare/start", null).catch((error: unknown) => {
    events.lost(reasonOf(error));
  });
  return (method, params, options) =>
    caller.call(method, params, asking.has(method) ? { timeout: PATIENCE_MS, ...options } : options);
}
