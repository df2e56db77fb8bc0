import { Caller } from "../../src/protocol/channel.ts";
import { compareResultReaders, readComparePacket } from "../../src/protocol/compare-packets.ts";
import {
  compareProtocol,
  type CompareCalls,
  type CompareItem,
  type CompareState,
  type PersistedComparison,
} from "../../src/protocol/compare.ts";
import { StreamReceiver } from "../../src/protocol/stream.ts";
import type { Port } from "../host/port.ts";

export type Call = Caller<CompareCalls>["call"];

/** What asks the user something first. That may take its time. */
const asking = new Set<keyof CompareCalls>(["runs/add", "host/save", "host/saveMarkdown"]);
const PATIENCE_MS = 60 * 60_000;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Greets the host and asks for the state and what is new, and asks again after a gap. */
export function connectComparison(
  port: Port<PersistedComparison>,
  events: {
    readonly snapshot: (state: CompareState) => void;
    readonly append: (items: readonly CompareItem[]) => void;
    readonly lost: (reason: string) => void;
  },
): Call {
  const caller = new Caller<CompareCalls>(compareProtocol, port.post, compareResultReaders);
  const start = () => {
    caller.call("compare/start", null).catch((error: unknown) => {
      events.lost(reasonOf(error));
    });
  };
  const receiver = new StreamReceiver<CompareState, CompareItem>({
    snapshot: events.snapshot,
    append: events.append,
    resync: start,
  });
  // What was meant for a page before this one does not count.
  let greeted = false;
  port.listen(arrived => {
    try {
      const packet = readComparePacket(arrived);
      greeted ||= packet?.kind === "hello";
      if (!greeted || packet === null) return;
      if (packet.kind === "compared") receiver.receive(packet.update);
      else caller.receive(packet);
    } catch (error) {
      events.lost(reasonOf(error));
    }
  });
  start();
  return (method, params, options) =>
    caller.call(method, params, asking.has(method) ? { timeout: PATIENCE_MS, ...options } : options);
}
