// When what happened between the press of "Train the Demo" and the first point on screen, read from what is there
// anyway: the run's files, and the browser's own timings of the page. All in milliseconds since 1970.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { decodeEvents } from "../../src/formats/tensorboard.ts";
import { eventFiles } from "../../src/runs/event-files.ts";
import { runFiles, stepName } from "../../src/runs/file-names.ts";
import { readRunInfo } from "../../src/runs/run-info.ts";
import { samplesFile } from "../../src/runs/samples.ts";

export type Marks = Readonly<Record<string, number>>;

/** When a trainer had done what, by its run's folder. */
export function trainerMarks(folder: string): Marks {
  const log = join(folder, runFiles.log);
  const firstLine = readFileSync(log, "utf8").split(" ", 1)[0] ?? "";
  const loss = eventFiles(folder)
    .flatMap(name => decodeEvents(readFileSync(join(folder, name))).events)
    .find(event => event.kind === "scalars" && "loss/generator" in event.scalars);
  return {
    "the run's folder is made": Date.parse(readRunInfo(folder).createdAt),
    "the trainer's process is asked for": statSync(log).birthtimeMs,
    "the trainer has read its program": Date.parse(firstLine),
    "the trainer keeps samples of step 0": statSync(samplesFile(folder, 0)).mtimeMs,
    "the trainer has evaluated and kept step 0": statSync(join(folder, runFiles.checkpoints, stepName(0)))
      .mtimeMs,
    "the trainer knows its first loss": loss === undefined ? NaN : loss.wallTime * 1000,
  };
}

const pageTimes = `(() => {
  const script = performance.getEntriesByType("resource").find(({ name }) => name.endsWith("dashboard.js"));
  if (script === undefined) return null;
  const at = time => performance.timeOrigin + time;
  return {
    "the page's document begins": at(0),
    "the page has its script": at(script.responseEnd),
    "the page paints": at(performance.getEntriesByType("paint")[0]?.startTime ?? NaN),
  };
})()`;

/** When the dashboard's page was how far, by the browser; nothing where it tells nothing. */
export async function pageMarks(window: Page): Promise<Marks> {
  for (const frame of window.frames()) {
    const times = await frame.evaluate<Marks | null>(pageTimes).catch(() => null);
    if (times !== null) return times;
  }
  return {};
}
