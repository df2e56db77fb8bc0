import type { PageProtocol } from "./page-protocol.ts";
import { paramReaders, resultReaders } from "./shape-readers.ts";
import { fields, list, nothing, text } from "./shapes.ts";
import { readWire, type Wire } from "./wire.ts";

/** The only call of a page that asks one question and shows the answer, which is lines of text. */
export interface LinesCalls {
  readonly lines: { readonly params: null; readonly result: readonly string[] };
}

/** What such a page and its host agree on. It only looks: an untrusted workspace has it too. */
export const linesPage: PageProtocol<object, LinesCalls, Wire> = {
  version: { protocol: "pairing-lab lines", version: 1 },
  start: "lines",
  params: paramReaders<LinesCalls>({ lines: nothing }),
  results: resultReaders<LinesCalls>({ lines: list(text(20_000), 10_000) }),
  kinds: { lines: "looks" },
  asking: [],
  read: readWire,
  about: fields({}),
};
