import * as vscode from "vscode";
import { TableFeed, usualWish } from "../../dashboard/runs-table/table-feed.ts";
import { tableText } from "../../dashboard/runs-table/table-text.ts";
import type { Handlers } from "../../protocol/calls.ts";
import { tablePage } from "../../protocol/table-page.ts";
import type { TableCalls, TableFormat, TablePacket } from "../../protocol/table.ts";
import { say } from "../door/words.ts";
import { parseFilter } from "../explorer/run-filter.ts";
import type { PageKind } from "../pages/page.ts";
import { saveFile } from "../pages/save-file.ts";
import type { Needs } from "../parts.ts";
import { keepWish, keptWish } from "./kept-wish.ts";

type TableNeeds = Needs<"context" | "runs" | "folders", "dashboard" | "compare">;

/** The table of all runs of the window: between the page and the index of runs a stream and answers to calls. */
export const page: PageKind<object, TableCalls, TablePacket, TableNeeds> = {
  protocol: tablePage,
  keyOf: () => "",
  read: ({ post }, needs) => {
    const feed = new TableFeed({
      index: needs.runs,
      parse: filter => {
        const parsed = parseFilter(filter);
        return parsed.kind === "filter" ? parsed.matches : parsed.message;
      },
      post: update => {
        post({ kind: "table", update });
      },
    });
    return Promise.resolve({
      calls: callsOf(needs, feed),
      setVisible: visible => {
        feed.setVisible(visible);
      },
      close: () => {
        feed.close();
      },
    });
  },
  trouble: () => say`the table of runs cannot be shown`,
};

function callsOf({ context, folders, pages }: TableNeeds, feed: TableFeed): Handlers<TableCalls> {
  const run = (command: string, runs: readonly string[]) => {
    const rows = runs.map(folder => ({ folder }));
    return vscode.commands.executeCommand(command, rows[0], rows);
  };
  return {
    "table/start": async wish => {
      await feed.start(wish ?? keptWish(context.workspaceState) ?? usualWish);
      if (wish !== null) await keepWish(context.workspaceState, wish);
      return null;
    },
    "table/export": async ({ as, target, keys }) => {
      const text = tableText(feed.shown(keys), as);
      if (target === "clipboard") {
        await vscode.env.clipboard.writeText(text);
        return { saved: true };
      }
      return { saved: await save(folders.for(), text, as) };
    },
    "runs/open": ({ run: folder }) => {
      pages.dashboard.open({ folder });
      return Promise.resolve(null);
    },
    "runs/compare": ({ runs }) => {
      pages.compare.open({ folders: runs });
      return Promise.resolve(null);
    },
    "runs/branch": async ({ run: folder }) => {
      await run("pairingLab.run.branch", [folder]);
      return null;
    },
    "runs/bin": async ({ runs }) => {
      await run("pairingLab.run.moveToBin", runs);
      return null;
    },
    "demo/train": async () => {
      await vscode.commands.executeCommand("pairingLab.demo.train");
      return null;
    },
  };
}

const save = (place: string, text: string, kind: TableFormat): Promise<boolean> =>
  saveFile(place, {
    name: `runs.${kind}`,
    kind,
    content: () => Promise.resolve(new TextEncoder().encode(text)),
  });
