import { basename } from "node:path";
import * as vscode from "vscode";
import type { CurveSource } from "../../dashboard/curve-source.ts";
import { curvesDataCalls, openCurves } from "../../dashboard/curves-calls.ts";
import type { Gathering } from "../../dashboard/gathering.ts";
import type { Handlers } from "../../protocol/calls.ts";
import { curvesPage } from "../../protocol/curves-page.ts";
import type { CurvesCalls, CurvesPacket } from "../../protocol/curves.ts";
import { keyOfFolders, type FoldersAddress } from "../../protocol/page-protocol.ts";
import { NAME } from "../../plain/plain-text.ts";
import { letGo } from "../../unattended/unattended.ts";
import { saveFile } from "../pages/save-file.ts";
import { say, words } from "../door/words.ts";
import type { PageKind } from "../pages/page.ts";
import type { Needs } from "../parts.ts";
import { pickSources } from "./pick-sources.ts";

type CurvesNeeds = Needs<"runs" | "explorer" | "logs", "dashboard">;

const titleOf = (names: readonly string[]) =>
  words(names.length === 0 ? "Curves" : `Curves: ${names.join(", ")}`, NAME);

/** One page of curves: between the page and its sources a state and answers to calls. */
export const page: PageKind<FoldersAddress, CurvesCalls, CurvesPacket, CurvesNeeds> = {
  protocol: curvesPage,
  keyOf: keyOfFolders,
  prepare: ({ address, retitle }) => {
    retitle(titleOf(address.folders.map(folder => basename(folder))));
  },
  read: async ({ address, move, post, retitle }, needs) => {
    const sources = openCurves(state => {
      post({ kind: "curves", state });
      retitle(titleOf(state.sources.map(({ name }) => name)));
    });
    await sources.add(address.folders);
    const stopLooking = needs.runs.onChange(changed => {
      letGo(sources.retry(changed));
    });
    return {
      calls: callsOf(needs, sources, () => {
        move({ folders: sources.folders });
      }),
      setVisible: visible => {
        sources.setVisible(visible);
      },
      close: () => {
        stopLooking();
        sources.close();
      },
    };
  },
  trouble: () => say`curves cannot be shown`,
};

/** `changed` hears when other sources are shown. */
function callsOf(
  app: CurvesNeeds,
  sources: Gathering<CurveSource>,
  changed: () => void,
): Handlers<CurvesCalls> {
  const save = (file: Parameters<typeof saveFile>[1]) => saveFile(sources.folders[0] ?? "", file);
  const dataCalls = curvesDataCalls(sources, save);
  return {
    ...dataCalls,
    "sources/add": async () => {
      const picked = await pickSources(app, sources.folders);
      await sources.add(picked);
      changed();
      return { added: picked.length > 0 };
    },
    "sources/remove": async (params, signal) => {
      await dataCalls["sources/remove"](params, signal);
      changed();
      return null;
    },
    "sources/open": ({ source }) => {
      if (sources.find(source)?.facts().kind === "run") app.pages.dashboard.open({ folder: source });
      return Promise.resolve(null);
    },
    "host/save": async ({ name, kind, bytes }) => ({
      saved: await save({ name, kind, content: () => Promise.resolve(bytes) }),
    }),
    "host/copy": async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
      return null;
    },
  };
}
