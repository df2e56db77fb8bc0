import assert from "node:assert/strict";
import { test } from "node:test";
import { nearbyLatents, NEIGHBOURS, NEIGHBOUR_SCALE, spreadAround } from "./nearby-latents.ts";

test("nearby latents are the same every time, normal around the picked one", () => {
  const latent = Float32Array.of(1, -2);
  const found = nearbyLatents(latent);
  assert.equal(found.length, 2 * NEIGHBOURS);
  assert.deepEqual(found, nearbyLatents(latent));
  const spread = spreadAround({ rows: NEIGHBOURS, dims: 2, data: found }, latent);
  // Root mean square of two normal dimensions, within four of its standard errors.
  assert.ok(
    Math.abs(spread / (NEIGHBOUR_SCALE * Math.SQRT2) - 1) < 4 / Math.sqrt(4 * NEIGHBOURS),
    `${spread}`,
  );
});
