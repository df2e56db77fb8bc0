import { basename } from "node:path";
import * as vscode from "vscode";
import type { CurveSource } from "../../dashboard/curve-source.ts";
import { curvesDataCalls, openCurves } from "../../dashboard/curves-calls.ts";
import type { Gathering } from "../../dashboard/gathering.ts";
import type { Handlers } from "../../protocol/calls.ts";
import { curvesCallKinds } from "../../protocol/call-kinds.ts";
import { curvesParamReaders } from "../../protocol/curves-packets.ts";
import { curvesProtocol, type CurvesCalls, type CurvesPacket } from "../../protocol/curves.ts";
import { NAME } from "../../plain/plain-text.ts";
import type { App } from "../app.ts";
import { saveFile } from "../pages/save-file.ts";
import { titlePanel } from "../door/fields.ts";
import { say, words } from "../door/words.ts";
import type { FoldersAddress } from "../pages/folders-address.ts";
import { openPage, type Page, type PageContent, type PageTalk } from "../pages/page.ts";
import { pickSources } from "./pick-sources.ts";

/** One page of curves: between the page and its sources a state and answers to calls. */
export function openCurvesPage(
  panel: vscode.WebviewPanel,
  folders: readonly string[],
  app: App,
): Page<FoldersAddress> {
  /** What is shown, or was asked for. */
  let shown = folders;
  const retitle = (names: readonly string[]) => {
    const title = names.length === 0 ? "Curves" : `Curves: ${names.join(", ")}`;
    titlePanel(panel, words(title, NAME));
  };
  retitle(folders.map(folder => basename(folder)));

  const read = async ({ post }: PageTalk<CurvesPacket>): Promise<PageContent<CurvesCalls>> => {
    const sources = openCurves(state => {
      post({ kind: "curves", state });
      retitle(state.sources.map(({ name }) => name));
    });
    await sources.add(shown);
    return {
      calls: callsOf(app, sources, () => {
        shown = sources.folders;
      }),
      setVisible: visible => {
        sources.setVisible(visible);
      },
      close: () => {
        sources.close();
      },
    };
  };

  return openPage({
    panel,
    extension: app.context.extensionUri,
    page: "curves",
    address: () => ({ folders: shown }),
    protocol: curvesProtocol,
    params: curvesParamReaders,
    kinds: curvesCallKinds,
    read,
    failed: error => {
      app.log.error(say`curves cannot be shown`, error);
    },
  });
}

/** `changed` hears when other sources are shown. */
function callsOf(app: App, sources: Gathering<CurveSource>, changed: () => void): Handlers<CurvesCalls> {
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
      if (sources.find(source)?.facts().kind === "run") app.dashboards.open(source);
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
