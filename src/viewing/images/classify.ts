import type { Rows } from "../../protocol/viewer-calls.ts";

/** Which class each image [n, height, width, channels] looks like, from 0; empty where that cannot be told. */
export type Classify = (samples: Rows, signal: AbortSignal) => Promise<Uint16Array>;

export const noClasses: Classify = () => Promise.resolve(new Uint16Array());
