import { linesPage, type LinesCalls } from "../../protocol/lines-page.ts";
import type { Wire } from "../../protocol/wire.ts";
import { say } from "../door/words.ts";
import type { Parts } from "../parts.ts";
import type { PageKind } from "./page.ts";

/** The host of a page that asks one question, whose answer is lines of text. */
export const lines = <Name extends keyof Parts>(
  find: (needs: Pick<Parts, Name>) => readonly string[] | Promise<readonly string[]>,
): PageKind<object, LinesCalls, Wire, Pick<Parts, Name>> => ({
  protocol: linesPage,
  keyOf: () => "",
  read: (_, needs) =>
    Promise.resolve({
      calls: { lines: async () => find(needs) },
      setVisible: () => undefined,
      close: () => undefined,
    }),
  trouble: () => say`the page cannot be shown`,
});
