import type * as vscode from "vscode";
import { tablePage } from "../../protocol/table-page.ts";
import { CallError } from "../../protocol/calls.ts";
import type { TableWish } from "../../protocol/table.ts";

const KEY = "table";

/** What was wished of the table last in this workspace; null where nothing was, or another version kept it. */
export function keptWish(memory: Pick<vscode.Memento, "get">): TableWish | null {
  try {
    return tablePage.params["table/start"](memory.get(KEY));
  } catch (error) {
    if (error instanceof CallError) return null;
    throw error;
  }
}

export const keepWish = async (memory: Pick<vscode.Memento, "update">, wish: TableWish): Promise<void> => {
  await memory.update(KEY, wish);
};
