import { dirname } from "node:path";
import * as vscode from "vscode";
import { trialDataCalls } from "../../dashboard/trial-calls.ts";
import { TrialFeed } from "../../dashboard/trial-feed.ts";
import type { TrialAddress } from "../../protocol/page-protocol.ts";
import { trialPage } from "../../protocol/trial-page.ts";
import type { TrialCalls, TrialPacket } from "../../protocol/trial.ts";
import { NAME } from "../../plain/plain-text.ts";
import { say, words } from "../door/words.ts";
import { grouped } from "../number-text.ts";
import type { PageKind } from "../pages/page.ts";
import { trialHostCalls, type TrialNeeds } from "./trial-host-calls.ts";

/** One trial's page: between the page and the branches a state and answers to calls. */
export const page: PageKind<TrialAddress, TrialCalls, TrialPacket, TrialNeeds> = {
  protocol: trialPage,
  keyOf: ({ runsFolder, id }) => `${runsFolder}\n${id}`,
  read: async ({ address: { runsFolder, id }, post, retitle }, needs) => {
    const { log, runs, trainers, viewer } = needs;
    const feed = new TrialFeed({
      post: state => {
        post({ kind: "trial", state });
      },
      members: () =>
        runs.all.flatMap(({ folder, info }) =>
          info.trial?.id === id && dirname(folder) === runsFolder ? [folder] : [],
        ),
      isWaiting: folder => trainers.isWaiting(folder),
      isTrusted: () => vscode.workspace.isTrusted,
    });
    // After a reload of the window the runs are still being read.
    await runs.settled();
    await feed.look();
    const { state } = feed;
    if (state === null) {
      feed.close();
      throw new Error("The branches of this trial are not in these runs folders any more.");
    }
    retitle(say`Try Weights @${words(grouped(state.from))}: ${words(state.parent.name, NAME)}`);
    const stopLooking = runs.onChange(() => {
      feed.look().catch((error: unknown) => {
        log.error(say`a trial cannot be followed`, error);
      });
    });
    const queueChanged = trainers.onQueueChange(() => {
      feed.touch();
    });
    return {
      calls: { ...trialDataCalls(feed, viewer), ...trialHostCalls(needs, feed) },
      setVisible: visible => {
        feed.setVisible(visible);
      },
      close: () => {
        stopLooking();
        queueChanged.dispose();
        feed.close();
      },
    };
  },
  trouble: () => say`a trial cannot be shown`,
};
