import type { Signal } from "@preact/signals";
import type { Caller } from "../../src/protocol/channel.ts";
import { readTrialPacket, trialResultReaders } from "../../src/protocol/trial-packets.ts";
import {
  trialProtocol,
  type PersistedTrial,
  type TrialCalls,
  type TrialPacket,
  type TrialState,
} from "../../src/protocol/trial.ts";
import { connectPage, type PageConnection } from "../host/connect-page.ts";
import type { Port } from "../host/port.ts";

export type Call = Caller<TrialCalls>["call"];

/** Greets the host and asks for the state, which comes again whenever something is new. */
export function connectTrial(
  port: Port<PersistedTrial>,
  events: { readonly state: (state: TrialState) => void; readonly lost: Signal<string | null> },
): PageConnection<TrialCalls> {
  return connectPage<TrialCalls, TrialPacket>(port, {
    protocol: trialProtocol,
    results: trialResultReaders,
    read: readTrialPacket,
    take: packet => {
      if (packet.kind !== "trial") return packet;
      events.state(packet.state);
      return null;
    },
    start: call => call("trial/start", null),
    asking: new Set(["trial/goOn", "trial/moreSeeds"]),
    lost: events.lost,
  });
}
