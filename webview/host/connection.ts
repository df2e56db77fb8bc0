import { Caller } from "../../src/protocol/channel.ts";
import { dashboardProtocol, type DashboardCalls, type DashboardUpdate } from "../../src/protocol/dashboard.ts";
import type { DashboardItem, DashboardState } from "../../src/protocol/dashboard-state.ts";
import { StreamReceiver } from "../../src/protocol/stream.ts";
import type { Port } from "./port.ts";

export type Call = Caller<DashboardCalls>["call"];

export interface ConnectionEvents {
  readonly snapshot: (state: DashboardState, generation: number) => void;
  readonly append: (items: readonly DashboardItem[]) => void;
  /** The host is gone or speaks another version; nothing more will come. */
  readonly lost: (reason: string) => void;
}

function isStreamPacket(packet: unknown): packet is { readonly update: DashboardUpdate } {
  return typeof packet === "object" && packet !== null && "kind" in packet && packet.kind === "stream";
}

/** Greets the host, asks for the stream, and asks again after a gap. */
export function connect(port: Port, events: ConnectionEvents): Call {
  const caller = new Caller<DashboardCalls>(dashboardProtocol, port.post);
  const start = () => {
    caller.call("stream/start", null).catch((error: unknown) => {
      events.lost(error instanceof Error ? error.message : String(error));
    });
  };
  const receiver = new StreamReceiver<DashboardState, DashboardItem>({
    snapshot: (state, cursor) => {
      events.snapshot(state, cursor.generation);
    },
    append: events.append,
    resync: start,
  });
  port.listen(packet => {
    if (isStreamPacket(packet)) receiver.receive(packet.update);
    else caller.receive(packet);
  });
  start();
  return caller.call.bind(caller);
}
