import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsOf } from "./bounds.ts";
import { svgPicture, svgScatter } from "./svg-scatter.ts";

const dots = (svg: string) =>
  [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="2" fill="(#[0-9a-f]{6})"\/>/g)].map(
    ([, x, y, fill]) => [Number(x), Number(y), fill],
  );

test("a circle a point, the first dimension to the right and the second upwards; what is not finite draws nothing", () => {
  const points = { dims: 3, data: Float32Array.of(-1, -1, 9, 1, 1, 9, NaN, 0, 9, 0, Infinity, 9) };
  const color = (row: number) => [row, 0, 255] as const;
  const svg = svgScatter([{ points, color, radius: 2, opacity: 0.5 }], boundsOf([points], 0), 100);
  assert.deepEqual(dots(svg), [
    [0, 100, "#0000ff"],
    [100, 0, "#0100ff"],
  ]);
  assert.match(svg, /^<svg [^]* viewBox="0 0 100 100">[^]*<g fill-opacity="0\.5">[^]*<\/svg>\n$/);
  assert.ok(!/NaN|Infinity/.test(svg));
});

test("a picture of pixels lies in its file as it is", () => {
  const svg = svgPicture(Uint8Array.of(104, 105), { width: 3, height: 2 });
  assert.match(
    svg,
    /viewBox="0 0 3 2"><image width="3" height="2" [^>]*href="data:image\/png;base64,aGk="\/><\/svg>\n$/,
  );
});
