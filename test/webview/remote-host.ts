import { pack, unpack } from "./crossing.ts";

/** In the page: what VS Code gives a webview, with the host in another process. */
declare global {
  var hostReceives: (packed: string) => Promise<void>;
  var pageReceives: (packed: string) => void;
}

globalThis.pageReceives = packed => {
  dispatchEvent(new MessageEvent("message", { data: unpack(packed) }));
};

let kept: unknown = null;
globalThis.acquireVsCodeApi = () => ({
  postMessage: message => {
    void globalThis.hostReceives(pack(message));
  },
  getState: () => kept,
  setState: state => {
    kept = state;
  },
});
