import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { openRunFeed } from "../../dashboard/run-feed.ts";
import { StreamSession } from "../../dashboard/stream-session.ts";
import { dashboardPage } from "../../protocol/dashboard-page.ts";
import type { DashboardCalls, HostPacket } from "../../protocol/dashboard.ts";
import type { FolderAddress } from "../../protocol/page-protocol.ts";
import { NAME } from "../../plain/plain-text.ts";
import { inReach } from "../../reach/reach.ts";
import { RunReadError } from "../../runs/errors.ts";
import { letGo } from "../../unattended/unattended.ts";
import { say, words } from "../door/words.ts";
import type { PageKind } from "../pages/page.ts";
import { runTitles } from "./run-title.ts";
import { dashboardCalls, type DashboardNeeds } from "./dashboard-calls.ts";

const shownTitle = (title: string) => words(title, 2 * NAME);

/** One run's dashboard: between the page and the run a stream and answers to calls. */
export const page: PageKind<FolderAddress, DashboardCalls, HostPacket, DashboardNeeds> = {
  protocol: dashboardPage,
  keyOf: ({ folder }) => folder,
  prepare: ({ address, retitle }, { runs }) => {
    const { folder } = address;
    const listed = runs.find(folder)?.info;
    if (listed === undefined) return;
    retitle(shownTitle(runTitles(runs, folder)(runs.notesOf(folder).name ?? listed.name, listed.seed)));
  },
  read: async ({ address, post, retitle, fail }, needs) => {
    const titleOf = runTitles(needs.runs, address.folder);
    const feed = await openRunFeed(address.folder);
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
      retitle(shownTitle(titleOf(model.latestNotes.name ?? model.info.name, model.info.seed)));
    };
    look();
    const stopLooking = needs.runs.onChange(changed => {
      if (changed.has(address.folder) && isGone(address.folder)) fail(goneFrom(address.folder));
      else look();
    });
    return {
      calls: dashboardCalls(needs, feed, session),
      setVisible: visible => {
        session.setVisible(visible);
      },
      close: () => {
        stopLooking();
        session.close();
        letGo(feed.close());
      },
    };
  },
  trouble: ({ folder }) => say`${folder}: its dashboard cannot be shown`,
};

const isGone = (folder: string): boolean => !existsSync(inReach(folder));

/** What the page says in the place of what it knew, which is of no run any more. */
const goneFrom = (folder: string): RunReadError =>
  new RunReadError(
    `${folder}: this run's folder is gone. Bring it back from the bin, or put it back, and try again; or close this tab.`,
  );
