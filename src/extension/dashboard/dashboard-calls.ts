import { dataCalls } from "../../dashboard/data-calls.ts";
import type { RunFeed } from "../../dashboard/run-feed.ts";
import type { StreamSession } from "../../dashboard/stream-session.ts";
import type { Handlers } from "../../protocol/calls.ts";
import type { DashboardCalls } from "../../protocol/dashboard.ts";
import type { Needs } from "../parts.ts";
import { saveFile } from "../pages/save-file.ts";
import { hostCalls, type DashboardNeeds as HostNeeds } from "./host-calls.ts";

export type DashboardNeeds = HostNeeds & Needs<"viewer">;

/** Everything that a dashboard can ask, for one run: about its data, and of the editor around it. */
export function dashboardCalls(
  app: DashboardNeeds,
  feed: RunFeed,
  session: StreamSession,
): Handlers<DashboardCalls> {
  const { viewer } = app;
  const runs = () => app.runs.all;
  const save = (file: Parameters<typeof saveFile>[1]) => saveFile(feed.model.folder, file);
  return { ...dataCalls({ feed, session, viewer, runs, save }), ...hostCalls(app, feed) };
}
