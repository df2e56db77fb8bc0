import { runFiles } from "../../runs/file-names.ts";
import { commands, inExperiment, inSweep, offeredWhen, type CommandName } from "./commands.ts";
import { contextKeys } from "./context-keys.ts";
import { fromFocus } from "./focus.ts";
import { openingCommands, viewType, type OpeningCommand } from "./pages.ts";
import { runsView } from "./views.ts";

interface MenuItem {
  readonly command: CommandName;
  readonly when?: string;
  readonly group?: string;
}

const { filtered, ticking, logFolders } = contextKeys;
/** A row of the run explorer whose marks (`row-marks.ts`) hold all of these words. */
const marked = (...words: readonly string[]) =>
  [`view == ${runsView}`, ...words.map(word => `viewItem =~ /\\b${word}\\b/`)].join(" && ");
/** In a run's own file, to which notes of an experiment link. */
const inRunFile = `resourceFilename == '${runFiles.info}' && ${contextKeys.runs}`;
const inReport = `activeWebviewPanelId == '${viewType("report")}'`;
const inDashboard = `activeWebviewPanelId == '${viewType("dashboard")}'`;
const inCompare = `activeWebviewPanelId == '${viewType("compare")}'`;
const inCurves = `activeWebviewPanelId == '${viewType("curves")}'`;
/** In the file explorer: an event file, or a folder with event files in it or below. */
const onLogs = `resourceFilename =~ /tfevents/ || explorerResourceIsFolder && resourcePath in ${logFolders}`;

const rowMenu: readonly MenuItem[] = [
  {
    command: "pairingLab.experiment.train",
    when: marked("experiment", "file"),
    group: "inline@1",
  },
  { command: "pairingLab.experiment.open", when: marked("experiment", "file"), group: "inline@2" },
  {
    command: "pairingLab.experiment.train",
    when: marked("experiment", "file"),
    group: "1_train@1",
  },
  {
    command: "pairingLab.experiment.trainWithChanges",
    when: marked("experiment", "file"),
    group: "1_train@2",
  },
  {
    command: "pairingLab.experiment.trainSeeds",
    when: marked("experiment", "file"),
    group: "1_train@3",
  },
  { command: "pairingLab.sweep.new", when: marked("experiment", "file"), group: "1_train@4" },
  { command: "pairingLab.experiment.open", when: marked("experiment", "file"), group: "2_open@1" },
  { command: "pairingLab.experiment.compare", when: marked("experiment", "file"), group: "2_open@2" },
  { command: "pairingLab.experiment.notes", when: marked("experiment", "file"), group: "2_open@3" },

  { command: "pairingLab.sweep.openReport", when: marked("sweep"), group: "inline@1" },
  {
    command: "pairingLab.sweep.cancel",
    when: marked("sweep", "sweeping"),
    group: "inline@2",
  },
  {
    command: "pairingLab.sweep.run",
    when: marked("sweep", "unfinished"),
    group: "inline@2",
  },
  { command: "pairingLab.sweep.openReport", when: marked("sweep"), group: "0_open@1" },
  {
    command: "pairingLab.sweep.run",
    when: marked("sweep", "resting"),
    group: "1_train@1",
  },
  { command: "pairingLab.sweep.cancel", when: marked("sweep"), group: "1_train@2" },
  { command: "pairingLab.run.exportPage", when: marked("sweep"), group: "5_out@1" },
  { command: "pairingLab.sweep.showLog", when: marked("sweep"), group: "6_folder@1" },

  { command: "pairingLab.run.stop", when: marked("training", "stoppable"), group: "inline@1" },
  { command: "pairingLab.run.resume", when: marked("resumable"), group: "inline@1" },
  { command: "pairingLab.run.star", when: marked("run", "plain"), group: "inline@2" },
  { command: "pairingLab.run.unstar", when: marked("run", "starred"), group: "inline@2" },
  { command: "pairingLab.run.revealFolder", when: marked("folder"), group: "inline@3" },

  { command: "pairingLab.run.open", when: marked("run"), group: "0_open@1" },
  { command: "pairingLab.curves.open", when: marked("run"), group: "0_open@2" },
  { command: "pairingLab.run.pause", when: marked("training", "pausable"), group: "1_train@1" },
  { command: "pairingLab.run.resume", when: marked("resumable"), group: "1_train@2" },
  { command: "pairingLab.run.extend", when: marked("extendable"), group: "1_train@2" },
  { command: "pairingLab.run.checkpoint", when: marked("saving"), group: "1_train@3" },
  { command: "pairingLab.run.setPairingWeight", when: marked("weighed"), group: "1_train@4" },
  { command: "pairingLab.run.stop", when: marked("stoppable"), group: "1_train@5" },
  { command: "pairingLab.run.branch", when: marked("run", "own"), group: "2_branch@1" },
  { command: "pairingLab.run.tryWeights", when: marked("run", "own"), group: "2_branch@2" },
  { command: "pairingLab.run.openTrial", when: marked("run", "tried"), group: "2_branch@3" },
  { command: "pairingLab.run.saveAsExperiment", when: marked("run", "own"), group: "2_branch@4" },
  { command: "pairingLab.run.rename", when: marked("run"), group: "3_notes@1" },
  { command: "pairingLab.run.star", when: marked("run", "plain"), group: "3_notes@2" },
  { command: "pairingLab.run.unstar", when: marked("run", "starred"), group: "3_notes@2" },
  { command: "pairingLab.run.tag", when: marked("run"), group: "3_notes@3" },
  { command: "pairingLab.run.note", when: marked("run"), group: "3_notes@4" },
  { command: "pairingLab.run.addToNotes", when: marked("run"), group: "3_notes@5" },
  { command: "pairingLab.experiment.notes", when: marked("run"), group: "3_notes@6" },
  { command: "pairingLab.runs.tick", when: marked("run"), group: "4_compare@1" },
  { command: "pairingLab.runs.compare", when: marked("run"), group: "4_compare@2" },
  { command: "pairingLab.experiment.compare", when: marked("run"), group: "4_compare@3" },
  { command: "pairingLab.run.copySettings", when: marked("run", "own"), group: "5_out@1" },
  { command: "pairingLab.run.export", when: marked("run"), group: "5_out@2" },
  { command: "pairingLab.run.exportPage", when: marked("run"), group: "5_out@3" },
  { command: "pairingLab.curves.export", when: marked("run"), group: "5_out@4" },
  { command: "pairingLab.run.tensorboard", when: marked("run"), group: "5_out@5" },
  { command: "pairingLab.run.showLog", when: marked("folder"), group: "6_folder@1" },
  { command: "pairingLab.run.revealFolder", when: marked("folder"), group: "6_folder@2" },
  { command: "pairingLab.run.moveToBin", when: marked("ended"), group: "7_bin@1" },

  { command: "pairingLab.logs.open", when: marked("logsHeading"), group: "inline@1" },
  { command: "pairingLab.logs.remove", when: marked("opened"), group: "inline@1" },
  { command: "pairingLab.curves.open", when: marked("log"), group: "0_open@1" },
  { command: "pairingLab.runs.tick", when: marked("log"), group: "4_compare@1" },
  { command: "pairingLab.runs.compare", when: marked("log"), group: "4_compare@2" },
  { command: "pairingLab.curves.export", when: marked("log"), group: "5_out@1" },
  { command: "pairingLab.logs.reveal", when: marked("foreign"), group: "6_folder@1" },
  { command: "pairingLab.logs.remove", when: marked("opened"), group: "7_bin@1" },
];

