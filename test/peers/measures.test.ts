import assert from "node:assert/strict";
import { test } from "node:test";
import { uniform } from "../support/uniform.ts";
import { frechetDistance, frechetReference } from "../../src/measures/frechet.ts";
import { jacobianLatents, jacobianMeasures } from "../../src/measures/jacobian.ts";
import { cutDeviation, modeRadius } from "../../src/measures/modes.ts";
import { percentile } from "../../src/measures/order-statistics.ts";
import type { Points } from "../../src/measures/points.ts";
import { prepareReal, quality } from "../../src/measures/quality.ts";
import { grid, normals, points } from "../support/made-points.ts";
import { singularValues } from "../../src/measures/singular-values.ts";
import { atOnce } from "../../src/measures/slices.ts";
import { assertClose, rowsOf } from "./comparing.ts";
import { peersMissing, python } from "./python.ts";

test("precision, recall, density and coverage equal prdc's", { skip: peersMissing("numpy", "prdc") }, () => {
  const cases: { name: string; real: Points; fake: Points; k: number }[] = [];
  for (const dims of [1, 2, 8, 64]) {
    for (const k of [1, 3, 5]) {
      const seed = dims * 10 + k;
      const add = (name: string, real: Points, fake: Points) =>
        cases.push({ name: `${name}, ${dims} dims, k ${k}`, real, fake, k });
      add("random", normals(203, dims, seed), normals(157, dims, seed + 1, 0.3));
      add("far apart", normals(50, dims, seed), normals(60, dims, seed + 1, 40));
      add("ties", grid(150, dims, seed, 4), grid(170, dims, seed + 1, 4));
      add("coarse ties", grid(90, dims, seed, 2), grid(80, dims, seed + 1, 3));
      const half = grid(60, dims, seed, 9);
      add(
        "duplicates",
        points(120, dims, i => half.data[i % half.data.length] ?? 0),
        grid(100, dims, seed, 9),
      );
      add("the same set", half, half);
      add(
        "collapsed fake",
        grid(80, dims, seed, 5),
        points(70, dims, () => 2),
      );
      add(
        "collapsed real",
        points(70, dims, () => 2),
        grid(80, dims, seed, 5),
      );
      add(
        "both collapsed",
        points(30, dims, () => 1),
        points(40, dims, () => 1),
      );
      add("few", normals(k + 2, dims, seed), normals(k + 2, dims, seed + 1));
    }
  }
  const script = [
    "import contextlib, numpy, prdc",
    "result = []",
    "for c in given['cases']:",
    "    with contextlib.redirect_stdout(sys.stderr): p = prdc.compute_prdc(numpy.array(c['real'], dtype=float), numpy.array(c['fake'], dtype=float), c['k'])",
    "    result.append({name: float(value) for name, value in p.items()})",
    "print(json.dumps(result))",
  ].join("\n");
  const plain = cases.map(({ real, fake, k }) => ({ real: rowsOf(real), fake: rowsOf(fake), k }));
  const expected = python(script, { cases: plain });
  assert.ok(Array.isArray(expected));
  assert.equal(expected.length, cases.length);
  cases.forEach(({ name, real, fake, k }, n) => {
    const theirs: unknown = expected[n];
    assert.ok(typeof theirs === "object" && theirs !== null);
    const record = new Map<string, unknown>(Object.entries(theirs));
    const ours = quality(prepareReal(real, k), fake);
    for (const measure of ["precision", "recall", "density", "coverage"] as const) {
      assertClose(ours[`quality/${measure}`], record.get(measure), `${name}: ${measure}`);
    }
  });
});

test(
  "the Frechet distance equals numpy's and scipy's in float64",
  { skip: peersMissing("numpy", "scipy") },
  () => {
    const mixed = ({ data, rows, dims }: Points, strength: number): Points =>
      points(rows, dims, i => (data[i] ?? 0) + strength * (data[i - (i % dims)] ?? 0) * ((i % dims) % 3));
    const cases = [
      { real: mixed(normals(400, 5, 1), 0.5), fake: mixed(normals(300, 5, 2, 0.2), 1) },
      { real: mixed(normals(500, 63, 3), 0.3), fake: normals(700, 63, 4) },
      { real: mixed(normals(2100, 130, 5), 2), fake: mixed(normals(2100, 130, 6), 1.5) },
    ];
    const script = [
      "import numpy, scipy.linalg",
      "result = []",
      "for c in given['cases']:",
      "    a, b = numpy.array(c['real']), numpy.array(c['fake'])",
      "    ca, cb = numpy.cov(a.T), numpy.cov(b.T)",
      "    between = ((a.mean(0) - b.mean(0)) ** 2).sum() + numpy.trace(ca) + numpy.trace(cb)",
      "    w, v = numpy.linalg.eigh(ca)",
      "    half = (v * numpy.sqrt(numpy.maximum(w, 0))) @ v.T",
      "    roots = numpy.sqrt(numpy.maximum(numpy.linalg.eigvalsh(half @ cb @ half), 0)).sum()",
      "    result.append([float(between - 2 * roots), float(between - 2 * numpy.trace(scipy.linalg.sqrtm(ca @ cb)).real)])",
      "print(json.dumps(result))",
    ].join("\n");
    const plain = cases.map(({ real, fake }) => ({ real: rowsOf(real), fake: rowsOf(fake) }));
    const theirs = python(script, { cases: plain }) as number[][];
    cases.forEach(({ real, fake }, n) => {
      const ours = atOnce(frechetDistance(atOnce(frechetReference(real)), fake));
      assertClose(ours, theirs[n]?.[0], `case ${n} by eigenvalues`);
      assertClose(ours, theirs[n]?.[1], `case ${n} by scipy.linalg.sqrtm`);
    });
  },
);

