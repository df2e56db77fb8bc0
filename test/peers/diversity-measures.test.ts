// The measures that collapse cannot flatter, beside the same definitions written in Python with numpy and scipy.
import assert from "node:assert/strict";
import { test } from "node:test";
import { blockPoints } from "../../src/measures/blocks.ts";
import { imageRetrieval, retrievalBounds, retrievalReference } from "../../src/measures/image-retrieval.ts";
import { modeDiversity, ModeKernels, NO_MODE } from "../../src/measures/mode-diversity.ts";
import { likeliestSize, sizeBounds } from "../../src/measures/occupancy.ts";
import type { Points } from "../../src/measures/points.ts";
import { prepareReal, quality } from "../../src/measures/quality.ts";
import { grid, normals, points } from "../support/made-points.ts";
import { uniform } from "../support/uniform.ts";
import { atOnce } from "../../src/measures/slices.ts";
import { assertClose, rowsOf } from "./comparing.ts";
import { peersMissing, python } from "./python.ts";

interface Case {
  readonly name: string;
  readonly real: Points;
  readonly fake: Points;
}

/** Every point `times` times. */
const copied = ({ data, rows, dims }: Points, times: number): Points =>
  points(rows * times, dims, i => data[i % data.length] ?? 0);

function casesOf(dims: number): Case[] {
  const sets: readonly (readonly [string, Points, Points])[] = [
    ["alike", normals(203, dims, dims), normals(157, dims, dims + 1)],
    ["more samples than real ones", normals(60, dims, dims), normals(341, dims, dims + 1)],
    ["shifted", normals(120, dims, dims), normals(121, dims, dims + 1, 0.7)],
    ["far apart", normals(50, dims, dims), normals(60, dims, dims + 1, 40)],
    ["shrunk", normals(150, dims, dims), points(150, dims, i => 0.2 * (normals(150, dims, 9).data[i] ?? 0))],
    ["copies", normals(150, dims, dims), copied(normals(15, dims, 9), 10)],
    ["copied real ones", copied(normals(40, dims, dims), 3), normals(100, dims, 9)],
    ["ties", grid(150, dims, dims, 4), grid(170, dims, dims + 1, 4)],
    ["one output", grid(80, dims, dims, 5), points(70, dims, () => 2)],
  ];
  return sets.map(([name, real, fake]) => ({ name: `${name}, ${dims} dims`, real, fake }));
}

const plain = ({ real, fake }: Case) => ({ real: rowsOf(real), fake: rowsOf(fake) });

test(
  "clipped density and coverage, symmetric precision and recall equal numpy's",
  { skip: peersMissing("numpy", "scipy") },
  () => {
    const cases = [1, 2, 64].flatMap(dims => casesOf(dims).flatMap(one => [1, 5].map(k => ({ ...one, k }))));
    const script = `
import numpy as np
from scipy.special import betaln, gammaln

def distances(a, b):
    return np.sqrt(((a[:, None, :] - b[None, :, :]) ** 2).sum(-1))

# As in the authors' program: by logarithms, over all counts.
def expected(n, m, k):
    result = np.zeros(m + 1)
    for i in range(k, m + 1):
        j = np.arange(1, i + 1)
        binomial = gammaln(i + 1) - gammaln(j + 1) - gammaln(i - j + 1)
        result[i] = np.exp(np.log(np.minimum(j, k)) + binomial + betaln(k + j, n + i - k - j) - betaln(k, n - k)).sum() / k
    return result

out = []
for c in given["cases"]:
    x, y, k = np.array(c["real"], float), np.array(c["fake"], float), c["k"]
    n, m = len(x), len(y)
    xx, yy, xy = distances(x, x), distances(y, y), distances(x, y)
    # In front of the k-th other one is the point itself.
    rx, ry = np.sort(xx, 1)[:, k], np.sort(yy, 1)[:, k]
    short = np.minimum(rx, np.median(rx))
    others = (xx <= short[:, None]) & ~np.eye(n, dtype=bool)
    own = np.minimum(others.sum(0) / k, 1).mean()
    density = min(np.minimum((xy <= short[:, None]).sum(0) / k, 1).mean() / own, 1)
    share = np.minimum((xy < rx[:, None]).sum(1), k).mean() / k
    # With a tie, rounding would decide.
    f = expected(n, m, k)
    coverage = np.searchsorted(f, share * (1 - 1e-10)) / (m + 1)
    precision = (xy < rx[:, None]).any(0).mean()
    complement = (xy < ry[None, :]).any(0).mean()
    recall = (xy < ry[None, :]).any(1).mean()
    covered = (xy < rx[:, None]).any(1).mean()
    out.append([density, coverage, min(precision, complement), min(recall, covered)])
print(json.dumps(np.array(out).tolist()))`;
    const theirs = python(script, { cases: cases.map(one => ({ ...plain(one), k: one.k })) }) as number[][];
    cases.forEach(({ name, real, fake, k }, n) => {
      const ours = quality(prepareReal(real, k), fake);
      const tags = [
        "clipped_density",
        "clipped_coverage",
        "symmetric_precision",
        "symmetric_recall",
      ] as const;
      tags.forEach((tag, i) => {
        assertClose(ours[`quality/${tag}`], theirs[n]?.[i], `${name}, k ${k}: ${tag}`);
      });
    });
    assert.ok(theirs.some(([, coverage = 0]) => coverage > 0.3 && coverage < 0.9));
  },
);

