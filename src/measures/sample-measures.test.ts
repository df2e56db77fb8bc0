import assert from "node:assert/strict";
import { test } from "node:test";
import { uniform } from "../../test/support/uniform.ts";
import { prepareSampleMeasures as inSlices } from "./sample-measures.ts";
import type { KnownModes, MeasureTag, Outputs, SampleMeasuresOptions } from "./sample-measures.ts";
import { NOT_FINITE, type Measures } from "./measured.ts";
import { modeRadius } from "./modes.ts";
import { PointsError } from "./points.ts";
import type { Points } from "./points.ts";
import { normals, points } from "../../test/support/made-points.ts";
import { atOnce } from "./slices.ts";
import type { Sliced } from "./slices.ts";

type Places = Extract<KnownModes, { readonly kind: "places" }>;

/** Prepared and measured without slices. */
function prepareSampleMeasures(options: SampleMeasuresOptions) {
  const prepared = atOnce(inSlices(options));
  const { jacobianLatents } = prepared;
  return { jacobianLatents, measure: (outputs: Outputs) => atOnce(prepared.measure(outputs)) };
}

type Generator = (z: readonly number[]) => readonly number[];

function apply(generator: Generator, latents: Points): Points {
  const { data, rows, dims } = latents;
  const outputs = Array.from({ length: rows }, (_, i) =>
    generator(Array.from(data.subarray(i * dims, (i + 1) * dims))),
  );
  return { data: Float32Array.from(outputs.flat()), rows, dims: outputs[0]?.length ?? 0 };
}

function evaluateAll(options: SampleMeasuresOptions, generator: Generator): Measures {
  const prepared = prepareSampleMeasures(options);
  return prepared.measure({
    samples: apply(generator, options.latents),
    jacobian: apply(generator, prepared.jacobianLatents),
  });
}

const evaluate = (options: SampleMeasuresOptions, generator: Generator) =>
  evaluateAll(options, generator).values;

const ring: Places = {
  kind: "places",
  count: 4,
  centers: Float64Array.of(2, 0, 0, 2, -2, 0, 0, -2),
  std: new Float64Array(4).fill(0.1),
  weights: new Float64Array(4).fill(0.25),
};

/** Samples of `modes`, in equal parts. */
function samplesOf(modes: Places, rows: number, seed: number): Points {
  const dims = modes.centers.length / modes.count;
  const noise = normals(rows, dims, seed).data;
  return points(rows, dims, i => {
    const mode = Math.floor(i / dims) % modes.count;
    return (modes.centers[mode * dims + (i % dims)] ?? 0) + (modes.std[mode] ?? 0) * (noise[i] ?? 0);
  });
}

const latents = normals(600, 2, 1);
const options: SampleMeasuresOptions = { real: samplesOf(ring, 500, 2), neighbours: 5, modes: ring, latents };

const unit: [number, number] = [0, 1];
const ranges: Record<MeasureTag, readonly [number, number]> = {
  "quality/precision": unit,
  "quality/recall": unit,
  "quality/density": [0, Infinity],
  "quality/coverage": unit,
  "quality/clipped_density": unit,
  "quality/clipped_coverage": unit,
  "quality/symmetric_precision": unit,
  "quality/symmetric_recall": unit,
  "quality/irs": [0, Infinity],
  "quality/fid": [0, Infinity],
  "quality/data_copying": unit,
  "quality/modes": [0, 4],
  "quality/high_quality": unit,
  "quality/mode_kl": [0, Infinity],
  "collapse/mode_spread": [0, Infinity],
  "collapse/mode_diversity": [0, Infinity],
  "collapse/effective_rank": [1, 2 + 1e-12],
  "collapse/log_condition": [0, 4 + 1e-12],
  "collapse/distance_ratio_p05": unit,
  "collapse/latent_recovery": unit,
};

test("a computation in slices gives the numbers of one at once, whatever is done in between", () => {
  const real = normals(700, 12, 3);
  const given: SampleMeasuresOptions = {
    ...options,
    modes: null,
    real,
    training: normals(900, 12, 4),
    frechet: true,
  };
  const outputs = { samples: normals(600, 12, 5), jacobian: null };
  const plain = prepareSampleMeasures(given).measure(outputs);
  let slices = 0;
  const inPieces = <T>(sliced: Sliced<T>): T => {
    for (;;) {
      const { done, value } = sliced.next();
      if (done === true) return value;
      slices++;
      if (slices % 50 === 0) prepareSampleMeasures({ ...options, latents: normals(30, 2, slices) });
    }
  };
  const other = inSlices(given);
  assert.deepEqual(inPieces(inPieces(other).measure(outputs)), plain);
  assert.ok(slices > 100, `${slices}`);
  assert.ok(
    (plain.values["quality/fid"] ?? -1) > 0 &&
      Math.abs((plain.values["quality/data_copying"] ?? 0) - 0.5) < 0.1,
  );
});

