import type * as vscode from "vscode";
import type { FolderAddress, FoldersAddress, TrialAddress } from "../protocol/page-protocol.ts";
import type { RunIndex } from "../runs/run-index.ts";
import type { OwnLog } from "./door/channels.ts";
import type { ExperimentTexts } from "./differences/experiment-texts.ts";
import type { ExperimentFiles } from "./experiment-files/experiment-files.ts";
import type { Explorer } from "./explorer/explorer.ts";
import type { OpenedLogs } from "./logs/opened-logs.ts";
import type { Pages } from "./pages/pages.ts";
import type { RunsFolders } from "./runs-folders.ts";
import type { SharedViewer } from "./shared-viewer.ts";
import type { Sweeps } from "./sweeps/sweeps.ts";
import type { TrainerLog } from "./trainers/trainer-log.ts";
import type { Trainers } from "./trainers/trainers.ts";

/** The parts of a window that live as long as its extension. */
export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly log: OwnLog;
  readonly folders: RunsFolders;
  readonly runs: RunIndex;
  readonly trainers: Trainers;
  readonly viewer: SharedViewer;
  readonly experimentFiles: ExperimentFiles;
  readonly experimentTexts: ExperimentTexts;
  readonly trainerLog: TrainerLog;
  readonly explorer: Explorer;
  readonly sweeps: Sweeps;
  readonly logs: OpenedLogs;
}

/** The pages that commands and other pages lead to. */
export interface Leads {
  readonly dashboard: Pages<FolderAddress>;
  readonly compare: Pages<FoldersAddress>;
  readonly curves: Pages<FoldersAddress>;
  readonly report: Pages<FolderAddress>;
  readonly trial: Pages<TrialAddress>;
}

/** What a command or a page uses: these parts, and these pages. */
export type Needs<Names extends keyof Parts, Pages extends keyof Leads = never> = Pick<Parts, Names> & {
  readonly pages: Pick<Leads, Pages>;
};
