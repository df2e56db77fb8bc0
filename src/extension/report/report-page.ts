import { basename } from "node:path";
import * as vscode from "vscode";
import type { FolderAddress } from "../../protocol/page-protocol.ts";
import { reportPage } from "../../protocol/report-page.ts";
import type { ReportCalls, ReportPacket } from "../../protocol/report.ts";
import { sweepFailure } from "../../launching/sweep/sweep-failure.ts";
import { RunIndex } from "../../runs/run-index.ts";
import { NAME } from "../../plain/plain-text.ts";
import { say, words } from "../door/words.ts";
import { sweepIn } from "../sweeps/sweep-place.ts";
import type { PageKind } from "../pages/page.ts";
import { reportCalls, type ReportNeeds } from "./report-calls.ts";
import { ReportFeed } from "./report-feed.ts";

/** The report of one sweep: between the page and the sweep's folder a stream and answers to calls. */
export const page: PageKind<FolderAddress, ReportCalls, ReportPacket, ReportNeeds> = {
  protocol: reportPage,
  keyOf: ({ folder }) => folder,
  read: async ({ address: { folder }, post, fail, retitle }, needs) => {
    const { runs, sweeps } = needs;
    await runs.settled();
    // Of a folder that the window does not list.
    const ownIndex = runs.sweepFolders.includes(folder) ? null : new RunIndex([folder]);
    const index = ownIndex ?? runs;
    const feed = new ReportFeed({
      folder,
      index,
      facts: () => ({
        sweeping: sweeps.isSweeping(folder),
        failure: sweeps.isSweeping(folder) ? null : sweepFailure(folder),
        trusted: vscode.workspace.isTrusted,
      }),
      post: update => {
        post({ kind: "report", update });
      },
      onTrouble: fail,
    });
    const sweepsChanged = sweeps.onChange(() => {
      feed.reread();
    });
    const close = () => {
      sweepsChanged.dispose();
      feed.close();
      ownIndex?.dispose();
    };
    try {
      await index.settled();
      const { name } = feed.source();
      const others = runs.sweepFolders.filter(other => other !== folder && sweepIn(other) === name);
      retitle(say`${words(others.length === 0 ? name : basename(folder), NAME)} · Sweep`);
    } catch (error) {
      close();
      throw error;
    }
    return {
      calls: reportCalls(needs, folder, feed),
      setVisible: visible => {
        feed.setVisible(visible);
      },
      close,
    };
  },
  trouble: ({ folder }) => say`${folder}: its report cannot be shown`,
};
