import { resolve } from "node:path";
import { figureOf, type Figure } from "../../runs/figure.ts";
import { listRuns, type RunListing } from "../../runs/list.ts";
import { LONG_PATH, plainName, plainText } from "../../plain/plain-text.ts";
import { age, grouped, shortNumber } from "../drawing/numbers.ts";
import { sparkline } from "../drawing/sparkline.ts";
import { stateInColor } from "../drawing/state.ts";
import { table } from "../drawing/table.ts";
import { UsageError } from "../failure.ts";
import { firstCommand } from "../first-command.ts";
import { printJson, printLines, sayLines, styleOf } from "../print.ts";
import { runsFolderOf } from "../run-choice.ts";
import type { Call, Verb } from "../verb.ts";

type Run = Extract<RunListing, { kind: "run" }>;

export const runs: Verb = {
  name: "runs",
  group: "Runs",
  summary: "list the runs of a folder, newest first",
  positionals: ["DIR?"],
  options: { runs: { value: "DIR", summary: "the same as DIR (default: runs)" } },
  examples: [
    { line: "runs", does: "those in the folder runs" },
    { line: "runs --json", does: "with everything, for programs" },
  ],
  run: async call => {
    const [typed] = call.given.positionals;
    if (typed !== undefined && call.given.text("runs") !== undefined)
      throw new UsageError("either DIR or --runs DIR, not both");
    const folder = typed === undefined ? runsFolderOf(call) : resolve(call.terminal.cwd, typed);
    const listed = await listRuns(folder);
    const found = listed.filter(listing => listing.kind === "run");
    const broken = listed.filter(listing => listing.kind === "broken");
    printJson(call, {
      runs: found.map(described),
      broken: broken.map(({ folder: at, reason }) => ({ folder: at, reason })),
    });
    if (listed.length === 0)
      printLines(call, [`There are no runs in ${folder}.`, firstCommand(call.terminal)]);
    if (found.length > 0) printLines(call, runTable(call, found));
    for (const { folder: at, reason } of broken)
      sayLines(call.terminal, `${plainName(at, LONG_PATH)} cannot be read: ${plainText(reason)}`);
    return 0;
  },
};

function described({ folder, info, status, state }: Run) {
  const { id, name, seed, parent, createdAt } = info;
  const { step, steps, stepsPerSecond, heartbeatAt, message, scalars, lastEvaluation, trend, trendGaps } =
    status;
  return {
    id,
    name,
    folder,
    state,
    seed,
    parent,
    createdAt,
    step,
    steps,
    stepsPerSecond,
    heartbeatAt,
    message,
    scalars,
    lastEvaluation,
    trend,
    trendGaps,
  };
}

function runTable(call: Call, found: readonly Run[]): string[] {
  const style = styleOf(call);
  const right = "right" as const;
  const columns = [
    { title: "Run" },
    { title: "State" },
    { title: "Step", align: right },
    { title: "of", align: right },
    { title: "Coverage", align: right },
    { title: "Trend" },
    { title: "Begun", align: right },
  ];
  const rows = found.map(({ info, status, state }) => {
    return [
      plainName(info.id),
      stateInColor(state, style),
      grouped(status.step),
      grouped(status.steps),
      figureText(figureOf(status, "quality/coverage"), status.step),
      sparkline(status.trend, { gaps: status.trendGaps }),
      age((Date.now() - Date.parse(info.createdAt)) / 1000),
    ];
  });
  return table(columns, rows);
}

/** A measure in a row of a run at a step: with its own step where that is another. */
function figureText(figure: Figure, at: number): string {
  switch (figure.kind) {
    case "value":
      return atStep(shortNumber(figure.value), figure.step, at);
    case "undefined":
      return atStep("undefined", figure.step, at);
    case "step unknown":
      return `${shortNumber(figure.value)} at some step`;
    case "none":
      return "-";
    default:
      return figure satisfies never;
  }
}

const atStep = (text: string, step: number, now: number): string =>
  step === now ? text : `${text} at ${grouped(step)}`;
