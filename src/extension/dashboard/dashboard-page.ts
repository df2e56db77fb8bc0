import * as vscode from "vscode";
import { openRunFeed } from "../../dashboard/run-feed.ts";
import { StreamSession } from "../../dashboard/stream-session.ts";
import { dashboardCallKinds } from "../../protocol/call-kinds.ts";
import { dashboardParamReaders } from "../../protocol/dashboard-params.ts";
import { dashboardProtocol, type DashboardCalls, type HostPacket } from "../../protocol/dashboard.ts";
import { NAME } from "../../plain/plain-text.ts";
import { letGo } from "../../unattended/unattended.ts";
import type { App } from "../app.ts";
import { titlePanel } from "../door/fields.ts";
import { say, words } from "../door/words.ts";
import { openPage, type Page, type PageContent, type PageTalk } from "../pages/page.ts";
import { dashboardCalls } from "./dashboard-calls.ts";

export interface RunAddress {
  readonly folder: string;
}

/** One run's dashboard: between the page and the run a stream and answers to calls. */
export function openDashboard(panel: vscode.WebviewPanel, folder: string, app: App): Page<RunAddress> {
  const retitle = (name: string, seed: number) => {
    titlePanel(panel, say`${words(name, NAME)} · seed ${seed}`);
  };
  const listed = app.runs.find(folder)?.info;
  if (listed !== undefined) retitle(listed.name, listed.seed);

  const read = async ({ post }: PageTalk<HostPacket>): Promise<PageContent<DashboardCalls>> => {
    const feed = await openRunFeed(folder);
    const { model } = feed;
    const session = new StreamSession({
      feed,
      post: update => {
        post({ kind: "stream", update });
      },
      isTrusted: () => vscode.workspace.isTrusted,
    });
    session.prepare();
    const look = () => {
      retitle(model.latestNotes.name ?? model.info.name, model.info.seed);
    };
    look();
    const stopLooking = app.runs.onChange(look);
    return {
      calls: dashboardCalls(app, feed, session),
      setVisible: visible => {
        session.setVisible(visible);
      },
      close: () => {
        stopLooking();
        session.close();
        letGo(feed.close());
      },
    };
  };

  return openPage({
    panel,
    extension: app.context.extensionUri,
    page: "dashboard",
    address: () => ({ folder }),
    protocol: dashboardProtocol,
    params: dashboardParamReaders,
    kinds: dashboardCallKinds,
    read,
    failed: error => {
      app.log.error(say`${folder}: its dashboard cannot be shown`, error);
    },
  });
}