test(
  "the most likely number of things and its bounds equal exact ones",
  { skip: peersMissing("fractions") },
  () => {
    const next = uniform(4);
    const cases = Array.from({ length: 40 }, () => {
      const [most, draws] = [2 + Math.floor(next() * 60), 1 + Math.floor(next() * 50)];
      return { most, draws, distinct: 1 + Math.floor(next() * Math.min(most, draws)) };
    });
    const script = `
from fractions import Fraction
from math import comb, factorial, perm

def stirling(n, k):
    return sum((-1) ** (k - j) * comb(k, j) * j ** n for j in range(k + 1)) // factorial(k)

def law(n, s):
    return [Fraction(stirling(n, k) * perm(s, k), s ** n) for k in range(min(n, s) + 1)]

alpha = Fraction(1, 80)
out = []
for c in given["cases"]:
    k, n, most = c["distinct"], c["draws"], c["most"]
    laws = {s: law(n, s) for s in range(k, most + 1)}
    best = max(laws, key=lambda s: laws[s][k])
    low = [s for s in laws if sum(laws[s][k:]) >= alpha]
    high = [s for s in laws if sum(laws[s][:k + 1]) >= alpha]
    out.append([best, min(low, default=most), max(high, default=-1)])
print(json.dumps(out))`;
    const theirs = python(script, { cases }) as number[][];
    cases.forEach(({ distinct, draws, most }, n) => {
      const [best, lowest = 0, highest = 0] = theirs[n] ?? [];
      const name = `${distinct} different of ${most} in ${draws}`;
      assert.equal(likeliestSize(distinct, draws, most), best, name);
      const { low, high } = sizeBounds(distinct, draws, most, 1 / 80);
      assert.deepEqual([low, high], [lowest, Math.max(lowest, highest)], name);
    });
  },
);

