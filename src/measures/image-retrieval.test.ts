import assert from "node:assert/strict";
import { test } from "node:test";
import { blockPoints } from "./blocks.ts";
import { imageRetrieval, retrievalBounds, retrievalReference } from "./image-retrieval.ts";
import { likeliestSize, sizeBounds } from "./occupancy.ts";
import type { Points } from "./points.ts";
import { normals, points } from "../../test/support/made-points.ts";
import { uniform } from "../../test/support/uniform.ts";
import { atOnce } from "./slices.ts";

const blocked = (points: Points) => atOnce(blockPoints(points));

function retrieval(real: Points, fake: Points) {
  const reference = atOnce(retrievalReference(blocked(real), fake.rows));
  assert.ok(!("reason" in reference));
  const found = atOnce(imageRetrieval(reference, blocked(fake)));
  return { ...found, bounds: retrievalBounds(reference, found) };
}

/** The first point of each `of`, and so on, `of` times: many latents to one sample. */
const manyToOne = ({ data, rows, dims }: Points, of: number): Points =>
  points(rows, dims, i => data[(i % Math.ceil(data.length / of / dims)) * dims + (i % dims)] ?? 0);

test("samples of the data's distribution score about 1, between bounds that hold 1", () => {
  for (const dims of [1, 2, 32]) {
    const { score, bounds } = retrieval(normals(2000, dims, 1), normals(1500, dims, 2));
    assert.ok(Math.abs(score - 1) < 0.12, `${dims}: ${score}`);
    assert.ok(
      bounds[0] < 1 && bounds[1] > 1 && bounds[0] < score && score < bounds[1],
      `${dims}: ${bounds.join(" to ")}`,
    );
  }
});

test("many latents to one sample lower the score by as much, though no region is left out", () => {
  const [real, fake] = [normals(2000, 2, 1), normals(2000, 2, 2)];
  const scores = [1, 10, 100, 2000].map(of => retrieval(real, manyToOne(fake, of)));
  for (const [i, { score, bounds }] of scores.entries()) {
    const next = scores[i + 1];
    if (next !== undefined) assert.ok(next.score < bounds[0] && next.score < 0.6 * score, `${i}`);
  }
  assert.equal(scores.at(-1)?.distinct, 1);
});

test("the order of a file's points says nothing: those of each mode may come one after the other", () => {
  const mode = (i: number) => Math.floor(i / 2) % 8;
  const ring = (seed: number): Points => {
    const { data } = normals(1600, 2, seed);
    return points(1600, 2, i => 10 * mode(i) + (data[i] ?? 0));
  };
  const { score } = retrieval(ring(1), ring(2));
  assert.ok(Math.abs(score - 1) < 0.12, `${score}`);
});

test("fewer than two real points or no generated one: undefined, with the reason", () => {
  const undefinedFor = (real: number, fake: number) =>
    atOnce(retrievalReference(blocked(normals(real, 2, 1)), fake));
  assert.deepEqual(undefinedFor(1, 5), { reason: "fewer than 2 real samples" });
  assert.deepEqual(undefinedFor(9, 0), { reason: "no generated samples" });
});

test("the number of things is found again from draws of them, and lies between its bounds", () => {
  const next = uniform(7);
  let inside = 0;
  for (const size of Array.from({ length: 60 }, (_, i) => 20 + 8 * i)) {
    const seen = new Set(Array.from({ length: 400 }, () => Math.floor(next() * size))).size;
    const found = likeliestSize(seen, 400, 1000);
    const { low, high } = sizeBounds(seen, 400, 1000, 0.025);
    assert.ok(low <= found && found <= high, `${low} ${found} ${high}`);
    if (low <= size && size <= high) inside++;
  }
  assert.ok(inside >= 52, `${inside} of 60 within bounds of 95 %`);
});

test("all draws different: as many things as there may be; all equal: one", () => {
  assert.equal(likeliestSize(30, 30, 500), 500);
  assert.equal(sizeBounds(30, 30, 500, 0.025).high, 500);
  assert.equal(likeliestSize(1, 30, 500), 1);
  assert.deepEqual(sizeBounds(1, 30, 500, 0.025), { low: 1, high: 1 });
});
