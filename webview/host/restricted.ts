import { untrusted } from "../../src/protocol/call-kinds.ts";

/** Whether the workspace is not trusted. A page loads anew once it is. */
export const isRestricted = (): boolean => "restricted" in document.body.dataset;

/** Why nothing can be written; null when it can. */
export const whyNotWritten = (): string | null => (isRestricted() ? untrusted.writes : null);