test(
  "the Image Retrieval Score and its bounds equal numpy's",
  { skip: peersMissing("numpy", "scipy") },
  () => {
    const cases = [1, 2, 64].flatMap(casesOf);
    const script = `
import numpy as np
from scipy.special import gammaln

def shuffled(rows):
    order, state = list(range(rows)), 1
    for i in range(rows - 1, 0, -1):
        state = (state * 1664525 + 1013904223) % 2 ** 32
        j = state * (i + 1) // 2 ** 32
        order[i], order[j] = order[j], order[i]
    return order

def distinct(x, y):
    return len(set(((x[:, None, :] - y[None, :, :]) ** 2).sum(-1).argmin(0).tolist()))

def log_law(n, s):
    # log P(k) for k = 1 .. min(n, s), by adding one draw after the other.
    p = np.full(min(n, s) + 1, -np.inf)
    p[1] = 0
    k = np.arange(1, len(p))
    with np.errstate(divide="ignore"):
        for _ in range(n - 1):
            p[1:] = np.logaddexp(p[1:] + np.log(k / s), p[:-1] + np.log((s - k + 1) / s))
    return p

def size(k, n, most):
    s = np.arange(k, most + 1)
    return int(s[np.argmax(gammaln(s + 1) - gammaln(s - k + 1) - n * np.log(s))])

def bounds(k, n, most, alpha):
    sums = {s: np.exp(log_law(n, s)) for s in range(k, most + 1)}
    low = min([s for s in sums if sums[s][k:].sum() >= alpha], default=most)
    return low, max([s for s in sums if sums[s][:k + 1].sum() >= alpha] + [low])

out = []
for c in given["cases"]:
    x, y = np.array(c["real"], float), np.array(c["fake"], float)
    order, half = shuffled(len(x)), (len(x) + 1) // 2
    n = min(len(x) - half, len(y))
    targets, others = x[order[:half]], x[order[half:half + n]]
    own = distinct(targets, y if n == len(y) else y[shuffled(len(y))[:n]])
    real = distinct(targets, others)
    (low, high), (least, most) = bounds(own, n, half, 0.0125), bounds(real, n, half, 0.0125)
    out.append([size(own, n, half) / size(real, n, half), low / most, high / least])
print(json.dumps(out))`;
    const theirs = python(script, { cases: cases.map(plain) }) as number[][];
    cases.forEach(({ name, real, fake }, n) => {
      const reference = atOnce(retrievalReference(atOnce(blockPoints(real)), fake.rows));
      assert.ok(!("reason" in reference));
      const found = atOnce(imageRetrieval(reference, atOnce(blockPoints(fake))));
      [found.score, ...retrievalBounds(reference, found)].forEach((value, i) => {
        assertClose(value, theirs[n]?.[i], `${name}: ${["score", "low", "high"][i]}`);
      });
    });
  },
);

test(
  "mode diversity equals numpy's, with the kernel found by scipy",
  { skip: peersMissing("numpy", "scipy") },
  () => {
    const modesOf = (rows: number) =>
      Int32Array.from({ length: rows }, (_, i) => (i % 7 === 0 ? NO_MODE : i % 3));
    const cases = [1, 2, 64].flatMap(casesOf);
    const script = `
import numpy as np
from scipy.optimize import brentq

def pairs(x):
    d = ((x[:, None, :] - x[None, :, :]) ** 2).sum(-1)
    return d[np.tril_indices(len(x), -1)]

out = []
for c in given["cases"]:
    x, y, mx, my = np.array(c["real"], float), np.array(c["fake"], float), np.array(c["realModes"]), np.array(c["fakeModes"])
    ratios = []
    for mode in range(3):
        a, b = x[mx == mode], y[my == mode]
        if min(len(a), len(b)) < 10: continue
        d = pairs(a)
        if (d == 0).mean() >= 1 / 50: continue
        sharpness = np.exp(brentq(lambda t: np.exp(-d * np.exp(t)).mean() - 1 / 50, -80, 80, xtol=1e-13, rtol=1e-14))
        m = len(b)
        kernel = np.exp(-((b[:, None, :] - b[None, :, :]) ** 2).sum(-1) * sharpness)
        ratios.append(m ** 2 / kernel.sum() / (m / (1 + (m - 1) / 50)))
    out.append(float(np.median(ratios)) if ratios else None)
print(json.dumps(out))`;
    const given = cases.map(one => ({
      ...plain(one),
      realModes: [...modesOf(one.real.rows)],
      fakeModes: [...modesOf(one.fake.rows)],
    }));
    const theirs = python(script, { cases: given }) as (number | null)[];
    cases.forEach(({ name, real, fake }, n) => {
      const kernels = new ModeKernels(real, modesOf(real.rows));
      const found = atOnce(modeDiversity(kernels, fake, modesOf(fake.rows)));
      const expected = theirs[n] ?? null;
      if (expected === null)
        assert.ok(typeof found !== "number" && found.reason.startsWith("no mode has 10"), name);
      else assertClose(Number(found), expected, name);
    });
    assert.ok(theirs.filter(value => value !== null).length > 15);
  },
);