test("float32 and float64 points of equal values give equal measures", () => {
  const single = ({ data, rows, dims }: Points): Points => ({ data: Float32Array.from(data), rows, dims });
  const double = ({ data, rows, dims }: Points): Points => ({ data: Float64Array.from(data), rows, dims });
  const [real, samples] = [single(samplesOf(ring, 500, 2)), single(samplesOf(ring, 600, 3))];
  const of = (as: (p: Points) => Points) =>
    prepareSampleMeasures({
      ...options,
      real: as(real),
      latents: as(single(latents)),
      frechet: true,
    }).measure({
      samples: as(samples),
      jacobian: null,
    });
  assert.deepEqual(of(single), of(double));
});

test("the samples of the data's own distribution have all modes, high quality and the right spread", () => {
  const real = samplesOf(ring, 600, 9);
  const measures = prepareSampleMeasures(options).measure({ samples: real, jacobian: null }).values;
  assert.equal(measures["quality/modes"], 4);
  assert.ok((measures["quality/high_quality"] ?? 0) > 0.97);
  assert.ok((measures["quality/coverage"] ?? 0) > 0.9);
  assert.ok((measures["quality/mode_kl"] ?? 1) < 1e-12);
  assert.ok(Math.abs((measures["collapse/mode_spread"] ?? 0) - 1) < 0.1);
  // They know nothing of the latents.
  assert.ok((measures["collapse/latent_recovery"] ?? 0) > 0.85);
  assert.ok(!("collapse/effective_rank" in measures));
});

test("a scaled identity keeps every direction and every neighbour", () => {
  const measures = evaluate({ ...options, modes: null }, z => z.map(v => 3 * v));
  assert.ok(Math.abs((measures["collapse/effective_rank"] ?? 0) - 2) < 1e-6);
  assert.ok((measures["collapse/log_condition"] ?? 1) < 1e-3);
  assert.ok(Math.abs((measures["collapse/distance_ratio_p05"] ?? 0) - 1) < 1e-6);
  assert.ok((measures["collapse/latent_recovery"] ?? 1) < 1e-9);
  assert.ok(!("quality/modes" in measures));
});

test("a linear map of known singular values 4 and 1 has their rank and condition", () => {
  const measures = evaluate(options, ([x = 0, y = 0]) => [4 * x, y]);
  const rank = Math.exp(-(0.8 * Math.log(0.8) + 0.2 * Math.log(0.2)));
  assert.ok(Math.abs((measures["collapse/effective_rank"] ?? 0) - rank) < 1e-4);
  assert.ok(Math.abs((measures["collapse/log_condition"] ?? 0) - Math.log10(4)) < 1e-4);
});

test("one output for every latent: recovery is 1, and what has no meaning is undefined, with the reason", () => {
  const { values: measures, undefined: reasons } = evaluateAll(options, () => [2, 0]);
  assert.deepEqual(reasons, {
    "collapse/effective_rank": "the output changes near no latent",
    "collapse/log_condition": "the output changes near no latent",
    "collapse/distance_ratio_p05": "no two outputs differ",
  });
  assert.deepEqual(Object.keys(measures).sort(), [
    "collapse/latent_recovery",
    "collapse/mode_diversity",
    "collapse/mode_spread",
    "quality/clipped_coverage",
    "quality/clipped_density",
    "quality/coverage",
    "quality/density",
    "quality/high_quality",
    "quality/irs",
    "quality/mode_kl",
    "quality/modes",
    "quality/precision",
    "quality/recall",
    "quality/symmetric_precision",
    "quality/symmetric_recall",
  ]);
  assert.ok(Math.abs((measures["collapse/latent_recovery"] ?? 0) - 1) < 1e-9);
  assert.equal(measures["collapse/mode_spread"], 0);
  assert.equal(measures["quality/modes"], 1);
  assert.ok(Math.abs((measures["quality/mode_kl"] ?? 0) - Math.log(4)) < 1e-12);
});

test("one output for every mode: the reason is told of modes, since outputs of two modes do differ", () => {
  const { undefined: reasons } = evaluateAll(options, ([x = 0]) => [x > 0 ? 2 : -2, 0]);
  assert.equal(reasons["collapse/distance_ratio_p05"], "no two outputs of a mode differ");
});

