// `npm run study`: trains what of the study is missing; see plan.md, and `npm run study -- --help`.
import { EventEmitter } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { reportCsv } from "../src/sweeps/report/csv.ts";
import { reportMarkdown } from "../src/sweeps/report/markdown.ts";
import { reportSvg } from "../src/sweeps/report/svg.ts";
import { cellsOf, nextOf, taskOf, type Task } from "./cells.ts";
import { quick, study, type StudyPlan } from "./plan.ts";
import { leftLines, leftOf } from "./progress.ts";
import { chosenTable, familyReport } from "./report.ts";
import { appendRows, readRows, rowKey, type Row } from "./rows.ts";
import { withRows } from "./science-page.ts";
import { train } from "./train.ts";

const usage = `npm run study                  train what is missing; Ctrl-C saves, the same command goes on
npm run study -- status        what is there, what is left and how long it takes
npm run study -- report        tables and pictures from the rows alone
npm run study -- check KEY     train one row again and compare its generator's bytes
  --regime NAME                only this one
  --hours N                    begin nothing after so many hours
  --quick                      a study of a minute, in out/study-quick`;

interface Call {
  readonly plan: StudyPlan;
  /** Holds rows/ and report/. */
  readonly folder: string;
  /** Where runs are while they train. */
  readonly work: string;
  readonly regimes: readonly string[];
  readonly until: number;
}

/** Its claims are a part of the report. */
const SCIENCE = join("docs", "science.md");

const say = (...lines: string[]) => {
  console.log(lines.join("\n"));
};

const interruptions = new EventEmitter();
let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    interrupted = true;
    interruptions.emit("interrupt");
  });

const rowsFolder = ({ folder }: Call) => join(folder, "rows");
const left = ({ plan, folder }: Call) =>
  leftLines(leftOf(plan, readRows(join(folder, "rows")), availableParallelism()));

/** Trains one sweep after another until nothing is missing; the exit status. */
async function trainMissing(call: Call): Promise<number> {
  const { plan, regimes, until, work } = call;
  mkdirSync(rowsFolder(call), { recursive: true });
  for (const name of regimes)
    for (const cell of cellsOf(name, regimeOf(plan, name)))
      for (;;) {
        const task = nextOf(plan, cell, readRows(rowsFolder(call)));
        if (task === null) break;
        if (Date.now() > until) {
          say("The time is over.", ...left(call));
          return 0;
        }
        say(taskText(task));
        const trained = interrupted
          ? { kind: "interrupted" as const }
          : await train(task, work, interruptions);
        if (trained.kind === "interrupted") {
          say("Interrupted; the same command goes on.");
          return 130;
        }
        appendRows(rowsFolder(call), trained.rows);
      }
  say(...left(call));
  return 0;
}

const taskText = ({ regime, base, addition, phase, values, seeds }: Task): string =>
  `${regime}, ${base}, ${addition}, ${phase}: ${values.length * seeds.length} runs`;

function regimeOf(plan: StudyPlan, name: string): StudyPlan["regimes"][string] {
  const regime = plan.regimes[name];
  if (regime === undefined)
    throw new Error(`There is no regime ${name}; there are: ${Object.keys(plan.regimes).join(", ")}.`);
  return regime;
}

/** A page, a picture and a table of each family of which something is there, what the searches chose, and the claims. */
function writeReports(call: Call): number {
  const { plan, folder, regimes } = call;
  const rows = readRows(rowsFolder(call));
  const target = join(folder, "report");
  mkdirSync(target, { recursive: true });
  for (const name of regimes) {
    if (![...rows.values()].some(({ regime }) => regime === name)) continue;
    writeFileSync(
      join(target, `${name}-chosen.md`),
      `# ${name}: what the searches chose\n\n${chosenTable(plan, name, rows)}\n`,
    );
    for (const family of Object.keys(regimeOf(plan, name).families)) {
      const report = familyReport(plan, name, family, rows);
      const file = join(target, `${name}-${family}`);
      const runs = report.arms.flatMap(arm => arm.runs);
      if (runs.length === 0) continue;
      writeFileSync(`${file}.md`, reportMarkdown(report));
      writeFileSync(`${file}.svg`, reportSvg(report));
      writeFileSync(`${file}.csv`, reportCsv({ ...report, measures: report.tags, runs }));
      say(`${file}.md`);
    }
  }
  if (plan === study) writeFileSync(SCIENCE, withRows(readFileSync(SCIENCE, "utf8"), plan, rows));
  return 0;
}

/** Trains one row again, and compares the digests of its experiment and generator. */
async function checkRow(call: Call, key: string): Promise<number> {
  const rows = readRows(rowsFolder(call));
  const row = rows.get(key);
  if (row === undefined) {
    const some = [...rows.keys()].slice(0, 3).map(one => `  ${one}`);
    say(`There is no row ${key}.`, ...(some.length > 0 ? ["Rows are named as these are:", ...some] : []));
    return 2;
  }
  const task = taskOf(call.plan, row, rows);
  const trained = task === null ? null : await train(task, join(call.work, "check"), interruptions);
  if (trained === null || trained.kind === "interrupted") return 130;
  const again = trained.rows.find(one => rowKey(one) === key);
  const differs = (["state", "experiment", "generator"] as const).filter(part => again?.[part] !== row[part]);
  say(...checkText(row, again, differs));
  return differs.length === 0 ? 0 : 1;
}

function checkText(row: Row, again: Row | undefined, differs: readonly (keyof Row)[]): string[] {
  if (differs.length === 0) return [`The same bytes: generator ${row.generator ?? "none"}.`];
  const made = (one: Row | undefined) => JSON.stringify(one?.versions ?? null);
  return [
    `Not the same: ${differs.join(", ")}.`,
    `The row was made by ${made(row)}, this by ${made(again)}.`,
  ];
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      regime: { type: "string" },
      hours: { type: "string" },
      quick: { type: "boolean", default: false },
      /** For tests: where the quick study's rows lie. */
      folder: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const [verb = "train", key = ""] = positionals;
  if (values.help) {
    say(usage);
    return 0;
  }
  const plan = values.quick ? quick : study;
  const folder = values.folder ?? (values.quick ? join("out", "study-quick") : "study");
  const hours = Number(values.hours ?? Infinity);
  const call: Call = {
    plan,
    folder,
    work: values.quick ? join(folder, "work") : join("runs", "study"),
    regimes: values.regime === undefined ? Object.keys(plan.regimes) : [values.regime],
    until: Date.now() + hours * 3_600_000,
  };
  switch (verb) {
    case "train":
      return trainMissing(call);
    case "status":
      say(...left(call));
      return 0;
    case "report":
      return writeReports(call);
    case "check":
      return checkRow(call, key);
    default:
      say(usage);
      return 2;
  }
}

process.exitCode = await main();
