import {
  CallError,
  type CallMap,
  type Handlers,
  type MethodOf,
  type ParamReaders,
  type ResultReaders,
} from "./calls.ts";
import { readWire, type Wire } from "./wire.ts";

/** Both ends must agree on these; the greeting carries them. */
export interface ProtocolVersion {
  readonly protocol: string;
  readonly version: number;
}

/** Hands one packet to the other side. May throw when the other side is gone. */
export type Post = (packet: Wire) => void;

export interface CallOptions {
  /** Aborting it cancels the call on both sides. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the call is given up; 30 seconds when left out. */
  readonly timeout?: number;
}

const DEFAULT_TIMEOUT = 30_000;

/** The greeting that must come first, checked the same way at both ends. Gives what is wrong, or null. */
function judgeGreeting(packet: Wire, own: ProtocolVersion): string | null {
  if (packet.kind !== "hello") return `the other process did not greet with ${own.protocol} ${own.version}`;
  if (packet.protocol === own.protocol && packet.version === own.version) return null;
  return `the other process speaks ${packet.protocol} ${packet.version}, this one ${own.protocol} ${own.version}`;
}

type Reply = { readonly value: unknown } | { readonly error: Error };

/**
 * The calling end. Every call ends: by a result, an error, its cancellation, its timeout, or `close` (the death
 * of the other side); after that, further calls are refused with the same reason.
 */
export class Caller<Calls extends CallMap<Calls>> {
  readonly #own: ProtocolVersion;
  readonly #post: Post;
  readonly #results: ResultReaders<Calls> | null;
  readonly #pending = new Map<number, (reply: Reply) => void>();
  #nextId = 1;
  #greeted = false;
  #closed: Error | null = null;

  /** With `results`, replies are checked too; a malformed one arrives as an error with code "invalid". */
  constructor(own: ProtocolVersion, post: Post, results: ResultReaders<Calls> | null = null) {
    this.#own = own;
    this.#post = post;
    this.#results = results;
    this.#send({ kind: "hello", ...own });
  }

  call<M extends MethodOf<Calls>>(
    method: M,
    params: Calls[M]["params"],
    options: CallOptions = {},
  ): Promise<Calls[M]["result"]> {
    const { signal, timeout = DEFAULT_TIMEOUT } = options;
    return new Promise<Calls[M]["result"]>((resolve, reject) => {
      if (this.#closed !== null) {
        reject(this.#closed);
        return;
      }
      if (signal?.aborted === true) {
        reject(new CallError("cancelled", `${method} was cancelled`));
        return;
      }
      const id = this.#nextId++;
      const giveUp = (error: CallError) => {
        this.#send({ kind: "cancel", id });
        settle({ error });
      };
      const abort = () => {
        giveUp(new CallError("cancelled", `${method} was cancelled`));
      };
      const timer = setTimeout(() => {
        giveUp(new CallError("timeout", `${method} gave no answer within ${timeout / 1000} s`));
      }, timeout);
      const settle = (reply: Reply) => {
        if (!this.#pending.delete(id)) return;
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        if ("error" in reply) {
          reject(reply.error);
          return;
        }
        try {
          resolve(this.#results === null ? reply.value : this.#results[method](reply.value));
        } catch (error) {
          reject(error instanceof Error ? error : new CallError("invalid", String(error)));
        }
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#pending.set(id, settle);
      this.#send({ kind: "call", id, method, params });
    });
  }

  /** Takes one packet of the other side. */
  receive(packet: unknown): void {
    const wire = readWire(packet);
    if (this.#closed !== null || wire === null) return;
    if (!this.#greeted) {
      const problem = judgeGreeting(wire, this.#own);
      if (problem === null) this.#greeted = true;
      else this.close(new CallError("closed", problem));
      return;
    }
    if (wire.kind === "result") this.#pending.get(wire.id)?.({ value: wire.value });
    else if (wire.kind === "error") {
      this.#pending.get(wire.id)?.({ error: new CallError(wire.code, wire.message) });
    }
  }

  /** Ends every pending call with `reason`, and refuses later ones with it. */
  close(reason: Error): void {
    if (this.#closed !== null) return;
    this.#closed = reason;
    for (const settle of [...this.#pending.values()]) settle({ error: reason });
  }

  #send(packet: Wire): void {
    try {
      this.#post(packet);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.close(new CallError("closed", `the other process cannot be reached: ${why}`));
    }
  }
}

export interface Serving {
  /** Takes one packet of the calling side. */
  receive(packet: unknown): void;
  /** Aborts every call in progress and answers no more. */
  close(): void;
}

/**
 * The serving end: reads each call's parameters with `readers`, runs its handler, answers exactly once.
 * A cancelled call's signal is aborted and its answer dropped. Errors that are not a CallError arrive as "failed".
 */
export function serve<Calls extends CallMap<Calls>>(
  own: ProtocolVersion,
  post: Post,
  readers: ParamReaders<Calls>,
  handlers: Handlers<Calls>,
): Serving {
  const running = new Map<number, AbortController>();
  let greeted = false;
  let closed = false;

  const send = (packet: Wire) => {
    try {
      post(packet);
    } catch {
      close(); // the caller is gone; nobody waits for this answer
    }
  };
  const close = () => {
    closed = true;
    for (const controller of running.values()) controller.abort();
    running.clear();
  };
  const isMethod = (method: string): method is MethodOf<Calls> => Object.hasOwn(handlers, method);

  const answer = async (id: number, method: string, params: unknown) => {
    const controller = new AbortController();
    running.set(id, controller);
    let reply: Wire;
    try {
      if (!isMethod(method)) throw new CallError("invalid", `there is no call named ${method}`);
      const value = await handlers[method](readers[method](params), controller.signal);
      reply = { kind: "result", id, value };
    } catch (error) {
      const code = error instanceof CallError ? error.code : "failed";
      reply = { kind: "error", id, code, message: error instanceof Error ? error.message : String(error) };
    }
    // Cancelled in the meantime: the caller has settled it already.
    if (running.delete(id) && !closed) send(reply);
  };

  const receive = (packet: unknown) => {
    const wire = readWire(packet);
    if (closed || wire === null) return;
    if (!greeted) {
      if (judgeGreeting(wire, own) === null) greeted = true;
      else close(); // our own greeting, sent already, tells the caller why
      return;
    }
    if (wire.kind === "call") void answer(wire.id, wire.method, wire.params);
    else if (wire.kind === "cancel") {
      running.get(wire.id)?.abort();
      running.delete(wire.id);
    }
  };

  send({ kind: "hello", ...own });
  return { receive, close };
}

/**
 * Serves a side that may load again, as a page does that VS Code hid: each greeting begins anew, and what was asked for
 * before it is aborted.
 */
export function serveAnew(begin: () => Serving): Serving {
  let serving: Serving | null = null;
  return {
    receive: packet => {
      if (readWire(packet)?.kind === "hello") {
        serving?.close();
        serving = begin();
      }
      serving?.receive(packet);
    },
    close: () => serving?.close(),
  };
}
