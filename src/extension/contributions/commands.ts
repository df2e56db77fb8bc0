import type { CommandSpec } from "./command-spec.ts";
import { contextKeys } from "./context-keys.ts";
import { openingCommands } from "./pages.ts";

/** In an experiment file. */
export const inExperiment = "resourceFilename =~ /\\.gan\\.json$/";
/** In a sweep file. */
export const inSweep = "resourceFilename =~ /\\.sweep\\.json$/";
const { runs, liveRuns, resumableRuns, triedRuns, sweeps, liveSweeps, filtered, ticking, binned } =
  contextKeys;

/** What each does stands in `../commands/`. */
const ownCommands = {
  "pairingLab.demo.train": { title: "Train the Demo", icon: "$(play)" },
  "pairingLab.experiment.new": { title: "New Experiment…", icon: "$(add)" },
  "pairingLab.examples.copy": { title: "Copy the Examples into This Folder", icon: "$(files)" },
  "pairingLab.python.copy": { title: "Copy the Python Writer into This Folder", icon: "$(snake)" },
  "pairingLab.experiment.train": { title: "Train", icon: "$(play)" },
  "pairingLab.experiment.trainWithChanges": {
    title: "Train with Changes…",
    icon: "$(settings)",
  },
  "pairingLab.experiment.trainSeeds": { title: "Train Seeds…", icon: "$(run-all)" },
  "pairingLab.experiment.tuneWeight": { title: "Search the Pairing Weight…", icon: "$(target)" },
  "pairingLab.experiment.open": {
    title: "Open Experiment File",
    icon: "$(go-to-file)",
    when: "false",
    onlyLooks: true,
  },

  "pairingLab.experiment.compare": {
    title: "Compare Experiments…",
    icon: "$(diff)",
    onlyLooks: true,
  },

  "pairingLab.experiment.notes": {
    title: "Open the Experiment's Notes",
    icon: "$(notebook)",
    onlyLooks: true,
  },

  "pairingLab.devices.show": { title: "Show This Machine's Devices", icon: "$(circuit-board)" },

  "pairingLab.sweep.new": { title: "New Sweep…", icon: "$(run-all)" },
  "pairingLab.sweep.run": { title: "Run Sweep", icon: "$(run-all)" },
  "pairingLab.sweep.openReport": {
    title: "Open Sweep Report",
    icon: "$(graph-scatter)",
    when: `${sweeps} || ${inSweep}`,
    onlyLooks: true,
  },
  "pairingLab.sweep.cancel": {
    title: "Cancel Sweep",
    icon: "$(debug-stop)",
    when: liveSweeps,
  },
  "pairingLab.sweep.showLog": {
    title: "Show the Sweep's Log",
    icon: "$(output)",
    when: sweeps,
    onlyLooks: true,
  },

  "pairingLab.run.open": { title: "Open Dashboard", icon: "$(graph-line)", when: runs, onlyLooks: true },
  "pairingLab.run.resume": {
    title: "Resume",
    icon: "$(debug-continue)",
    when: resumableRuns,
  },
  "pairingLab.run.extend": { title: "Train Further…", icon: "$(debug-continue)", when: runs },
  "pairingLab.run.pause": { title: "Pause", icon: "$(debug-pause)", when: liveRuns },
  "pairingLab.run.checkpoint": {
    title: "Write a Checkpoint",
    icon: "$(save)",
    when: liveRuns,
  },
  "pairingLab.run.stop": { title: "Stop", icon: "$(debug-stop)", when: liveRuns },
  "pairingLab.run.setPairingWeight": {
    title: "Set Pairing Weight…",
    when: liveRuns,
  },
  "pairingLab.run.branch": {
    title: "Branch from Here…",
    icon: "$(git-branch)",
    when: runs,
  },
  "pairingLab.run.tryWeights": {
    title: "Try Weights from Here…",
    icon: "$(beaker)",
    when: runs,
  },
  "pairingLab.run.openTrial": {
    title: "Show Tried Weights",
    icon: "$(beaker)",
    when: triedRuns,
    onlyLooks: true,
  },
  "pairingLab.run.saveAsExperiment": { title: "Save as Experiment…", when: runs },
  "pairingLab.run.copySettings": { title: "Copy Run as --set Line", when: runs },
  "pairingLab.run.tensorboard": { title: "Open in TensorBoard", when: runs },
  "pairingLab.run.showLog": {
    title: "Show the Trainer's Log",
    icon: "$(output)",
    when: runs,
    onlyLooks: true,
  },
  "pairingLab.run.export": { title: "Export…", icon: "$(export)", when: runs },
  "pairingLab.run.exportPage": {
    title: "Export as a Page…",
    icon: "$(export)",
    when: `${runs} || ${sweeps}`,
  },
  "pairingLab.run.revealFolder": {
    title: "Reveal Run Folder",
    icon: "$(folder-opened)",
    when: runs,
    onlyLooks: true,
  },
  "pairingLab.run.rename": { title: "Rename…", when: runs },
  "pairingLab.run.star": { title: "Star", icon: "$(star-empty)", when: runs },
  "pairingLab.run.unstar": { title: "Remove Star", icon: "$(star-full)", when: runs },
  "pairingLab.run.tag": { title: "Edit Tags…", icon: "$(tag)", when: runs },
  "pairingLab.run.note": { title: "Edit Note…", icon: "$(note)", when: runs },
  "pairingLab.run.addToNotes": { title: "Add Run to Notes", when: runs },
  "pairingLab.run.moveToBin": { title: "Move to the Bin", icon: "$(trash)", when: runs },
  "pairingLab.runs.undoBin": { title: "Bring Back the Run Moved to the Bin Last", when: binned },
  "pairingLab.runs.emptyBin": { title: "Empty the Bin…", when: binned },

  "pairingLab.runs.filter": { title: "Filter Runs…", icon: "$(filter)", when: runs, onlyLooks: true },
  "pairingLab.runs.clearFilter": {
    title: "Clear Filter",
    icon: "$(clear-all)",
    when: filtered,
    onlyLooks: true,
  },
  "pairingLab.runs.sort": { title: "Sort Runs…", icon: "$(list-ordered)", when: runs, onlyLooks: true },
  "pairingLab.runs.tick": { title: "Tick for Comparing", icon: "$(check)", when: runs, onlyLooks: true },
  "pairingLab.runs.compare": { title: "Compare Runs…", icon: "$(git-compare)", when: runs, onlyLooks: true },
  "pairingLab.runs.untickAll": { title: "Untick All", icon: "$(close-all)", when: ticking, onlyLooks: true },
  "pairingLab.runs.takeFocus": { title: "Take the Focused Run", when: "false", onlyLooks: true },
  "pairingLab.runs.showMore": { title: "Show More Runs", when: "false", onlyLooks: true },
  "pairingLab.runs.refresh": { title: "Read All Run Folders Again", icon: "$(refresh)", onlyLooks: true },
  "pairingLab.runs.chooseFolder": { title: "Open a Runs Folder…", icon: "$(folder-library)" },
  "pairingLab.runs.pickLive": { title: "Show a Live Run…", when: liveRuns, onlyLooks: true },
  "pairingLab.logs.open": { title: "Open TensorBoard Logs…", icon: "$(folder-library)", onlyLooks: true },
  "pairingLab.logs.remove": {
    title: "Remove from the List",
    icon: "$(close)",
    when: "false",
    onlyLooks: true,
  },
  "pairingLab.logs.reveal": {
    title: "Reveal Folder",
    icon: "$(folder-opened)",
    when: "false",
    onlyLooks: true,
  },
  "pairingLab.curves.open": { title: "Show All Curves", icon: "$(graph-line)", onlyLooks: true },
  "pairingLab.curves.export": { title: "Export Curves…", icon: "$(export)" },
  "pairingLab.log.show": { title: "Show Pairing Lab's Own Log", onlyLooks: true },
} as const satisfies Readonly<Record<`pairingLab.${string}`, CommandSpec>>;

/** Every command; the palette shows them under "Pairing Lab". */
export const commands = { ...ownCommands, ...openingCommands };

export type CommandName = keyof typeof commands;

/** Whether a command may be done in a trusted workspace alone: every one that does not say that it only looks. */
export const needsTrust = (name: CommandName): boolean => !("onlyLooks" in commands[name]);

/** When a menu offers a command, where it does so `when`: one that needs trust only where there is some. */
export function offeredWhen(name: CommandName, when?: string): string | undefined {
  if (!needsTrust(name)) return when;
  const trusted = "isWorkspaceTrusted";
  // `&&` binds more closely, and not every VS Code that we run in knows parentheses.
  return when === undefined
    ? trusted
    : when
        .split(" || ")
        .map(one => `${one} && ${trusted}`)
        .join(" || ");
}