test("latent recovery does not depend on the order of the samples, ties included", () => {
  const stairs: Generator = ([x = 0, y = 0]) => [Math.round(2 * x), Math.round(y)];
  const shuffled = normals(latents.rows, 2, 1);
  for (let i = 0; i < latents.rows; i++) {
    const from = (i * 7) % latents.rows;
    for (let d = 0; d < 2; d++) shuffled.data[i * 2 + d] = latents.data[from * 2 + d] ?? 0;
  }
  const one = evaluate(options, stairs)["collapse/latent_recovery"] ?? NaN;
  const two = evaluate({ ...options, latents: shuffled }, stairs)["collapse/latent_recovery"] ?? NaN;
  assert.ok(one > 0.01 && one < 0.9);
  assert.ok(Math.abs(one - two) < 1e-12);
});

test("latent recovery, distance ratio and spread are what their definitions give", () => {
  const generator: Generator = ([x = 0, y = 0]) => [2 + 0.1 * Math.sin(3 * x), 0.1 * y * x];
  const small = normals(90, 2, 4);
  const measures = evaluate({ ...options, latents: small }, generator);
  const x = apply(generator, small);
  const all = Array.from({ length: small.rows }, (_, i) => i);
  const squared = (set: Points, i: number, j: number) =>
    ((set.data[2 * i] ?? 0) - (set.data[2 * j] ?? 0)) ** 2 +
    ((set.data[2 * i + 1] ?? 0) - (set.data[2 * j + 1] ?? 0)) ** 2;
  const nearest = (set: Points, i: number) =>
    all.reduce(
      (best, j) => (j !== i && (best === i || squared(set, i, j) < squared(set, i, best)) ? j : best),
      i,
    );
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const pairs = all.flatMap(i => all.filter(j => j !== i).map(j => [i, j] as const));
  const inLatents = mean(all.map(i => squared(small, i, nearest(small, i))));
  const recovery =
    (mean(all.map(i => squared(small, i, nearest(x, i)))) - inLatents) /
    (mean(pairs.map(([i, j]) => squared(small, i, j))) - inLatents);
  assert.ok(Math.abs((measures["collapse/latent_recovery"] ?? 0) - recovery) < 1e-12);

  const ratios = pairs
    .map(([i, j]) => Math.sqrt(squared(x, i, j) / squared(small, i, j)))
    .sort((a, b) => a - b);
  const at = (share: number) => ratios[Math.round(share * (ratios.length - 1))] ?? NaN;
  assert.ok(Math.abs((measures["collapse/distance_ratio_p05"] ?? 0) - at(0.05) / at(0.5)) < 1e-3);

  const good = all.filter(
    i => squared(x, i, i) === 0 && Math.hypot((x.data[2 * i] ?? 0) - 2, x.data[2 * i + 1] ?? 0) < 0.3,
  );
  const variance = (d: number) => {
    const values = good.map(i => x.data[2 * i + d] ?? 0);
    return values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / (values.length - 1);
  };
  // Of a normal within three standard deviations: 0.97440 of its own.
  const spread = Math.sqrt((variance(0) + variance(1)) / 2) / (0.1 * 0.9743961888466185);
  assert.ok(Math.abs((measures["collapse/mode_spread"] ?? 0) - spread) < 1e-9);
});

test("real samples are of high quality in any number of dimensions", () => {
  assert.equal(modeRadius(1), 3);
  assert.equal(modeRadius(2), 3);
  assert.ok(Math.abs(modeRadius(2 + 1e-9) - 3) < 1e-6);
  const dims = 32;
  const centers = Float64Array.from({ length: 2 * dims }, (_, i) => (i < dims ? -1 : 1));
  const modes: Places = {
    kind: "places",
    count: 2,
    centers,
    std: Float64Array.of(0.1, 0.1),
    weights: Float64Array.of(0.5, 0.5),
  };
  const real = samplesOf(modes, 600, 2);
  const samples = samplesOf(modes, 600, 3);
  const measures = prepareSampleMeasures({ real, neighbours: 5, modes, latents }).measure({
    samples,
    jacobian: null,
  }).values;
  assert.equal(measures["quality/modes"], 2);
  assert.ok((measures["quality/high_quality"] ?? 0) > 0.96);
});

const ofModes: readonly string[] = [
  "quality/modes",
  "quality/high_quality",
  "quality/mode_kl",
  "collapse/mode_spread",
  "collapse/mode_diversity",
];

