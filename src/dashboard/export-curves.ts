import type { CurveFormat } from "../protocol/curves.ts";
import { letGo } from "../unattended/unattended.ts";
import { openCurveSource, type CurveSource } from "./curve-source.ts";
import { curvesOf } from "./curves-calls.ts";
import { curveLines } from "./curve-lines.ts";
import { bytesInTurns } from "./in-turns.ts";

/** Every recorded point of runs and logs as a file. Rejects as opening does; a log that cannot be read gives no lines. */
export async function exportedCurves(folders: readonly string[], as: CurveFormat): Promise<Uint8Array> {
  const sources = await Promise.all(folders.map(openCurveSource));
  const releases = await Promise.all(sources.map(whenRead));
  try {
    const everything = { from: 0, to: Infinity };
    const lines = curveLines(curvesOf(sources, null), everything, as);
    return await bytesInTurns(lines, new AbortController().signal);
  } finally {
    for (const release of releases) release();
    for (const source of sources) letGo(source.close());
  }
}

/** Follows a source until everything that is there has been read; gives what lets go of it. */
function whenRead({ model, subscribe }: CurveSource): Promise<() => void> {
  return new Promise(resolve => {
    const release = subscribe(() => {
      if (model.isSettled) resolve(release);
    });
  });
}
