import type { Signal } from "@preact/signals";
import type { CallMap, MethodOf, ResultReaders } from "../../src/protocol/calls.ts";
import { Caller, type ProtocolVersion } from "../../src/protocol/channel.ts";
import { pageResultReaders, type PageCalls } from "../../src/protocol/page-calls.ts";
import type { Wire } from "../../src/protocol/wire.ts";
import type { Port } from "./port.ts";

/** How long what asks the user something first may take. */
const PATIENCE_MS = 60 * 60_000;
/** How long reading all that a page shows may take: thousands of runs take a minute. */
const READING_MS = 10 * 60_000;

/** What a page and its host say to each other. */
export interface PageTalk<Calls extends CallMap<Calls>, Packet extends { readonly kind: string }> {
  readonly protocol: ProtocolVersion;
  readonly results: ResultReaders<Calls>;
  /** Null: none of ours. Throws for what cannot be shown. */
  readonly read: (arrived: unknown) => Packet | null;
  /** Takes what is news and gives back what belongs to a call. */
  readonly take: (packet: Packet) => Wire | null;
  /** Asks for everything; called at first and by `restart`. */
  readonly start: (call: Caller<Calls>["call"]) => Promise<unknown>;
  /** The calls that ask the user something first, or wait for runs to save. */
  readonly asking: ReadonlySet<MethodOf<Calls>>;
  /** Why nothing comes: the host is gone, speaks another version, cannot read what the page shows, or sends what cannot be shown. */
  readonly lost: Signal<string | null>;
}

/** What every page can do about its connection. */
export interface PageLine {
  /** Asks for everything anew. */
  readonly restart: () => void;
  /** Opens the editor in which the person trusts the workspace. */
  readonly manageTrust: () => Promise<unknown>;
}

export interface PageConnection<Calls extends CallMap<Calls>> extends PageLine {
  readonly call: Caller<Calls>["call"];
}

/** Greets the host and asks for everything. */
export function connectPage<Calls extends CallMap<Calls>, Packet extends { readonly kind: string }>(
  port: Pick<Port<unknown>, "post" | "listen">,
  { protocol, results, read, take, start, asking, lost }: PageTalk<Calls, Packet>,
): PageConnection<Calls> {
  const caller = new Caller<Calls & PageCalls>(protocol, port.post, { ...results, ...pageResultReaders });
  const call: Caller<Calls>["call"] = (method, params, options) =>
    caller.call(method, params, asking.has(method) ? { timeout: PATIENCE_MS, ...options } : options);
  const fail = (error: unknown) => {
    lost.value = error instanceof Error ? error.message : String(error);
  };
  const restart = () => {
    lost.value = null;
    start((method, params, options) =>
      caller.call(method, params, { timeout: READING_MS, ...options }),
    ).catch(fail);
  };
  // A page that VS Code loads anew (moved, shown again) also gets what was meant for the one before: nothing counts
  // until the host answers our own greeting.
  let greeted = false;
  port.listen(arrived => {
    try {
      const packet = read(arrived);
      greeted ||= packet?.kind === "hello";
      const left = greeted && packet !== null ? take(packet) : null;
      if (left !== null) caller.receive(left);
    } catch (error) {
      fail(error);
    }
  });
  restart();
  return { call, restart, manageTrust: () => caller.call("page/manageTrust", null) };
}