const inView = `view == ${runsView}`;

const everyCommand = Object.entries(commands).map(([name, spec]): MenuItem => {
  const command = name as CommandName;
  return "when" in spec ? { command, when: spec.when } : { command };
});

const offered: Readonly<Record<string, readonly MenuItem[]>> = {
  commandPalette: everyCommand,
  "view/title": [
    { command: "pairingLab.experiment.new", when: inView, group: "navigation@1" },
    { command: "pairingLab.runs.filter", when: inView, group: "navigation@2" },
    { command: "pairingLab.runs.clearFilter", when: `${inView} && ${filtered}`, group: "navigation@3" },
    { command: "pairingLab.runs.compare", when: `${inView} && ${ticking}`, group: "navigation@4" },
    { command: "pairingLab.runs.untickAll", when: `${inView} && ${ticking}`, group: "navigation@5" },
    ...Object.entries(openingCommands).map(([command, { place }]) => ({
      command: command as OpeningCommand,
      when: inView,
      group: place,
    })),
    { command: "pairingLab.demo.train", when: inView, group: "1_train@1" },
    { command: "pairingLab.sweep.new", when: inView, group: "1_train@2" },
    { command: "pairingLab.examples.copy", when: inView, group: "1_train@3" },
    { command: "pairingLab.python.copy", when: inView, group: "1_train@4" },
    { command: "pairingLab.runs.sort", when: inView, group: "2_show@1" },
    { command: "pairingLab.runs.refresh", when: inView, group: "2_show@2" },
    { command: "pairingLab.runs.undoBin", when: `${inView} && ${contextKeys.binned}`, group: "3_bin@1" },
    { command: "pairingLab.runs.emptyBin", when: `${inView} && ${contextKeys.binned}`, group: "3_bin@2" },
    { command: "pairingLab.runs.chooseFolder", when: inView, group: "4_folder@1" },
    { command: "pairingLab.logs.open", when: inView, group: "4_folder@2" },
  ],
  "view/item/context": rowMenu,
  "editor/title/run": [
    { command: "pairingLab.sweep.run", when: inSweep, group: "navigation@1" },
    { command: "pairingLab.experiment.train", when: inExperiment, group: "navigation@1" },
    {
      command: "pairingLab.experiment.trainWithChanges",
      when: inExperiment,
      group: "navigation@2",
    },
    { command: "pairingLab.experiment.trainSeeds", when: inExperiment, group: "navigation@3" },
    { command: "pairingLab.experiment.tuneWeight", when: inExperiment, group: "navigation@4" },
    { command: "pairingLab.sweep.new", when: inExperiment, group: "navigation@5" },
  ],
  "explorer/context": [
    { command: "pairingLab.sweep.run", when: inSweep, group: "navigation@100" },
    { command: "pairingLab.sweep.openReport", when: inSweep, group: "navigation@101" },
    {
      command: "pairingLab.experiment.train",
      when: inExperiment,
      group: "navigation@100",
    },
    { command: "pairingLab.experiment.compare", when: inExperiment, group: "3_compare@100" },
    { command: "pairingLab.logs.open", when: onLogs, group: "navigation@101" },
  ],
  "editor/title": [
    { command: "pairingLab.sweep.openReport", when: inSweep, group: "navigation@1" },
    {
      command: "pairingLab.experiment.compare",
      when: `${inExperiment} || ${inCompare}`,
      group: "3_compare@1",
    },
    { command: "pairingLab.experiment.notes", when: inExperiment, group: "navigation@2" },
    { command: "pairingLab.experiment.notes", when: inDashboard, group: "4_notes@2" },
    { command: "pairingLab.run.addToNotes", when: inDashboard, group: "4_notes@1" },
    { command: "pairingLab.run.open", when: inRunFile, group: "navigation@1" },
    { command: "pairingLab.sweep.cancel", when: inReport, group: "1_run@1" },
    { command: "pairingLab.sweep.showLog", when: inReport, group: "1_run@2" },
    { command: "pairingLab.run.showLog", when: inDashboard, group: "1_run@1" },
    { command: "pairingLab.run.revealFolder", when: inDashboard, group: "1_run@2" },
    { command: "pairingLab.run.export", when: inDashboard, group: "1_run@3" },
    {
      command: "pairingLab.run.exportPage",
      when: `${inDashboard} || ${inCompare} || ${inReport}`,
      group: "1_run@4",
    },
    { command: "pairingLab.run.tryWeights", when: inDashboard, group: "2_branch@1" },
    { command: "pairingLab.curves.open", when: inDashboard, group: "1_run@5" },
    { command: "pairingLab.curves.export", when: `${inDashboard} || ${inCurves}`, group: "1_run@6" },
  ],
};

