import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as vscode from "vscode";
import { KeptPrograms } from "../launching/kept-programs.ts";
import { notesEnding } from "../experiment/notes-file.ts";
import { trainerScript } from "../launching/trainer.ts";
import { versions } from "../launching/versions.ts";
import { LONG_PATH } from "../plain/plain-text.ts";
import { RunIndex } from "../runs/run-index.ts";
import { letGo, tellFailuresTo } from "../unattended/unattended.ts";
import { OwnLog } from "./door/channels.ts";
import { keepTypedIn } from "./door/questions.ts";
import { say, words } from "./door/words.ts";
import { ExperimentTexts } from "./differences/experiment-texts.ts";
import { Explorer } from "./explorer/explorer.ts";
import { ModuleProblems } from "./experiment-files/module-problems.ts";
import { ExperimentDiagnostics, ownSchemes } from "./experiment-files/diagnostics.ts";
import { ExperimentFiles, experimentPattern, sweepPattern } from "./experiment-files/experiment-files.ts";
import { quickFixes, quickFixKinds } from "./experiment-files/quick-fixes.ts";
import { trainLens } from "./experiment-files/train-lens.ts";
import type { RunsTree } from "./explorer/runs-tree.ts";
import type { TreeNode } from "./explorer/tree-node.ts";
import { sweepLens } from "./experiment-files/sweep-lens.ts";
import { Sweeps } from "./sweeps/sweeps.ts";
import { LogFolders } from "./logs/log-folders.ts";
import { notesLens } from "./notes/notes-lens.ts";
import { OpenedLogs } from "./logs/opened-logs.ts";
import { loadPages, type WindowPages } from "./pages/window-pages.ts";
import type { Parts } from "./parts.ts";
import { RunsFolders } from "./runs-folders.ts";
import { SharedViewer } from "./shared-viewer.ts";
import { WorkspaceReach } from "./workspace-reach.ts";
import { StatusItem } from "./status-item.ts";
import { TrainerLog } from "./trainers/trainer-log.ts";
import { Trainers } from "./trainers/trainers.ts";

/** The parts of a window and its pages; what uses them takes those that it needs. */
export interface App extends Parts {
  readonly pages: WindowPages;
}

/** What is there from activation on. */
export interface Shell {
  readonly context: vscode.ExtensionContext;
  readonly tree: RunsTree;
  readonly view: vscode.TreeView<TreeNode>;
}

export async function createApp({ context, tree, view }: Shell): Promise<App> {
  const loadedPages = await loadPages();
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const log = own(new OwnLog());
  tellFailuresTo(failure => {
    log.error(say`What nobody waits for failed: ${words(String(failure))}`, failure);
  });
  keepTypedIn(context.workspaceState);
  const version = versions().pairingLab;
  const script = trainerScript();
  const programs = new KeptPrograms(
    dirname(dirname(script)),
    join(context.globalStorageUri.fsPath, "programs"),
  );
  const kept = (program: string) => async (folder: string) => {
    try {
      return await programs.keptFor(folder, program);
    } catch (error) {
      // Better in its place, from where an update may take it, than not at all.
      log.warn(say`${words(program)} is started where it is installed: ${words(String(error))}`);
      return join(dirname(script), program);
    }
  };
  const folders = own(new RunsFolders(context.globalStorageUri.fsPath));
  own(new WorkspaceReach(context.extensionPath, folders));
  const runs = own(new RunIndex(folders.all));
  const trainers = own(
    new Trainers({
      context,
      log,
      runs,
      folders,
      script: kept("trainer.js"),
      isShown: folder => app.pages.dashboard.isOpen({ folder }),
      isInSight: folder => app.pages.dashboard.isVisible({ folder }),
    }),
  );
  const sweeps = own(new Sweeps({ context, log, runs, program: kept("cli.js") }));
  const viewer = own(
    new SharedViewer(join(dirname(script), "viewer.js"), { mayStart: () => vscode.workspace.isTrusted }),
  );
  const experimentFiles = own(new ExperimentFiles());
  const experimentTexts = own(new ExperimentTexts());
  const trainerLog = own(new TrainerLog());
  const logs = own(new OpenedLogs(context.workspaceState));
  own(new LogFolders(folders));
  const explorer = own(
    new Explorer({ tree, view, context, runs, trainers, sweeps, folders, experimentFiles, logs, version }),
  );
  const pages = loadedPages({ extension: context.extensionUri, log, needs: () => app, own });
  own(new StatusItem(runs));
  own(new ExperimentDiagnostics());
  own(new ModuleProblems(runs));
  const ownFiles = (pattern: string) => ownSchemes.map(scheme => ({ scheme, pattern }));
  const [experiments, sweepFiles] = [ownFiles(experimentPattern), ownFiles(sweepPattern)];
  own(vscode.languages.registerCodeLensProvider(experiments, trainLens));
  own(vscode.languages.registerCodeLensProvider(sweepFiles, sweepLens));
  own(
    vscode.languages.registerCodeActionsProvider([...experiments, ...sweepFiles], quickFixes, quickFixKinds),
  );
  own(vscode.languages.registerCodeLensProvider(ownFiles(`**/*${notesEnding}`), notesLens));
  folders.onChange(() => {
    runs.setFolders(folders.all);
  });
  own(
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      // What lay out of reach is not any more.
      letGo(Promise.all([runs.refresh(), logs.refresh()]));
    }),
  );
  const [allFolders, program] = [folders.all.join(", "), fileURLToPath(import.meta.url)];
  log.info(
    say`Pairing Lab ${words(version)}; runs in ${words(allFolders, LONG_PATH)}; ${words(program, LONG_PATH)}`,
  );
  const app: App = {
    context,
    log,
    folders,
    runs,
    trainers,
    viewer,
    experimentFiles,
    experimentTexts,
    trainerLog,
    explorer,
    sweeps,
    logs,
    pages,
  };
  return app;
}
