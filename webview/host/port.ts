import type { Wire } from "../../src/protocol/wire.ts";
import { drafts } from "./drafts.ts";

/** The way to the host, and the drawer in which what a page keeps survives a reload. */
export interface Port<Kept> {
  readonly post: (packet: Wire) => void;
  readonly listen: (take: (packet: unknown) => void) => void;
  readonly saved: () => unknown;
  readonly save: (kept: Kept) => void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  /** VS Code puts it into every webview; it can be called once. */
  var acquireVsCodeApi: () => VsCodeApi;
}

export function openPort<Kept extends object>(): Port<Kept> {
  const api = acquireVsCodeApi();
  // Until the page has something of its own to keep, what it is about: a reload of the window brings it back by that.
  const { address } = document.body.dataset;
  if (api.getState() === undefined && address !== undefined) api.setState(JSON.parse(address));
  const kept = (): Readonly<Record<string, unknown>> => {
    const saved = api.getState();
    return typeof saved === "object" && saved !== null ? { ...saved } : {};
  };
  const save = (state: object) => {
    const { all } = drafts;
    api.setState(Object.keys(all).length === 0 ? state : { ...state, drafts: all });
  };
  drafts.open(kept()["drafts"], () => {
    save(Object.fromEntries(Object.entries(kept()).filter(([name]) => name !== "drafts")));
  });
  return {
    post: packet => {
      api.postMessage(packet);
    },
    listen: take => {
      addEventListener("message", event => {
        take(event.data);
      });
    },
    saved: () => api.getState(),
    save,
  };
}
