import assert from "node:assert/strict";
import type { Points } from "../../src/measures/points.ts";

export function rowsOf({ data, rows, dims }: Points): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * dims, (i + 1) * dims)));
}

export function assertClose(actual: number, expected: unknown, message: string): void {
  assert.ok(typeof expected === "number", message);
  assert.ok(
    Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
    `${message}: ${actual} is not ${expected}`,
  );
}
