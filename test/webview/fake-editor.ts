import type { Serving } from "../../src/protocol/channel.ts";

export interface SeenCall {
  readonly method: string;
  readonly params: unknown;
}

export interface FakeEditor {
  /** Every call that the page made, in order. */
  readonly calls: SeenCall[];
  /** Where true, nobody hears the page any more. */
  readonly fallSilent: (isSilent: boolean) => void;
  /** What the page keeps over reloads. */
  readonly saved: () => unknown;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Stands in for VS Code around a page: hands its messages to `host` in a later turn and keeps its state under `key`. */
export function fakeEditor(key: string, host: Serving): FakeEditor {
  const calls: SeenCall[] = [];
  let isSilent = false;
  const saved = () => JSON.parse(sessionStorage.getItem(key) ?? "null") as unknown;
  const heard = (call: SeenCall) => {
    // No person asks for it.
    if (call.method !== "page/beat") calls.push(call);
  };
  globalThis.acquireVsCodeApi = () => ({
    postMessage: message => {
      const packet: unknown = structuredClone(message);
      if (isSilent) return;
      if (isObject(packet) && "method" in packet && "params" in packet)
        heard({ method: String(packet.method), params: packet.params });
      setTimeout(() => {
        host.receive(packet);
      });
    },
    getState: saved,
    setState: kept => {
      sessionStorage.setItem(key, JSON.stringify(kept));
    },
  });
  const fallSilent = (silent: boolean) => {
    isSilent = silent;
  };
  return { calls, saved, fallSilent };
}
