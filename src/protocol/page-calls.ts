import type { ParamReaders, ResultReaders } from "./calls.ts";
import { paramReaders, resultReaders } from "./shape-readers.ts";
import { nothing } from "./shapes.ts";

/** What every page may ask of the editor, beside what is its own. */
export interface PageCalls {
  /** Opens the editor in which a person trusts the workspace. */
  readonly "page/manageTrust": { readonly params: null; readonly result: null };
  /** Whether anybody is there. */
  readonly "page/beat": { readonly params: null; readonly result: null };
  /** The page holds something that must not go with its tab: no other takes its place. */
  readonly "page/keep": { readonly params: null; readonly result: null };
}

const shapes = { "page/manageTrust": nothing, "page/beat": nothing, "page/keep": nothing };

export const pageParamReaders: ParamReaders<PageCalls> = paramReaders<PageCalls>(shapes);
export const pageResultReaders: ResultReaders<PageCalls> = resultReaders<PageCalls>(shapes);
