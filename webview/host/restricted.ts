import { untrusted, type CallKind } from "../../src/protocol/call-kinds.ts";

/** Whether the workspace is not trusted. A page loads anew once it is. */
export const isRestricted = (): boolean => "restricted" in document.body.dataset;

/** Why something of this kind cannot be done; null when it can. */
export const whyNot = (kind: Exclude<CallKind, "looks">): string | null =>
  isRestricted() ? untrusted[kind] : null;
