import type { Page } from "playwright-core";
import { dataCalls } from "../../src/dashboard/data-calls.ts";
import { openRunFeed } from "../../src/dashboard/run-feed.ts";
import { StreamSession } from "../../src/dashboard/stream-session.ts";
import { SharedViewer } from "../../src/extension/shared-viewer.ts";
import { requestControl } from "../../src/launching/request-control.ts";
import { CallError, type Handlers } from "../../src/protocol/calls.ts";
import { serve, serveAnew } from "../../src/protocol/channel.ts";
import { dashboardParamReaders } from "../../src/protocol/dashboard-params.ts";
import { dashboardProtocol, type DashboardCalls } from "../../src/protocol/dashboard.ts";
import { pack, unpack } from "./crossing.ts";

/** What the extension host does for one run's dashboard, without an editor around it; `keep` is given what the page saves. */
export async function openHost(folder: string, page: Page, keep?: (bytes: Uint8Array) => void) {
  const feed = await openRunFeed(folder);
  const viewer = new SharedViewer("dist/viewer.js");
  const post = (packet: unknown) => {
    page
      .evaluate(packed => {
        globalThis.pageReceives(packed);
      }, pack(packet))
      .catch(() => undefined);
  };
  const session = new StreamSession({
    feed,
    post: update => {
      post({ kind: "stream", update });
    },
    isTrusted: () => true,
  });
  const absent = () => Promise.reject(new CallError("input", "there is no editor here"));
  const control: Handlers<DashboardCalls>["knob/set"] = async ({ key, value }, signal) => {
    const outcome = await requestControl(folder, { do: "set", key, value }, { by: "extension", signal });
    return outcome?.kind === "intervention"
      ? { kind: "applied", step: outcome.step }
      : { kind: "refused", reason: outcome?.message ?? "" };
  };
  const handlers: Handlers<DashboardCalls> = {
    ...dataCalls({ feed, session, viewer, runs: () => [], save: () => Promise.resolve(true) }),
    "knob/set": control,
    "run/control": absent,
    "run/resume": absent,
    "run/repeat": absent,
    "run/extend": absent,
    "run/branch": absent,
    "run/tryWeights": absent,
    "run/saveAsExperiment": absent,
    "notes/star": absent,
    "checkpoint/why": absent,
    "notes/pin": absent,
    "notes/add": absent,
    "notes/edit": absent,
    "host/open": absent,
    "host/save": ({ bytes }) => {
      keep?.(bytes);
      return keep === undefined ? absent() : Promise.resolve({ saved: true });
    },
    "host/copy": absent,
  };
  const serving = serveAnew(() => serve(dashboardProtocol, post, dashboardParamReaders, handlers));
  await page.exposeFunction("hostReceives", (packed: string) => {
    serving.receive(unpack(packed));
  });
  return {
    close: async () => {
      serving.close();
      session.close();
      await feed.close();
      viewer.dispose();
    },
  };
}
