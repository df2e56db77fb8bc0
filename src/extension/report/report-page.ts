import * as vscode from "vscode";
import { reportCallKinds } from "../../protocol/call-kinds.ts";
import { reportParamReaders } from "../../protocol/report-packets.ts";
import { reportProtocol, type ReportCalls, type ReportPacket } from "../../protocol/report.ts";
import { sweepFailure } from "../../launching/sweep/sweep-failure.ts";
import { RunIndex } from "../../runs/run-index.ts";
import { NAME } from "../../plain/plain-text.ts";
import type { App } from "../app.ts";
import { titlePanel } from "../door/fields.ts";
import { say, words } from "../door/words.ts";
import { openPage, type Page, type PageContent, type PageTalk } from "../pages/page.ts";
import { reportCalls } from "./report-calls.ts";
import { ReportFeed } from "./report-feed.ts";

export interface SweepAddress {
  /** The sweep's folder. */
  readonly folder: string;
}

/** The report of one sweep: between the page and the sweep's folder a stream and answers to calls. */
export function openReport(panel: vscode.WebviewPanel, folder: string, app: App): Page<SweepAddress> {
  const read = async ({ post, fail }: PageTalk<ReportPacket>): Promise<PageContent<ReportCalls>> => {
    await app.runs.settled();
    // Of a folder that the window does not list.
    const ownIndex = app.runs.sweepFolders.includes(folder) ? null : new RunIndex([folder]);
    const index = ownIndex ?? app.runs;
    const feed = new ReportFeed({
      folder,
      index,
      facts: () => ({
        sweeping: app.sweeps.isSweeping(folder),
        failure: app.sweeps.isSweeping(folder) ? null : sweepFailure(folder),
        trusted: vscode.workspace.isTrusted,
      }),
      post: update => {
        post({ kind: "report", update });
      },
      onTrouble: fail,
    });
    const sweepsChanged = app.sweeps.onChange(() => {
      feed.reread();
    });
    const close = () => {
      sweepsChanged.dispose();
      feed.close();
      ownIndex?.dispose();
    };
    try {
      await index.settled();
      titlePanel(panel, say`${words(feed.source().name, NAME)} · Sweep`);
    } catch (error) {
      close();
      throw error;
    }
    return {
      calls: reportCalls(app, folder, feed),
      setVisible: visible => {
        feed.setVisible(visible);
      },
      close,
    };
  };

  return openPage({
    panel,
    extension: app.context.extensionUri,
    page: "report",
    address: () => ({ folder }),
    protocol: reportProtocol,
    params: reportParamReaders,
    kinds: reportCallKinds,
    read,
    failed: error => {
      app.log.error(say`${folder}: its report cannot be shown`, error);
    },
  });
}
