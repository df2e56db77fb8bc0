import { fromJson } from "../../src/protocol/json-arrays.ts";
import { DOCUMENT_ELEMENT, sharedFormat, type SharedDocument } from "../../src/protocol/shared-page.ts";

type Found = { readonly shared: SharedDocument } | { readonly problem: string };

/** What the page holds. It was written together with this script, so only its format is looked at. */
export function readDocument(): Found {
  try {
    const held = fromJson(
      document.getElementById(DOCUMENT_ELEMENT)?.textContent ?? "",
    ) as Partial<SharedDocument>;
    return held.format === sharedFormat.format && held.version === sharedFormat.version
      ? { shared: held as SharedDocument }
      : { problem: "This page holds a document of another version than its program." };
  } catch {
    return { problem: "The document that this page holds cannot be read: the file is damaged." };
  }
}
