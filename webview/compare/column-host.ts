import type { ReadonlySignal } from "@preact/signals";
import type { CompareCalls } from "../../src/protocol/compare.ts";
import type { PageConnection } from "../host/connect-page.ts";
import type { Arranged } from "./arranged.ts";

/** What a column asks, and what decides what it shows. */
export interface ColumnHost {
  readonly call: PageConnection<CompareCalls>["call"];
  readonly arranged: ReadonlySignal<Arranged>;
}