test("singular values equal numpy's, percentiles too", { skip: peersMissing("numpy") }, () => {
  const next = uniform(5);
  const shapes = [
    [1, 1],
    [2, 1],
    [1, 4],
    [2, 2],
    [3, 2],
    [5, 8],
    [16, 16],
    [40, 7],
  ] as const;
  const matrices = shapes.map(([rows, columns]) => normals(rows, columns, rows * 50 + columns));
  const values = Array.from({ length: 101 }, () => Math.floor(next() * 50) + next());
  const shares = [0, 0.05, 0.31, 0.5, 0.999, 1];
  const script = [
    "import numpy",
    "result = {'values': [numpy.linalg.svd(numpy.array(m), compute_uv=False).tolist() for m in given['matrices']],",
    "          'percentiles': numpy.percentile(given['values'], [100 * s for s in given['shares']]).tolist()}",
    "print(json.dumps(result))",
  ].join("\n");
  const result = python(script, { matrices: matrices.map(rowsOf), values, shares });
  assert.ok(typeof result === "object" && result !== null);
  const { values: theirs, percentiles } = result as { values: number[][]; percentiles: number[] };
  matrices.forEach(({ data, rows, dims }, n) => {
    const ours = singularValues(Float64Array.from(data), rows, dims);
    assert.equal(ours.length, theirs[n]?.length);
    ours.forEach((value, i) => {
      assertClose(value, theirs[n]?.[i], `matrix ${rows} by ${dims}, value ${i}`);
    });
  });
  shares.forEach((share, n) => {
    assertClose(percentile(Float64Array.from(values), share), percentiles[n], `percentile ${share}`);
  });
});

test(
  "the Jacobian's measures equal PyTorch's with automatic derivatives",
  { skip: peersMissing("torch") },
  () => {
    const latents = normals(40, 3, 8);
    const z = jacobianLatents(latents);
    const rows = z.length / 3;
    const map = (a: number, b: number, c: number) => [Math.sin(a) + b * c, a * b - 0.3 * c];
    const outputs = Array.from({ length: rows }, (_, i) =>
      map(z[3 * i] ?? 0, z[3 * i + 1] ?? 0, z[3 * i + 2] ?? 0),
    ).flat();
    const found = atOnce(
      jacobianMeasures({ data: z, rows, dims: 3 }, { data: Float64Array.from(outputs), rows, dims: 2 }),
    );
    const ours = { effectiveRank: Number(found.effectiveRank), logCondition: Number(found.logCondition) };
    const script = [
      "import torch",
      "f = lambda v: torch.stack([torch.sin(v[0]) + v[1] * v[2], v[0] * v[1] - 0.3 * v[2]])",
      "s = torch.stack([torch.linalg.svdvals(torch.autograd.functional.jacobian(f, z)) for z in torch.tensor(given['latents'], dtype=torch.float64)])",
      "p = s / s.sum(1, keepdim=True)",
      "logs = torch.log10(s[:, 0] / torch.maximum(s[:, -1], 1e-4 * s[:, 0]))",
      "result = {'rank': torch.exp(-(p * torch.log(p)).sum(1)).mean().item(), 'log': torch.quantile(logs, 0.5).item()}",
      "print(json.dumps(result))",
    ].join("\n");
    const theirs = python(script, { latents: rowsOf(latents) }) as { rank: number; log: number };
    // Central differences are off by about step^2.
    assert.ok(Math.abs(ours.effectiveRank - theirs.rank) < 1e-5, `${ours.effectiveRank} ${theirs.rank}`);
    assert.ok(Math.abs(ours.logCondition - theirs.log) < 1e-5, `${ours.logCondition} ${theirs.log}`);
  },
);

test(
  "the deviation of a normal cut at a mode's radius equals scipy's",
  { skip: peersMissing("numpy", "scipy") },
  () => {
    const dims = [1, 2, 3, 8, 32, 512];
    const script = `
from scipy import stats
print(json.dumps([(stats.chi2.cdf(r * r, d + 2) / stats.chi2.cdf(r * r, d)) ** 0.5 for d, r in given["cuts"]]))`;
    const expected = python(script, { cuts: dims.map(d => [d, modeRadius(d)]) }) as number[];
    for (const [i, d] of dims.entries()) assertClose(cutDeviation(d), expected[i], `${d} dimensions`);
  },
);
