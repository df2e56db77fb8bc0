// What the extension host spends on runs, without a workbench: the index of 5,000 runs, windows of curves of a million
// points, how soon a written point is handed on, and how long a burst holds others up.
import { fork } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { curveWindow } from "../../src/dashboard/curve-window.ts";
import { openRunFeed } from "../../src/dashboard/run-feed.ts";
import { Series } from "../../src/dashboard/series.ts";
import { StreamSession } from "../../src/dashboard/stream-session.ts";
import { encodeEvent } from "../../src/formats/tensorboard.ts";
import type { CurveQuery } from "../../src/protocol/dashboard.ts";
import { listRuns } from "../../src/runs/list.ts";
import { RunIndex } from "../../src/runs/run-index.ts";
import { newRun } from "../support/run-folder.ts";
import { interleave, median, table, timed } from "./interleave.ts";
import { watchBlocks } from "./longest-block.ts";
import { makeRuns } from "./many-runs.ts";

const RUNS = 5000;
const POINTS = 1_000_000;
const home = mkdtempSync(join(tmpdir(), "pairing-lab-bench-"));
const ms = (value: number, digits = 1) => value.toFixed(digits);

/** In a process of its own, whose memory is nothing else's: `node host.bench.js index FOLDER`. */
async function indexAlone(folder: string): Promise<void> {
  const before = process.memoryUsage().rss;
  const blocks = watchBlocks();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const index = new RunIndex([folder]);
  await index.settled();
  const { length } = index.listings;
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const longest = blocks.stop().own;
  const [first] = index.all;
  const heard = new Promise<number>(resolve => {
    const from = performance.now();
    index.onChange(() => {
      resolve(performance.now() - from);
    });
  });
  if (first !== undefined) writeFileSync(join(first.folder, "notes.json"), '{ "star": true }');
  const rss = process.memoryUsage().rss;
  process.send?.({ length, took, cpu: (user + system) / 1000, longest, heard: await heard, rss, before });
  index.dispose();
}

interface IndexFigures {
  readonly length: number;
  readonly took: number;
  readonly cpu: number;
  readonly longest: number;
  readonly heard: number;
  readonly rss: number;
  readonly before: number;
}

async function benchIndex(): Promise<void> {
  const folder = join(home, "runs");
  await makeRuns(folder, RUNS);
  const rounds: IndexFigures[] = [];
  for (let round = 0; round < 3; round++) {
    const child = fork(process.argv[1] ?? "", ["index", folder], { serialization: "advanced" });
    const ended = new Promise(resolve => child.once("close", resolve));
    child.once("message", message => {
      rounds.push(message as IndexFigures);
    });
    await ended;
  }
  const of = (key: keyof IndexFigures) => median(rounds.map(figures => figures[key]));
  console.log(`${of("length")} runs in an index:`);
  console.log(
    table(
      ["", "ms"],
      [
        ["until all are listed (goal: under 1,000)", ms(of("took"), 0)],
        ["of that on the processor", ms(of("cpu"), 0)],
        ["longest work without a turn for others", ms(of("longest"))],
        ["one run's notes changed, until it is told (goal: under 1,000)", ms(of("heard"), 0)],
      ],
    ),
  );
  console.log(
    `Memory: ${ms(of("rss") / 1e6, 0)} MB in all, ${ms((of("rss") - of("before")) / 1e6, 0)} MB of it for the runs (goal: under 150)`,
  );
  const index = new RunIndex([folder]);
  await index.settled();
  const run = index.all[100]?.folder ?? "";
  const medians = await interleave(
    {
      changed: () => timed(() => index.refresh(run)),
      rescan: () => timed(() => listRuns(folder)),
    },
    5,
  );
  index.dispose();
  console.log(
    `One changed run: ${ms(medians.changed, 2)} ms by the index, ${ms(medians.rescan, 0)} ms by reading all of them again (ratio ${ms(medians.rescan / medians.changed, 0)})\n`,
  );
}

/** The plain way to draw at most two points a pixel: a walk over every point. */
function plainWindow(series: Series, { from, to, buckets }: CurveQuery): number {
  const extremes = new Float64Array(2 * buckets);
  for (let b = 0; b < buckets; b++) {
    extremes[2 * b] = Infinity;
    extremes[2 * b + 1] = -Infinity;
  }
  for (let i = 0; i < series.length; i++) {
    const step = series.step(i);
    if (step < from || step > to) continue;
    const b = Math.min(buckets - 1, Math.floor(((step - from) / (to - from)) * buckets));
    extremes[2 * b] = Math.min(extremes[2 * b] ?? 0, series.value(i));
    extremes[2 * b + 1] = Math.max(extremes[2 * b + 1] ?? 0, series.value(i));
  }
  return extremes[0] ?? 0;
}