export const menus: Readonly<Record<string, readonly MenuItem[]>> = Object.fromEntries(
  Object.entries(offered).map(([menu, items]) => [menu, items.flatMap(item => inTrust(menu, item))]),
);

/** The item as the manifest has it; the palette offers by itself what no condition holds back. */
function inTrust(menu: string, item: MenuItem): MenuItem[] {
  const when = offeredWhen(item.command, item.when);
  if (when === undefined) return menu === "commandPalette" ? [] : [item];
  return [{ ...item, when }];
}

interface KeyBinding {
  readonly command: "runCommands";
  readonly key: string;
  /** Where macOS has another. */
  readonly mac?: string;
  readonly when: string;
  readonly args: {
    readonly commands: readonly (string | { readonly command: CommandName; readonly args: unknown })[];
  };
}

const inTree = `focusedView == ${runsView} && listFocus && !inputFocus && !treeFindOpen`;

/**
 * A key on the row that has the focus. Extensions are told the selection alone, and the arrow keys do not change it; so
 * the row is selected and taken out again (or the other way round) and what changed is the row (`explorer/focused-rows.ts`).
 */
const onRow = (key: string, command: CommandName, mac?: string): KeyBinding => ({
  command: "runCommands",
  key,
  ...(mac === undefined ? {} : { mac }),
  when: inTree,
  args: {
    commands: [
      "list.toggleSelection",
      "pairingLab.runs.takeFocus",
      "list.toggleSelection",
      { command, args: fromFocus },
    ],
  },
});

/** Only inside our own view. */
export const keybindings: readonly KeyBinding[] = [
  onRow("space", "pairingLab.runs.tick"),
  onRow("f2", "pairingLab.run.rename"),
  // An asterisk, where a keyboard has it on 8; a bookmark's key, wherever it has it.
  onRow("shift+8", "pairingLab.run.star"),
  onRow("numpad_multiply", "pairingLab.run.star"),
  onRow("ctrl+d", "pairingLab.run.star", "cmd+d"),
  onRow("delete", "pairingLab.run.moveToBin", "cmd+backspace"),
];
