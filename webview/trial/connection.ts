import { Caller } from "../../src/protocol/channel.ts";
import { readTrialPacket, trialResultReaders } from "../../src/protocol/trial-packets.ts";
import {
  trialProtocol,
  type PersistedTrial,
  type TrialCalls,
  type TrialState,
} from "../../src/protocol/trial.ts";
import type { Port } from "../host/port.ts";

export type Call = Caller<TrialCalls>["call"];

/** What asks the user something first. That may take its time. */
const asking = new Set<keyof TrialCalls>(["trial/goOn", "trial/moreSeeds"]);
const PATIENCE_MS = 60 * 60_000;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Greets the host and asks for the state, which comes again whenever something is new. */
export function connectTrial(
  port: Port<PersistedTrial>,
  events: { readonly state: (state: TrialState) => void; readonly lost: (reason: string) => void },
): Call {
  const caller = new Caller<TrialCalls>(trialProtocol, port.post, trialResultReaders);
  // What was meant for a page before this one does not count.
  let greeted = false;
  port.listen(arrived => {
    try {
      const packet = readTrialPacket(arrived);
      greeted ||= packet?.kind === "hello";
      if (!greeted || packet === null) return;
      if (packet.kind === "trial") events.state(packet.state);
      else caller.receive(packet);
    } catch (error) {
      events.lost(reasonOf(error));
    }
  });
  caller.call("trial/start", null).catch((error: unknown) => {
    events.lost(reasonOf(error));
  });
  return (method, params, options) =>
    caller.call(method, params, asking.has(method) ? { timeout: PATIENCE_MS, ...options } : options);
}
