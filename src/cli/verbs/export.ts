import { existsSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { MOST_COMPARED } from "../../protocol/compare.ts";
import { plainName } from "../../plain/plain-text.ts";
import { runFiles } from "../../runs/file-names.ts";
import { listRuns } from "../../runs/list.ts";
import { readPageProgram } from "../../share/page-program.ts";
import { notesIn, sharedDocument } from "../../share/shared-document.ts";
import { sharedCurves } from "../../share/shared-curves.ts";
import { sharedHtml } from "../../share/shared-html.ts";
import type { Renderer } from "../../share/shared-pictures.ts";
import { sharedSweep } from "../../share/shared-sweep.ts";
import type { SharedDocument } from "../../protocol/shared-page.ts";
import { baselineOption, reportOf } from "../sweep-report.ts";
import { curveOptions, curvesPicture } from "../curves-picture.ts";
import { UsageError } from "../failure.ts";
import { writeDrawing } from "../output-file.ts";
import { printJson, printLines } from "../print.ts";
import { chosenRun } from "../run-choice.ts";
import { runsOption, type Call, type ExitCode, type Verb } from "../verb.ts";
import { withViewer } from "../with-viewer.ts";

export const exportPage: Verb = {
  name: "export",
  group: "Runs",
  summary:
    "write a run, several side by side or a sweep's report as one page to send, which needs no network; or curves as a picture",
  positionals: ["RUN..."],
  usage: [
    "RUN --out FILE.html",
    "RUN RUN ... --out FILE.html",
    "DIR --out FILE.html [--baseline KEY=VALUE ...]",
    "RUN ... --out FILE.svg|FILE.pdf [--series TAG ...] [--size WIDTHxHEIGHT] [--font NAME] [--font-size N]",
  ],
  options: {
    out: { value: "FILE", summary: "FILE.html, or FILE.svg or FILE.pdf for curves of runs" },
    baseline: baselineOption,
    "without-notes": { summary: "leave out the notes beside the experiment's file (NAME.notes.md)" },
    ...curveOptions,
    runs: runsOption,
  },
  details: [
    `The page holds curves, samples by step with a slider, the path between two latents, measures with intervals where other seeds of the experiment lie beside the run, knobs, notes, journal and the experiment, and of the experiment the notes beside its file (NAME.notes.md), as text. Of ${MOST_COMPARED} runs at most, the first is what the others are held against. What was left out so that the page stays small is said at its end.`,
    "DIR is a sweep's folder: the page holds its report, with a run's samples of each configuration.",
    "It names no folder and no machine, but what experiment, notes and journal say. `notes` of --json lists the notes that are in it.",
  ],
  examples: [
    { line: "export 2026-11 --out run.html", does: "one page, opened in any browser" },
    { line: "export runs/A runs/B --out comparison.html", does: "two runs in the same charts" },
    { line: "export weights --out weights.html", does: "a sweep's report" },
    {
      line: "export runs/A runs/B --out losses.pdf --series loss/generator --font serif --size 480x240",
      does: "a curve of both as a picture of vectors, for a paper",
    },
  ],
  run: async call => {
    const { path, format } = outputOf(call);
    const { terminal } = call;
    if (format !== "html") return exportCurves(call, path, format);
    const program = await readPageProgram(terminal.programFolder);
    const shared = await withViewer(terminal, viewer => documentOf(call, viewer));
    const html = Buffer.from(sharedHtml(shared, program));
    writeFileSync(path, html);
    const notes = notesIn(shared);
    const leftOut = shared.sweep?.leftOut ?? shared.runs.flatMap(run => run.leftOut);
    const runs = shared.runs.map(({ facts }) => facts.id);
    printJson(call, {
      file: path,
      bytes: html.length,
      runs,
      sweep: shared.sweep?.report.plan.name ?? null,
      notes,
      leftOut,
    });
    const withNotes = notes.map(name => `With the experiment's notes: ${plainName(name)}`);
    printLines(call, [...withNotes, ...new Set(leftOut), `${(html.length / 1e6).toFixed(1)} MB`, path]);
    return 0;
  },
};

async function documentOf(call: Call, viewer: Renderer): Promise<SharedDocument> {
  const { terminal, given } = call;
  const options = { viewer, version: terminal.version };
  const sweep = sweepFolder(call);
  if (sweep !== null) {
    const { source, report } = await reportOf(call, sweep);
    return sharedSweep(report, source, options);
  }
  if (given.list("baseline").length > 0) throw new UsageError("--baseline is of a sweep's report");
  const folders = await chosenRuns(call);
  const beside = await Promise.all([...new Set(folders.map(dirname))].map(folder => listRuns(folder)));
  const known = beside.flat().filter(listing => listing.kind === "run");
  return sharedDocument(folders, { ...options, known, withNotes: !given.flag("without-notes") });
}

/** The runs that were typed. Rejects with UsageError. */
async function chosenRuns(call: Call): Promise<string[]> {
  const folders: string[] = [];
  for (const typed of call.given.positionals) folders.push(await chosenRun(call, typed));
  if (folders.length > MOST_COMPARED)
    throw new UsageError(`${folders.length} runs are too many for one page: at most ${MOST_COMPARED}`);
  if (new Set(folders).size < folders.length) throw new UsageError("a run is given twice");
  return folders;
}

async function exportCurves(call: Call, path: string, format: "svg" | "pdf"): Promise<ExitCode> {
  if (sweepFolder(call) !== null)
    throw new UsageError(`curves are of runs; a sweep's charts are written by report DIR --out FILE.svg`);
  const leftOut = new Set<string>();
  const folders = await chosenRuns(call);
  const runs = await sharedCurves(folders, sentence => {
    leftOut.add(sentence);
  });
  const missing = writeDrawing(path, format, curvesPicture(call, runs));
  if (missing.length > 0)
    leftOut.add(
      `Letters that a PDF's own fonts have not are question marks in it; .svg has them: ${missing.join(" ")}`,
    );
  printJson(call, { file: path, runs: runs.map(({ name }) => name), leftOut: [...leftOut] });
  printLines(call, [...leftOut, path]);
  return 0;
}

/** The one thing that was typed, where it is a folder that is no run's. */
function sweepFolder({ given: { positionals }, terminal }: Call): string | null {
  const [only = "", ...others] = positionals;
  const folder = resolve(terminal.cwd, only);
  const isFolder = others.length === 0 && existsSync(folder) && statSync(folder).isDirectory();
  return isFolder && !existsSync(join(folder, runFiles.info)) ? folder : null;
}

const formats = ["html", "svg", "pdf"] as const;
const pictureOptions = Object.keys(curveOptions);

function outputOf({ given, terminal }: Call): {
  readonly path: string;
  readonly format: (typeof formats)[number];
} {
  const name = given.text("out");
  if (name === undefined) throw new UsageError("--out FILE is missing: it ends with .html, .svg or .pdf");
  const format = formats.find(ending => ending === extname(name).toLowerCase().slice(1));
  if (format === undefined) throw new UsageError(`--out must end with .html, .svg or .pdf, not ${name}`);
  for (const option of format === "html" ? pictureOptions : ["baseline", "without-notes"])
    if (given.flag(option)) throw new UsageError(`--${option} does not go with .${format}`);
  return { path: resolve(terminal.cwd, name), format };
}
