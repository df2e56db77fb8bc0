import type { RunFeed } from "../../dashboard/run-feed.ts";
import type { StreamSession } from "../../dashboard/stream-session.ts";
import { CallError, type Handlers } from "../../protocol/calls.ts";
import type { DashboardCalls } from "../../protocol/dashboard.ts";
import type { App } from "../app.ts";
import { hostCalls } from "./host-calls.ts";

const later = () => Promise.reject(new CallError("failed", "not yet"));
/** Everything that a dashboard can ask, for one run. */
export function dashboardCalls(app: App, feed: RunFeed, session: StreamSession): Handlers<DashboardCalls> {
  return {
    "stream/start": () => {
      session.start();
      return Promise.resolve(null);
    },
    "curves/window": later,
    "curves/at": later,
    "curves/table": later,
    "curves/save": later,
    "samples/at": later,
    "samples/save": later,
    "data/real": later,
    "discriminator/map": later,
    "latent/path": later,
    "latent/map": later,
    "latent/outputs": later,
    ...hostCalls(app, feed.model.folder),
  };
}