test("whatever a generator does, every measure is finite and in its range, or says why it has no value", () => {
  const next = uniform(3);
  const generators: Record<string, Generator> = {
    "one output": () => [0.3, 0.7],
    zero: () => [0, -0],
    "two outputs": ([x = 0]) => (x > 0 ? [2, 0] : [-2, 0]),
    line: ([x = 0]) => [x, 0],
    "a line across": ([x = 0, y = 0]) => [x + y, x + y],
    huge: z => z.map(v => v * 1e37),
    tiny: z => z.map(v => v * 1e-40),
    "far away": z => z.map(v => v + 1e30),
    grid: z => z.map(v => Math.round(v)),
    noise: () => [next() * 4 - 2, next() * 4 - 2],
    jump: ([x = 0, y = 0]) => [x > 0 ? 1e30 : -1e30, y],
  };
  const settings: Record<string, SampleMeasuresOptions> = {
    ordinary: options,
    "no modes": { ...options, modes: null },
    "one latent": { ...options, latents: normals(1, 2, 1) },
    "two latents": { ...options, latents: normals(2, 2, 1) },
    "equal latents": { ...options, latents: points(40, 2, () => 0.5) },
    "few real": { ...options, real: normals(3, 2, 1) },
    "no real": { ...options, real: points(0, 2, () => 0) },
    "equal real": { ...options, real: points(30, 2, () => 2) },
    "one neighbour": { ...options, neighbours: 1 },
    "a mode without weight": { ...options, modes: { ...ring, weights: Float64Array.of(0, 0.5, 0.5, 0) } },
    "modes without width": { ...options, modes: { ...ring, std: new Float64Array(4) } },
    "a wide latent space": { ...options, latents: normals(50, 7, 1) },
    "a latent of one": { ...options, latents: normals(50, 1, 1) },
  };
  for (const [setting, given] of Object.entries(settings)) {
    for (const [name, generator] of Object.entries(generators)) {
      const found = evaluateAll(given, (z: readonly number[]) =>
        generator(z.length === 1 ? [...z, 0] : z)
          .slice(0, 2)
          .concat(0)
          .slice(0, 2),
      );
      const all = Object.keys(ranges).filter(tag => given.modes !== null || !ofModes.includes(tag));
      assert.deepEqual(
        [...Object.keys(found.values), ...Object.keys(found.undefined)].sort(),
        all.filter(tag => !["quality/fid", "quality/data_copying"].includes(tag)).sort(),
        `${setting}, ${name}: each measure of these data has a value or a reason`,
      );
      for (const [tag, reason] of Object.entries(found.undefined))
        assert.notEqual(reason, NOT_FINITE, `${setting}, ${name}: ${tag} does not say why`);
      for (const [tag, value] of Object.entries(found.values)) {
        const [least, most] = ranges[tag as MeasureTag];
        assert.ok(
          Number.isFinite(value) && value >= least && value <= most,
          `${setting}, ${name}: ${tag} is ${value}`,
        );
      }
    }
  }
});

test("an output that is not finite is refused, naming its row", () => {
  const prepared = prepareSampleMeasures(options);
  const good = apply(z => z, latents);
  const jacobian = apply(z => z, prepared.jacobianLatents);
  const spoil = (set: Points, row: number) => ({
    ...set,
    data: set.data.map((v, i) => (i === row * 2 + 1 ? NaN : v)),
  });
  const refused = (row: number) => (error: unknown) => {
    assert.ok(error instanceof PointsError);
    assert.equal(error.reason, "not finite");
    assert.equal(error.row, row);
    return true;
  };
  assert.throws(() => prepared.measure({ samples: spoil(good, 17), jacobian }), refused(17));
  assert.throws(() => prepared.measure({ samples: good, jacobian: spoil(jacobian, 3) }), refused(3));
});

test("outputs of another shape are refused", () => {
  const prepared = prepareSampleMeasures(options);
  assert.throws(
    () => prepared.measure({ samples: normals(599, 2, 1), jacobian: null }),
    /599 rows of 2 .* 600 of 2/,
  );
  assert.throws(() => prepared.measure({ samples: normals(600, 3, 1), jacobian: null }), PointsError);
  const samples = normals(600, 2, 1);
  assert.throws(() => prepared.measure({ samples, jacobian: normals(9, 2, 1) }), /9 outputs .* 1024 latents/);
  assert.throws(() => prepareSampleMeasures({ ...options, real: normals(9, 3, 1) }), /modes: 8 coordinates/);
  assert.throws(() => prepareSampleMeasures({ ...options, latents: points(0, 2, () => 0) }), PointsError);
});