async function benchWindows(): Promise<void> {
  const curves = Array.from({ length: 4 }, () => new Series());
  const filled = await timed(() => {
    for (const [k, series] of curves.entries())
      for (let i = 0; i < POINTS; i++) series.append(i * 10, Math.sin(i / 1000 + k) + Math.random());
  });
  const query = (smoothing: number, to: number): CurveQuery => ({
    tags: [],
    from: 0,
    to,
    buckets: 800,
    scale: "linear",
    smoothing,
  });
  const all = (smoothing: number) => () =>
    timed(() => {
      for (const series of curves) curveWindow("a", series, query(smoothing, 10 * POINTS));
    });
  const medians = await interleave({
    raw: all(0),
    smoothed: all(0.9),
    "smoothed 0.999": all(0.999),
    zoomed: () =>
      timed(() => {
        for (const series of curves) curveWindow("a", series, query(0.9, 100_000));
      }),
    plain: () =>
      timed(() => {
        for (const series of curves) plainWindow(series, query(0, 10 * POINTS));
      }),
  });
  console.log(`Windows of 800 pixels of 4 curves of ${POINTS} points:`);
  console.log(
    table(
      ["", "ms"],
      [
        ["by the pyramid", ms(medians.raw)],
        ["and smoothed by 0.9", ms(medians.smoothed)],
        ["and smoothed by 0.999", ms(medians["smoothed 0.999"])],
        ["of the first hundredth, smoothed", ms(medians.zoomed)],
        ["by a walk over every point", ms(medians.plain)],
      ],
    ),
  );
  const each = (filled * 1e6) / (4 * POINTS);
  console.log(`Ratio ${ms(medians.plain / medians.raw)}; appending a point takes ${ms(each, 0)} ns\n`);
}

const event = (step: number) =>
  encodeEvent({
    wallTime: 1.7e9,
    step,
    kind: "scalars",
    scalars: {
      "loss/generator": step,
      "loss/discriminator": step,
      "loss/pairing": step,
      "pairing/accuracy": step,
    },
  });

async function benchTail(): Promise<void> {
  const folder = await newRun(home);
  const file = join(folder, "events.out.tfevents.1700000000.bench.1.0");
  writeFileSync(file, event(0));
  const feed = await openRunFeed(folder);
  let newest = 0;
  let wake: () => void = () => undefined;
  const session = new StreamSession({
    feed,
    isTrusted: () => true,
    post: update => {
      if (update.kind === "append")
        for (const item of update.items)
          if (item.kind === "points") newest = Math.max(newest, item.steps.at(-1) ?? 0);
      wake();
    },
  });
  const until = async (step: number) => {
    while (newest < step) await new Promise<void>(resolve => (wake = resolve));
  };
  session.start();
  await delay(500);
  const latencies: number[] = [];
  for (let step = 1; step <= 100; step++) {
    await delay(13 + (step % 7) * 10);
    const written = performance.now();
    appendFileSync(file, event(step));
    await until(step);
    latencies.push(performance.now() - written);
  }
  latencies.sort((a, b) => a - b);
  const BURST = 100_000;
  const burst = Buffer.concat(Array.from({ length: BURST }, (_, i) => event(101 + i)));
  const prepared = join(home, "burst");
  writeFileSync(prepared, burst);
  await delay(200);
  const idle = watchBlocks();
  await delay(1000);
  const quiet = idle.stop();
  // Another process writes, as a trainer does: writing so much holds its process up too.
  fork(process.argv[1] ?? "", ["append", prepared, file]);
  const blocks = watchBlocks();
  const cpu = process.cpuUsage();
  const took = await timed(() => until(100 + BURST));
  const { user, system } = process.cpuUsage(cpu);
  const longest = blocks.stop();
  session.close();
  await feed.close();
  console.log("From a point written to its update posted to the panel (goal: under 100 ms on screen):");
  console.log(
    table(
      ["", "ms"],
      [
        ["median", ms(median(latencies))],
        ["95 of 100", ms(latencies[94] ?? NaN)],
        ["longest", ms(latencies.at(-1) ?? NaN)],
      ],
    ),
  );
  console.log(
    `A burst of ${4 * BURST} points (${ms(burst.length / 1e6, 0)} MB) is read in ${ms(took, 0)} ms with the start of its writer (${ms((user + system) / 1000, 0)} ms on the processor).`,
  );
  console.log(
    `Longest work without a turn for others: ${ms(longest.own)} ms (goal: 8); by the clock ${ms(longest.wall)} ms, where an idle second had ${ms(quiet.wall)} ms`,
  );
}

// Following folders keeps no process alive by itself.
const alive = setInterval(() => undefined, 1000);
const [, , part, first = "", second = ""] = process.argv;
if (part === "index") await indexAlone(first);
else if (part === "append") appendFileSync(second, readFileSync(first));
else {
  await benchIndex();
  await benchWindows();
  await benchTail();
}
clearInterval(alive);
rmSync(home, { recursive: true, force: true });
