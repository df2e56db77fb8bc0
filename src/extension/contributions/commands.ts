import { contextKeys } from "./context-keys.ts";

export interface CommandSpec {
  readonly title: string;
  readonly icon?: `$(${string})`;
  /** Where the palette offers it; without it, everywhere. */
  readonly when?: string;
}

const trusted = "isWorkspaceTrusted";
/** In an experiment file. */
export const inExperiment = "resourceFilename =~ /\\.gan\\.json$/";
/** In a sweep file. */
export const inSweep = "resourceFilename =~ /\\.sweep\\.json$/";
const { runs, liveRuns, resumableRuns, triedRuns, sweeps, liveSweeps, filtered, ticking, binned } =
  contextKeys;

/** Every command. What each does stands in `../commands/`; the palette shows them under "Pairing Lab". */
export const commands = {
  "pairingLab.demo.train": { title: "Train the Demo", icon: "$(play)", when: trusted },
  "pairingLab.experiment.new": { title: "New Experiment…", icon: "$(add)", when: trusted },
  "pairingLab.experiment.train": { title: "Train", icon: "$(play)", when: trusted },
  "pairingLab.experiment.trainWithChanges": {
    title: "Train with Changes…",
    icon: "$(settings)",
    when: trusted,
  },
  "pairingLab.experiment.open": { title: "Open Experiment File", icon: "$(go-to-file)", when: "false" },

  "pairingLab.sweep.run": { title: "Run Sweep", icon: "$(run-all)", when: trusted },
  "pairingLab.sweep.openReport": {
    title: "Open Sweep Report",
    icon: "$(graph-scatter)",
    when: `${sweeps} || ${inSweep}`,
  },
  "pairingLab.sweep.cancel": {
    title: "Cancel Sweep",
    icon: "$(debug-stop)",
    when: `${liveSweeps} && ${trusted}`,
  },
  "pairingLab.sweep.showLog": { title: "Show the Sweep's Log", icon: "$(output)", when: sweeps },

  "pairingLab.run.open": { title: "Open Dashboard", icon: "$(graph-line)", when: runs },
  "pairingLab.run.resume": {
    title: "Resume",
    icon: "$(debug-continue)",
    when: `${resumableRuns} && ${trusted}`,
  },
  "pairingLab.run.pause": { title: "Pause", icon: "$(debug-pause)", when: `${liveRuns} && ${trusted}` },
  "pairingLab.run.checkpoint": {
    title: "Write a Checkpoint",
    icon: "$(save)",
    when: `${liveRuns} && ${trusted}`,
  },
  "pairingLab.run.stop": { title: "Stop", icon: "$(debug-stop)", when: `${liveRuns} && ${trusted}` },
  "pairingLab.run.setPairingWeight": {
    title: "Set Pairing Weight…",
    when: `${liveRuns} && ${trusted}`,
  },
  "pairingLab.run.branch": {
    title: "Branch from Here…",
    icon: "$(git-branch)",
    when: `${runs} && ${trusted}`,
  },
  "pairingLab.run.tryWeights": {
    title: "Try Weights from Here…",
    icon: "$(beaker)",
    when: `${runs} && ${trusted}`,
  },
  "pairingLab.run.openTrial": { title: "Show Tried Weights", icon: "$(beaker)", when: triedRuns },
  "pairingLab.run.saveAsExperiment": { title: "Save as Experiment…", when: runs },
  "pairingLab.run.copySettings": { title: "Copy Run as --set Line", when: runs },
  "pairingLab.run.tensorboard": { title: "Open in TensorBoard", when: runs },
  "pairingLab.run.showLog": { title: "Show the Trainer's Log", icon: "$(output)", when: runs },
  "pairingLab.run.export": { title: "Export…", icon: "$(export)", when: runs },
  "pairingLab.run.revealFolder": { title: "Reveal Run Folder", icon: "$(folder-opened)", when: runs },
  "pairingLab.run.rename": { title: "Rename…", when: runs },
  "pairingLab.run.star": { title: "Star", icon: "$(star-empty)", when: runs },
  "pairingLab.run.unstar": { title: "Remove Star", icon: "$(star-full)", when: runs },
  "pairingLab.run.tag": { title: "Edit Tags…", icon: "$(tag)", when: runs },
  "pairingLab.run.note": { title: "Edit Note…", icon: "$(note)", when: runs },
  "pairingLab.run.moveToBin": { title: "Move to the Bin", icon: "$(trash)", when: runs },
  "pairingLab.runs.undoBin": { title: "Bring Back the Run Moved to the Bin Last", when: binned },
  "pairingLab.runs.emptyBin": { title: "Empty the Bin…", when: binned },

  "pairingLab.runs.filter": { title: "Filter Runs…", icon: "$(filter)", when: runs },
  "pairingLab.runs.clearFilter": { title: "Clear Filter", icon: "$(clear-all)", when: filtered },
  "pairingLab.runs.sort": { title: "Sort Runs…", icon: "$(list-ordered)", when: runs },
  "pairingLab.runs.tick": { title: "Tick for Comparing", icon: "$(check)", when: runs },
  "pairingLab.runs.compare": { title: "Compare Runs…", icon: "$(git-compare)", when: runs },
  "pairingLab.runs.untickAll": { title: "Untick All", icon: "$(close-all)", when: ticking },
  "pairingLab.runs.takeFocus": { title: "Take the Focused Run", when: "false" },
  "pairingLab.runs.showMore": { title: "Show More Runs", when: "false" },
  "pairingLab.runs.refresh": { title: "Read All Run Folders Again", icon: "$(refresh)" },
  "pairingLab.runs.chooseFolder": { title: "Open a Runs Folder…", icon: "$(folder-library)" },
  "pairingLab.runs.pickLive": { title: "Show a Live Run…", when: liveRuns },
  "pairingLab.logs.open": { title: "Open TensorBoard Logs…", icon: "$(folder-library)" },
  "pairingLab.logs.remove": { title: "Remove from the List", icon: "$(close)", when: "false" },
  "pairingLab.logs.reveal": { title: "Reveal Folder", icon: "$(folder-opened)", when: "false" },
  "pairingLab.curves.open": { title: "Show All Curves", icon: "$(graph-line)" },
  "pairingLab.curves.export": { title: "Export Curves…", icon: "$(export)" },
  "pairingLab.log.show": { title: "Show Pairing Lab's Own Log" },
} as const satisfies Readonly<Record<`pairingLab.${string}`, CommandSpec>>;

export type CommandName = keyof typeof commands;
