import { basename, dirname, extname, join } from "node:path";
import * as vscode from "vscode";
import { compareDataCalls } from "../../dashboard/compare-calls.ts";
import { Comparison } from "../../dashboard/comparison.ts";
import type { Handlers } from "../../protocol/calls.ts";
import { compareCallKinds } from "../../protocol/call-kinds.ts";
import { compareParamReaders } from "../../protocol/compare-packets.ts";
import { compareProtocol, type CompareCalls, type ComparePacket } from "../../protocol/compare.ts";
import type { App } from "../app.ts";
import { saveFile } from "../pages/save-file.ts";
import { mention } from "../door/messages.ts";
import { askTarget } from "../door/questions.ts";
import { say } from "../door/words.ts";
import type { FoldersAddress } from "../pages/folders-address.ts";
import { openPage, type Page, type PageContent, type PageTalk } from "../pages/page.ts";
import { pickForComparing } from "./pick-runs.ts";

/** One side-by-side viewer: between the page and the runs a state and answers to calls. */
export function openComparison(
  panel: vscode.WebviewPanel,
  folders: readonly string[],
  app: App,
): Page<FoldersAddress> {
  /** What is compared, or was asked for. */
  let compared = folders;

  const read = async ({ post }: PageTalk<ComparePacket>): Promise<PageContent<CompareCalls>> => {
    const comparison = new Comparison(update => {
      post({ kind: "compared", update });
    });
    await comparison.add(compared);
    return {
      calls: callsOf(app, comparison, () => {
        compared = comparison.folders;
      }),
      setVisible: visible => {
        comparison.setVisible(visible);
      },
      close: () => {
        comparison.close();
      },
    };
  };

  // The viewer starts while the runs are read.
  app.viewer.warm();
  return openPage({
    panel,
    extension: app.context.extensionUri,
    page: "compare",
    address: () => ({ folders: compared }),
    protocol: compareProtocol,
    params: compareParamReaders,
    kinds: compareCallKinds,
    read,
    failed: error => {
      app.log.error(say`runs cannot be compared`, error);
    },
  });
}

/** `changed` hears when other runs are compared, or in another order. */
function callsOf(app: App, comparison: Comparison, changed: () => void): Handlers<CompareCalls> {
  const place = () => comparison.folders[0] ?? "";
  const dataCalls = compareDataCalls(comparison, app.viewer, () => app.runs.all);
  return {
    ...dataCalls,
    "runs/add": async () => {
      const picked = await pickForComparing(app, comparison.folders);
      await comparison.add(picked);
      changed();
      return { added: picked.length > 0 };
    },
    "runs/remove": async (params, signal) => {
      await dataCalls["runs/remove"](params, signal);
      changed();
      return null;
    },
    "runs/move": async (params, signal) => {
      await dataCalls["runs/move"](params, signal);
      changed();
      return null;
    },
    "runs/open": ({ run }) => {
      if (comparison.find(run) !== undefined) app.dashboards.open(run);
      return Promise.resolve(null);
    },
    "host/save": async ({ name, bytes }) => ({
      saved: await saveFile(place(), { name, kind: "png", content: () => Promise.resolve(bytes) }),
    }),
    "host/saveMarkdown": async ({ name, text, picture }) => ({
      saved: await saveMarkdown(place(), name, text, picture),
    }),
  };
}

/** Asks for a place and writes the text there, its picture beside it; false when the user chose none. */
async function saveMarkdown(run: string, name: string, text: string, picture: Uint8Array): Promise<boolean> {
  const place = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? dirname(run);
  const target = await askTarget({
    defaultUri: vscode.Uri.file(join(place, basename(name))),
    filters: { Markdown: ["md"] },
  });
  if (target === undefined) return false;
  const { fsPath } = target;
  const pictureName = `${basename(fsPath, extname(fsPath))}.png`;
  await vscode.workspace.fs.writeFile(vscode.Uri.file(join(dirname(fsPath), pictureName)), picture);
  const withPicture = text.replaceAll("{picture}", encodeURI(pictureName));
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(withPicture));
  mention(say`Written: ${fsPath} and ${pictureName}`);
  return true;
}
