import type { Signal } from "@preact/signals";
import { CallError, type CallMap } from "../../src/protocol/calls.ts";
import { Caller } from "../../src/protocol/channel.ts";
import { pageResultReaders, type PageCalls } from "../../src/protocol/page-calls.ts";
import type { PageProtocol } from "../../src/protocol/page-protocol.ts";
import { StreamReceiver, type StreamReaction, type Update } from "../../src/protocol/stream.ts";
import { readWire, type Wire } from "../../src/protocol/wire.ts";
import { drafts } from "./drafts.ts";
import type { Port } from "./port.ts";
import { Pulse } from "./pulse.ts";
import { nobodyAnswers, showSilence } from "./silence.ts";

/** How long what asks the user something first may take. */
const PATIENCE_MS = 60 * 60_000;
/** How long reading all that a page shows may take: thousands of runs take a minute. */
const READING_MS = 10 * 60_000;

/** What a page does with what its host says. */
export interface PageEars<Calls extends CallMap<Calls>, Packet extends { readonly kind: string }> {
  readonly hear: (news: Exclude<Packet, Wire>) => void;
  /** Asks for everything; called at first and by `restart`. Without it, by the page's start with nothing. */
  readonly start?: (call: Caller<Calls>["call"]) => Promise<unknown>;
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

/**
 * Greets the host and asks for everything. Where nobody answers any more, the page says so and sends nothing; once somebody
 * does, everything is asked for anew.
 */
export function connectPage<
  Address extends object,
  Calls extends CallMap<Calls>,
  Packet extends { readonly kind: string },
>(
  port: Pick<Port<unknown>, "post" | "listen">,
  page: PageProtocol<Address, Calls, Packet>,
  { hear, start, lost }: PageEars<Calls, Packet>,
): PageConnection<Calls> {
  const asking = new Set<unknown>(page.asking);
  const greet = () =>
    new Caller<Calls & PageCalls>(page.version, port.post, { ...page.results, ...pageResultReaders });
  let caller = greet();
  const call: Caller<Calls>["call"] = (method, params, options) =>
    caller.call(method, params, asking.has(method) ? { timeout: PATIENCE_MS, ...options } : options);
  const fail = (error: unknown) => {
    lost.value = error instanceof Error ? error.message : String(error);
  };
  const patiently: Caller<Calls>["call"] = (method, params, options) =>
    caller.call(method, params, { timeout: READING_MS, ...options });
  const restart = () => {
    lost.value = null;
    // A page that gives no parameters has none.
    (start === undefined ? patiently(page.start, null) : start(patiently)).catch(fail);
  };
  // A page that VS Code loads anew (moved, shown again) also gets what was meant for the one before: nothing counts
  // until the host answers our own greeting.
  let greeted = false;
  const pulse = new Pulse({
    ask: () => {
      // A host that takes the place of another knows nothing of the greeting before.
      if (pulse.isSilent) port.post({ kind: "hello", ...page.version });
      // Refused or not: whatever comes is a sign of life.
      else caller.call("page/beat", null).catch(() => undefined);
    },
    fellSilent: () => {
      caller.close(new CallError("closed", nobodyAnswers));
      showSilence(true);
    },
    cameBack: () => {
      showSilence(false);
      caller = greet();
      restart();
    },
  });
  port.listen(arrived => {
    try {
      const packet = page.read(arrived);
      if (packet !== null) pulse.heard();
      greeted ||= packet?.kind === "hello";
      if (!greeted || packet === null) return;
      const wire = readWire(packet);
      if (wire === null) hear(packet as Exclude<Packet, Wire>);
      else caller.receive(wire);
    } catch (error) {
      fail(error);
    }
  });
  drafts.onBegin(() => {
    // A host that nobody answers for keeps nothing, and loses nothing either.
    caller.call("page/keep", null).catch(() => undefined);
  });
  restart();
  return { call, restart, manageTrust: () => caller.call("page/manageTrust", null) };
}

/** The same for a page whose news is a stream: asks for everything again after a gap. */
export function connectStream<
  Address extends object,
  Calls extends CallMap<Calls>,
  Packet extends { readonly kind: string },
  State,
  Item,
>(
  port: Pick<Port<unknown>, "post" | "listen">,
  page: PageProtocol<Address, Calls, Packet>,
  {
    updateOf,
    snapshot,
    append,
    ...rest
  }: Omit<PageEars<Calls, Packet>, "hear"> &
    Omit<StreamReaction<State, Item>, "resync"> & {
      readonly updateOf: (news: Exclude<Packet, Wire>) => Update<State, Item>;
    },
): PageConnection<Calls> {
  const receiver = new StreamReceiver<State, Item>({
    snapshot,
    append,
    resync: () => {
      connection.restart();
    },
  });
  const connection = connectPage(port, page, {
    ...rest,
    hear: news => {
      receiver.receive(updateOf(news));
    },
  });
  return connection;
}
