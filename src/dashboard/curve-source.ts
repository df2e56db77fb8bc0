import { open, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { inReach } from "../reach/reach.ts";
import type { PicturePlace } from "../foreign/event-log-tail.ts";
import { CallError } from "../protocol/calls.ts";
import { sourceLimits } from "../protocol/curves-packets.ts";
import type { PictureFacts, SourceFacts } from "../protocol/curves.ts";
import type { NamedRun } from "../protocol/run-names.ts";
import { runFiles } from "../runs/file-names.ts";
import { samplesFile } from "../runs/samples.ts";
import { curveFacts } from "./curve-facts.ts";
import type { CurveModel, Feed } from "./feed.ts";
import { openLogFeed } from "./log-feed.ts";
import type { LogModel } from "./log-model.ts";
import { stepBefore } from "./recorded-samples.ts";
import { runFacts } from "./run-facts.ts";
import { openRunFeed, type RunFeed } from "./run-feed.ts";

/** Pictures as encoded, and the step they were recorded at. */
export interface PicturesAtStep {
  readonly step: number;
  readonly pictures: readonly Uint8Array[];
}

/** Something that has curves, and maybe pictures: a run of ours, or another program's log. */
export interface CurveSource extends Feed<CurveModel> {
  /** What is known of it now, for people. */
  readonly facts: () => SourceFacts;
  /** What tells it apart from other runs; null of a log. */
  readonly run: () => NamedRun | null;
  /** The pictures of a tag at the newest step at or before this one. Rejects with a CallError. */
  readonly picturesAt: (tag: string, step: number) => Promise<PicturesAtStep>;
}

/** Opens what a folder holds: a run of ours where it has a run.json, else a log. Rejects with RunReadError for a broken run. */
export async function openCurveSource(folder: string): Promise<CurveSource> {
  const isRun = await stat(join(folder, runFiles.info)).then(
    () => true,
    () => false,
  );
  return isRun ? runSource(await openRunFeed(folder)) : logSource(openLogFeed(folder));
}

const SAMPLES_TAG = "samples";

/** What both kinds say in the same words. */
function sharedFacts({ folder, curves, unitOf, latestTrouble }: CurveModel) {
  return {
    folder,
    curves: [...curves.tags].sort().flatMap(tag => {
      const series = curves.get(tag);
      return series === undefined || series.length === 0 ? [] : [curveFacts(tag, series, unitOf)];
    }),
    generation: curves.generation,
    leftOut: { ...curves.leftOut, pictures: 0 },
    trouble: latestTrouble,
  };
}

function runSource(feed: RunFeed): CurveSource {
  const { model } = feed;
  const { domain } = runFacts(model.folder, model.info);
  // Only images are kept as pictures too.
  const steps = () => (domain === "images" ? model.stepsOf("samples") : []);
  return {
    ...feed,
    run: () => ({ ...model.info, name: model.latestNotes.name ?? model.info.name }),
    facts: () => {
      const shown = steps().slice(-sourceLimits.pictureSteps);
      return {
        ...sharedFacts(model),
        kind: "run",
        name: model.latestNotes.name ?? model.info.name,
        detail: `seed ${model.info.seed}`,
        pictures: shown.length === 0 ? [] : [{ tag: SAMPLES_TAG, steps: shown }],
        reading: null,
        damaged: 0,
        others: [],
      };
    },
    picturesAt: async (_, step) => {
      const at = stepBefore(steps(), step);
      try {
        return {
          step: at,
          pictures: [new Uint8Array(await readFile(inReach(samplesFile(model.folder, at, "png"))))],
        };
      } catch {
        throw new CallError("input", `the picture of step ${at} cannot be read`);
      }
    },
  };
}

function logSource(feed: Feed<LogModel>): CurveSource {
  const { model } = feed;
  const { folder, pictures } = model;
  const pictureFacts = (): PictureFacts[] =>
    [...pictures.tags]
      .sort()
      .slice(0, sourceLimits.pictureTags)
      .map(tag => ({ tag, steps: pictures.stepsOf(tag).slice(-sourceLimits.pictureSteps) }));
  return {
    ...feed,
    run: () => null,
    facts: () => ({
      ...sharedFacts(model),
      kind: "log",
      name: basename(folder),
      detail: dirname(folder),
      pictures: pictureFacts(),
      reading: model.isSettled ? null : model.shareRead,
      damaged: model.damagedRecords,
      others: model.others,
      leftOut: { ...model.curves.leftOut, pictures: pictures.leftOut },
    }),
    picturesAt: async (tag, step) => {
      const at = stepBefore(pictures.stepsOf(tag), step);
      const places = pictures.at(tag, at).slice(0, sourceLimits.pictures);
      const found: Uint8Array[] = [];
      let room = sourceLimits.pictureBytes;
      for (const place of places) {
        room -= place.length;
        if (room < 0) break;
        found.push(await encodedPicture(place));
      }
      if (found.length === 0) throw new CallError("input", `the picture of step ${at} is too large to show`);
      return { step: at, pictures: found };
    },
  };
}

/** Reads a picture again from its event file. */
async function encodedPicture({ file, offset, length }: PicturePlace): Promise<Uint8Array> {
  const handle = await open(inReach(file), "r").catch(() => null);
  if (handle === null) throw new CallError("input", `${file} cannot be read any more`);
  try {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await handle.read(bytes, 0, length, offset);
    if (bytesRead < length) throw new CallError("input", `${file} is shorter than it was`);
    return bytes;
  } finally {
    await handle.close();
  }
}
