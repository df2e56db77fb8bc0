import { writeFileSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { MOST_COMPARED } from "../../protocol/compare.ts";
import { listRuns } from "../../runs/list.ts";
import { readPageProgram } from "../../share/page-program.ts";
import { sharedDocument } from "../../share/shared-document.ts";
import { sharedHtml } from "../../share/shared-html.ts";
import { UsageError } from "../failure.ts";
import { printJson, printLines } from "../print.ts";
import { chosenRun } from "../run-choice.ts";
import { runsOption, type Call, type Verb } from "../verb.ts";
import { withViewer } from "../with-viewer.ts";

export const exportPage: Verb = {
  name: "export",
  group: "Runs",
  summary: "write one run, or several side by side, as one page to send: a file that needs no network",
  positionals: ["RUN..."],
  usage: ["RUN --out FILE.html", "RUN RUN ... --out FILE.html"],
  options: {
    out: { value: "FILE", summary: "FILE.html" },
    runs: runsOption,
  },
  details: [
    `The page holds curves, samples by step with a slider, the path between two latents, measures with intervals where other seeds of the experiment lie beside the run, knobs, notes, journal and the experiment. Of ${MOST_COMPARED} runs at most, the first is what the others are held against. What was left out so that the page stays small is said at its end.`,
    "It names no folder and no machine, but what experiment and journal say.",
  ],
  examples: [
    { line: "export 2026-11 --out run.html", does: "one page, opened in any browser" },
    { line: "export runs/A runs/B --out comparison.html", does: "two runs in the same charts" },
  ],
  run: async call => {
    const { terminal } = call;
    const path = pageFile(call);
    const folders: string[] = [];
    for (const typed of call.given.positionals) folders.push(await chosenRun(call, typed));
    if (folders.length > MOST_COMPARED)
      throw new UsageError(`${folders.length} runs are too many for one page: at most ${MOST_COMPARED}`);
    if (new Set(folders).size < folders.length) throw new UsageError("a run is given twice");
    const program = await readPageProgram(terminal.programFolder);
    const beside = await Promise.all([...new Set(folders.map(dirname))].map(folder => listRuns(folder)));
    const known = beside.flat().filter(listing => listing.kind === "run");
    const shared = await withViewer(terminal, viewer =>
      sharedDocument(folders, { viewer, known, version: terminal.version }),
    );
    const html = Buffer.from(sharedHtml(shared, program));
    writeFileSync(path, html);
    const leftOut = shared.runs.flatMap(run => run.leftOut);
    printJson(call, {
      file: path,
      bytes: html.length,
      runs: shared.runs.map(({ facts }) => facts.id),
      leftOut,
    });
    printLines(call, [...new Set(leftOut), `${(html.length / 1e6).toFixed(1)} MB`, path]);
    return 0;
  },
};

function pageFile({ given, terminal }: Call): string {
  const name = given.text("out");
  if (name === undefined) throw new UsageError("--out FILE is missing: it ends with .html");
  if (extname(name).toLowerCase() !== ".html") throw new UsageError(`--out must end with .html, not ${name}`);
  return resolve(terminal.cwd, name);
}
