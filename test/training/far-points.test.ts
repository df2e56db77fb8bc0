import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openModel } from "../../src/execution/model.ts";
import { measures } from "../../src/experiment/catalog.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import { encodeNpy } from "../../src/formats/npy.ts";
import { prepareRun } from "../../src/launching/prepare-run.ts";
import { checkpointFile, lastCheckpoint } from "../../src/runs/checkpoints.ts";
import { readRunInfo, resolvedRunInfo } from "../../src/runs/run-info.ts";
import { readScalars } from "../../src/runs/scalars.ts";
import { checkpointMeasures } from "../../src/viewing/checkpoint-measures.ts";
import { uniform } from "../support/uniform.ts";
import { temporaryRuns, trainToEnd } from "./harness.ts";

/** A curve that is no line, with a little noise, moved and made larger; in double precision. */
function points(at: number, scale: number): Float64Array {
  const random = uniform(11);
  return Float64Array.from({ length: 1000 }, (_, i) => {
    const angle = 6 * random();
    return at + scale * ((i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + 0.1 * random());
  });
}

for (const [at, scale] of [
  [5e6, 1],
  [-3e8, 40],
] as const)
  // prettier-ignore
  test(`points around ${at} have the measures that they have around 0, in the run and when it is evaluated again`, async t => {
    const runs = temporaryRuns(t);
    const measured = [];
    for (const [center, size] of [[0, 1], [at, scale]] as const) { // prettier-ignore
      const file = join(runs, `${center}.npy`);
      writeFileSync(file, encodeNpy({ shape: [500, 2], data: points(center, size) }));
      const text = JSON.stringify({
        data: { kind: "npy", file },
        steps: 1,
        batch: 32,
        generator: { hidden: [16] },
        discriminator: { hidden: [16] },
        evaluation: { samples: 100 },
      });
      const folder = await prepareRun({ experiment: readExperiment(text, "far.gan.json", {}), runsFolder: runs });
      assert.equal((await trainToEnd(folder)).code, 0);
      const recorded = [...readScalars(folder)].flatMap(([tag, all]) =>
        tag in measures && !tag.startsWith("pairing/") ? [[tag, all.at(-1)?.value ?? NaN] as const] : [],
      );
      const checkpoint = lastCheckpoint(folder) ?? assert.fail("there is a checkpoint");
      const generator = await openModel(readFileSync(checkpointFile(checkpoint.folder, "generator")));
      const info = resolvedRunInfo(readRunInfo(folder), folder);
      const { values: again } = await checkpointMeasures(info, generator, new AbortController().signal);
      for (const [tag, value] of recorded) assert.ok(Math.abs((again[tag] ?? NaN) - value) <= 1e-5 * Math.abs(value), `${tag}: ${again[tag]} ${value}`);
      measured.push(new Map(recorded));
    }
    const [near, far] = measured;
    assert.ok(near !== undefined && near.size >= 8, `${near?.size}`);
    // Shares of 100 samples may differ by one where a distance is within rounding of another.
    for (const [tag, value] of near)
      assert.ok(Math.abs((far?.get(tag) ?? NaN) - value) <= 0.01 + 1e-3 * Math.abs(value), `${tag}: ${far?.get(tag)} ${value}`);
  });
