import { Caller } from "../../src/protocol/channel.ts";
import { readHostPacket } from "../../src/protocol/dashboard-packets.ts";
import { dashboardResultReaders } from "../../src/protocol/dashboard-results.ts";
import { dashboardProtocol, type DashboardCalls, type PersistedPanel } from "../../src/protocol/dashboard.ts";
import type { DashboardItem, DashboardState } from "../../src/protocol/dashboard-state.ts";
import { StreamReceiver } from "../../src/protocol/stream.ts";
import type { Port } from "./port.ts";

export type Call = Caller<DashboardCalls>["call"];

export interface ConnectionEvents {
  readonly snapshot: (state: DashboardState, generation: number) => void;
  readonly append: (items: readonly DashboardItem[]) => void;
  /** The host is gone, speaks another version, or sends what cannot be shown. */
  readonly lost: (reason: string) => void;
}

export interface Connection {
  readonly call: Call;
  /** Asks for everything anew. */
  readonly restart: () => void;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What asks the user something first: a place for a file, a seed, how far to train. That may take its time. */
const asking = new Set<keyof DashboardCalls>([
  "curves/save",
  "samples/save",
  "host/save",
  "run/repeat",
  "run/branch",
  "run/tryWeights",
]);
const PATIENCE_MS = 60 * 60_000;

/** Greets the host, asks for the stream, and asks again after a gap. */
export function connect(port: Port<PersistedPanel>, events: ConnectionEvents): Connection {
  const caller = new Caller<DashboardCalls>(dashboardProtocol, port.post, dashboardResultReaders);
  const restart = () => {
    caller.call("stream/start", null).catch((error: unknown) => {
      events.lost(reasonOf(error));
    });
  };
  const receiver = new StreamReceiver<DashboardState, DashboardItem>({
    snapshot: (state, cursor) => {
      events.snapshot(state, cursor.generation);
    },
    append: events.append,
    resync: restart,
  });
  // A page that VS Code loads anew (moved, shown again) also gets what was meant for the one before: nothing counts
  // until the host answers our own greeting.
  let greeted = false;
  port.listen(arrived => {
    try {
      const packet = readHostPacket(arrived);
      greeted ||= packet?.kind === "hello";
      if (!greeted || packet === null) return;
      if (packet.kind === "stream") receiver.receive(packet.update);
      else caller.receive(packet);
    } catch (error) {
      events.lost(reasonOf(error));
    }
  });
  restart();
  const call: Call = (method, params, options) =>
    caller.call(method, params, asking.has(method) ? { timeout: PATIENCE_MS, ...options } : options);
  return { call, restart };
}
