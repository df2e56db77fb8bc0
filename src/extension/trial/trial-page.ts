import { dirname } from "node:path";
import * as vscode from "vscode";
import { trialDataCalls } from "../../dashboard/trial-calls.ts";
import { TrialFeed } from "../../dashboard/trial-feed.ts";
import { trialCallKinds } from "../../protocol/call-kinds.ts";
import { trialParamReaders } from "../../protocol/trial-packets.ts";
import { trialProtocol, type TrialCalls, type TrialPacket } from "../../protocol/trial.ts";
import { NAME } from "../../plain/plain-text.ts";
import type { App } from "../app.ts";
import { titlePanel } from "../door/fields.ts";
import { say, words } from "../door/words.ts";
import { openPage, type Page, type PageContent, type PageTalk } from "../pages/page.ts";
import { trialHostCalls } from "./trial-host-calls.ts";

/** Where a trial's branches lie, and which trial it is. */
export interface TrialAddress {
  readonly runsFolder: string;
  readonly id: string;
}

/** One trial's page: between the page and the branches a state and answers to calls. */
export function openTrial(
  panel: vscode.WebviewPanel,
  { runsFolder, id }: TrialAddress,
  app: App,
): Page<TrialAddress> {
  const read = async ({ post }: PageTalk<TrialPacket>): Promise<PageContent<TrialCalls>> => {
    const feed = new TrialFeed({
      post: state => {
        post({ kind: "trial", state });
      },
      members: () =>
        app.runs.all.flatMap(({ folder, info }) =>
          info.trial?.id === id && dirname(folder) === runsFolder ? [folder] : [],
        ),
      isWaiting: folder => app.trainers.isWaiting(folder),
      isTrusted: () => vscode.workspace.isTrusted,
    });
    // After a reload of the window the runs are still being read.
    await app.runs.settled();
    await feed.look();
    const { state } = feed;
    if (state === null) {
      feed.close();
      throw new Error("The branches of this trial are not in these runs folders any more.");
    }
    titlePanel(panel, say`Try Weights: ${words(state.parent.name, NAME)}`);
    const stopLooking = app.runs.onChange(() => {
      feed.look().catch((error: unknown) => {
        app.log.error(say`a trial cannot be followed`, error);
      });
    });
    const queueChanged = app.trainers.onQueueChange(() => {
      feed.touch();
    });
    return {
      calls: { ...trialDataCalls(feed, app.viewer), ...trialHostCalls(app, feed) },
      setVisible: visible => {
        feed.setVisible(visible);
      },
      close: () => {
        stopLooking();
        queueChanged.dispose();
        feed.close();
      },
    };
  };

  return openPage({
    panel,
    extension: app.context.extensionUri,
    page: "trial",
    address: () => ({ runsFolder, id }),
    protocol: trialProtocol,
    params: trialParamReaders,
    kinds: trialCallKinds,
    read,
    failed: error => {
      app.log.error(say`a trial cannot be shown`, error);
    },
  });
}
