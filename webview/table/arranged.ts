import { tablePage } from "../../src/protocol/table-page.ts";
import type { TableWish } from "../../src/protocol/table.ts";

/** By what rows are sorted: a column's key, or one of those that every row has. */
export interface Sort {
  readonly key: string;
  readonly descending: boolean;
}

/** What a person arranged in the table. It survives reloads; everything else comes anew from the host. */
export interface Arranged {
  /** Null: as it was wished last in this workspace. */
  readonly wish: TableWish | null;
  /** Null: the newest first. */
  readonly sort: Sort | null;
}

const read = <T>(reading: () => T): T | null => {
  try {
    return reading();
  } catch {
    return null;
  }
};

/** Reads what was saved, by this version or another: whatever does not fit is as at the beginning. */
export function readArranged(saved: unknown): Arranged {
  const { wish, sort } = (typeof saved === "object" && saved !== null ? saved : {}) as Partial<Arranged>;
  const isSort = typeof sort?.key === "string" && typeof sort.descending === "boolean";
  return {
    wish: read(() => tablePage.params["table/start"](wish)),
    sort: isSort ? { key: sort.key, descending: sort.descending } : null,
  };
}
