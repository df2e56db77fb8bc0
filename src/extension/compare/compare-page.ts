import { basename, dirname, extname, join } from "node:path";
import * as vscode from "vscode";
import { compareDataCalls } from "../../dashboard/compare-calls.ts";
import { Comparison } from "../../dashboard/comparison.ts";
import type { Handlers } from "../../protocol/calls.ts";
import { comparePage } from "../../protocol/compare-page.ts";
import type { CompareCalls, ComparePacket } from "../../protocol/compare.ts";
import { keyOfFolders, type FoldersAddress } from "../../protocol/page-protocol.ts";
import { NAME } from "../../plain/plain-text.ts";
import { wordsApart } from "../../protocol/run-names.ts";
import { letGo } from "../../unattended/unattended.ts";
import { saveFile } from "../pages/save-file.ts";
import { mention } from "../door/messages.ts";
import { askTarget } from "../door/questions.ts";
import { say, words, type Words } from "../door/words.ts";
import { namedRun } from "../explorer/run-row.ts";
import type { PageKind } from "../pages/page.ts";
import type { Needs } from "../parts.ts";
import { pickForComparing } from "./pick-runs.ts";

type ComparingNeeds = Needs<"viewer" | "runs" | "explorer", "dashboard">;

/** One side-by-side viewer: between the page and the runs a state and answers to calls. */
export const page: PageKind<FoldersAddress, CompareCalls, ComparePacket, ComparingNeeds> = {
  protocol: comparePage,
  keyOf: keyOfFolders,
  prepare: ({ address, retitle }, needs) => {
    // The viewer starts while the runs are read.
    needs.viewer.warm();
    retitle(titleOf(address.folders, needs));
  },
  read: async ({ address, move, post, retitle }, needs) => {
    const comparison = new Comparison(update => {
      post({ kind: "compared", update });
    });
    await comparison.add(address.folders);
    const look = () => {
      retitle(titleOf(comparison.folders, needs));
    };
    look();
    const stopLooking = needs.runs.onChange(changed => {
      letGo(comparison.retry(changed));
      if (comparison.folders.some(folder => changed.has(folder))) look();
    });
    return {
      calls: callsOf(needs, comparison, () => {
        move({ folders: comparison.folders });
        look();
      }),
      setVisible: visible => {
        comparison.setVisible(visible);
      },
      close: () => {
        stopLooking();
        comparison.close();
      },
    };
  },
  trouble: () => say`runs cannot be compared`,
};

/** "w 0 vs w 0.02 · ring": what differs first, then the name where it is one. A run that is not listed has its folder's name. */
function titleOf(folders: readonly string[], { runs }: Needs<"runs">): Words {
  const listed = folders.flatMap(folder => runs.find(folder) ?? []);
  const named = listed.map(run => namedRun(run, runs.notesOf(run.folder)));
  const absent = folders.filter(folder => runs.find(folder) === undefined).map(folder => basename(folder));
  const [first, ...others] = [...named.map(({ name }) => name), ...absent];
  if (first === undefined) return words("Compare");
  if (others.some(name => name !== first)) return words([first, ...others].join(" vs "), 2 * NAME);
  const apart = wordsApart(named).map(own => own.join(" ") || first);
  return words(`${apart.join(" vs ")} · ${first}`, 2 * NAME);
}

/** `changed` hears when other runs are compared, or in another order. */
function callsOf(app: ComparingNeeds, comparison: Comparison, changed: () => void): Handlers<CompareCalls> {
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
      if (comparison.find(run) !== undefined) app.pages.dashboard.open({ folder: run });
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
  const pictureName = `${basename(target.path, extname(target.path))}.png`;
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(target, "..", pictureName), picture);
  const withPicture = text.replaceAll("{picture}", encodeURI(pictureName));
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(withPicture));
  mention(say`Written: ${target.fsPath} and ${pictureName}`);
  return true;
}
