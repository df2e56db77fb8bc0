import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { findLogRuns, isWandbFolder } from "../../foreign/log-folder.ts";
import { summarizeLogRun, type LogSummary } from "../../foreign/log-summary.ts";
import { LONG_PATH, plainName } from "../../plain/plain-text.ts";
import { grouped, shortNumber } from "../drawing/numbers.ts";
import { table } from "../drawing/table.ts";
import { UsageError } from "../failure.ts";
import { printJson, printLines, styleOf } from "../print.ts";
import type { Call, Verb } from "../verb.ts";

export const importLog: Verb = {
  name: "import",
  group: "Runs",
  summary: "list what a TensorBoard or MLflow log folder of another program holds",
  positionals: ["LOGDIR"],
  options: {},
  details: [
    "Every folder with event files, or of a run in MLflow's file store (mlruns), is a run, named by its path in LOGDIR; . is LOGDIR itself. Nothing is written. " +
      "Records that are torn, cut short or corrupt are passed over and counted.",
  ],
  examples: [
    { line: "import lightning_logs", does: "what every version in it holds" },
    { line: "import lightning_logs --json", does: "the same, for programs" },
  ],
  run: async call => {
    const [typed = ""] = call.given.positionals;
    const folder = resolve(call.terminal.cwd, typed);
    const info = await stat(folder).catch(() => null);
    if (info === null) throw new UsageError(`${typed}: there is no such folder`, { showUsage: false });
    if (!info.isDirectory())
      throw new UsageError(`${typed}: this is no folder; expected the folder that holds the event files`, {
        showUsage: false,
      });
    const runs: (readonly [string, LogSummary])[] = [];
    for (const run of await findLogRuns(folder)) runs.push([run.name, await summarizeLogRun(run)]);
    if (runs.length === 0 && (await isWandbFolder(folder)))
      throw new UsageError(
        `${typed}: this is a folder of Weights & Biases, whose files have no form that is described; write a TensorBoard log beside it (sync_tensorboard=True), or export a run's history as CSV`,
        { showUsage: false },
      );
    if (runs.length === 0)
      throw new UsageError(
        `${typed}: there are no event files (events.out.tfevents.*) and no runs of MLflow (meta.yaml beside metrics) in it or below`,
        {
          showUsage: false,
        },
      );
    printJson(call, {
      runs: Object.fromEntries(runs.map(([name, summary]) => [name, documentOf(summary)])),
    });
    printLines(
      call,
      runs.flatMap(([name, summary], i) => [...(i > 0 ? [""] : []), ...linesOf(call, name, summary)]),
    );
    return 0;
  },
};

/** JSON has no NaN and no infinity: such a value is null. */
const documentOf = ({ scalars, images, others, skipped }: LogSummary) => ({
  scalars: Object.fromEntries(scalars),
  images: Object.fromEntries(images),
  ...(others.size > 0 && { others: Object.fromEntries(others) }),
  skipped,
});

/** What one value is called of TensorBoard's plugins that have more than numbers and pictures. */
const singular: Readonly<Record<string, string>> = { histograms: "histogram", text: "text", audio: "sound" };

const valueText = (value: number) => (Number.isFinite(value) ? shortNumber(value) : String(value));

function linesOf(call: Call, name: string, { scalars, images, others, skipped }: LogSummary): string[] {
  const style = styleOf(call);
  const right = "right" as const;
  const numbers = [...scalars].map(([tag, { count, first, last }]) => [
    plainName(tag),
    grouped(count),
    grouped(first.step),
    valueText(first.value),
    grouped(last.step),
    valueText(last.value),
  ]);
  const counted = (
    tag: string,
    { count, steps }: { count: number; steps: readonly number[] },
    what: string,
  ) => [plainName(tag), grouped(count), grouped(steps[0] ?? 0), "", grouped(steps.at(-1) ?? 0), what];
  const pictures = [...images].map(([tag, found]) => counted(tag, found, "picture"));
  const rest = [...others].map(([tag, found]) =>
    counted(tag, found, singular[found.plugin] ?? (plainName(found.plugin) || "tensor")),
  );
  const columns = [
    { title: "Tag" },
    { title: "Count", align: right },
    { title: "First step", align: right },
    { title: "value", align: right },
    { title: "Last step", align: right },
    { title: "value", align: right },
  ];
  const rows = [...numbers, ...pictures, ...rest];
  const damage = skipped === 1 ? "1 damaged record skipped" : `${grouped(skipped)} damaged records skipped`;
  return [
    style.bold(plainName(name, LONG_PATH)),
    ...(rows.length === 0 ? ["nothing that has a tag"] : table(columns, rows)),
    ...(skipped === 0 ? [] : [damage]),
  ];
}
