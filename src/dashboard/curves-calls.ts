import { setImmediate as turn } from "node:timers/promises";
import { CallError, type Handlers } from "../protocol/calls.ts";
import type { CurvesCalls, CurvesState, SourceFacts, SourceWindow } from "../protocol/curves.ts";
import { MOST_SOURCES } from "../protocol/curves.ts";
import { nameWith, wordsBesideNames } from "../protocol/run-names.ts";
import { curveLines, type RunSeries } from "./curve-lines.ts";
import { openCurveSource, type CurveSource } from "./curve-source.ts";
import { curveTable } from "./curve-table.ts";
import { curveWindow } from "./curve-window.ts";
import type { SavedFile } from "./data-calls.ts";
import { Gathering } from "./gathering.ts";
import { bytesInTurns } from "./in-turns.ts";

/** The sources that one panel shows, in the order of their colours; gives their state whenever something is new. */
export function openCurves(post: (state: CurvesState) => void): Gathering<CurveSource> {
  const gathering = new Gathering<CurveSource>({
    most: MOST_SOURCES,
    open: openCurveSource,
    tell: sources => {
      const { folders, unread } = gathering;
      post({ sources: factsApart(sources), folders, unread });
    },
  });
  return gathering;
}

/** What is known of each, named by what tells it apart from the other runs. */
function factsApart(sources: readonly CurveSource[]): SourceFacts[] {
  const runs = sources.map(source => source.run());
  const named = runs.filter(run => run !== null);
  const words = new Map(wordsBesideNames(named).map((own, i) => [named[i], own]));
  return sources.map((source, i) => {
    const facts = source.facts();
    return { ...facts, name: nameWith(words.get(runs[i] ?? undefined) ?? [], facts.name) };
  });
}

/** The calls that are answered from the sources; the others need the workbench. */
export type CurvesDataCall = Extract<
  keyof CurvesCalls,
  `curves/${string}` | "pictures/at" | "sources/remove"
>;

/** Asks the user for a place and writes there; false when the user chose none. */
export type Save = (file: SavedFile) => Promise<boolean>;

/** What the host answers about the sources that are shown. A folder that is not among them is refused. */
export function curvesDataCalls(
  sources: Gathering<CurveSource>,
  save: Save,
): Pick<Handlers<CurvesCalls>, CurvesDataCall> {
  const withTag = (tag: string) =>
    sources.feeds.flatMap(({ model: { folder, curves } }) => {
      const series = curves.get(tag);
      return series === undefined ? [] : [{ folder, series }];
    });
  return {
    "curves/start": () => {
      sources.start();
      return Promise.resolve(null);
    },
    "curves/window": async ({ tag, ...query }) => {
      const windows: SourceWindow[] = [];
      for (const { folder, series } of withTag(tag)) {
        windows.push({ folder, window: curveWindow(tag, series, { ...query, tags: [tag] }) });
        await turn();
      }
      return { windows };
    },
    "curves/table": ({ tag, most, ...range }) =>
      Promise.resolve(
        curveTable(
          withTag(tag).map(({ folder, series }) => ({ tag: folder, series })),
          range,
          most,
        ),
      ),
    "curves/save": async ({ tag, as, ...range }, signal) => {
      const content = () => bytesInTurns(curveLines(curvesOf(sources.feeds, tag), range, as), signal);
      return { saved: await save({ name: `${fileName(tag ?? "curves")}.${as}`, kind: as, content }) };
    },
    "pictures/at": ({ source, tag, step }) => {
      const found = sources.find(source);
      if (found === undefined) throw new CallError("input", "this run is not shown any more");
      return found.picturesAt(tag, step);
    },
    "sources/remove": ({ source }) => {
      sources.remove(source);
      return Promise.resolve(null);
    },
  };
}

/** Curves by run and tag; of one tag alone where it is named. Runs of the same name are told apart by what else is known of them. */
export function curvesOf(sources: readonly CurveSource[], tag: string | null): RunSeries[] {
  const facts = factsApart(sources);
  return sources.flatMap(({ model: { curves } }, i) => {
    const run = runName(facts, facts[i]);
    return [...curves.tags]
      .filter(one => tag === null || one === tag)
      .sort()
      .flatMap(one => {
        const series = curves.get(one);
        return series === undefined ? [] : [{ run, tag: one, series }];
      });
  });
}

function runName(all: readonly SourceFacts[], own: SourceFacts | undefined): string {
  if (own === undefined) return "";
  const isAlone = all.filter(({ name }) => name === own.name).length === 1;
  return isAlone ? own.name : `${own.name} (${own.detail})`;
}

/** A tag as a file's name. */
const fileName = (tag: string): string => tag.replaceAll(/[^\w.-]+/g, "-").replace(/^[.-]+/, "") || "curve";
