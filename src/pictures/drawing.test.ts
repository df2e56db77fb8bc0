import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { boundsOf } from "./bounds.ts";
import { curvesDrawing, ticksOf } from "./curves-drawing.ts";
import type { Drawing } from "./drawing.ts";
import { pdfOf } from "./pdf-drawing.ts";
import { scatterDrawing } from "./scatter-drawing.ts";
import { svgOf } from "./svg-drawing.ts";

const points = { dims: 3, data: Float32Array.of(-1, -1, 9, 1, 1, 9, NaN, 0, 9, 0, Infinity, 9) };
const color = (row: number) => [row, 0, 255] as const;
const scatter = scatterDrawing([{ points, color, radius: 2, opacity: 0.5 }], boundsOf([points], 0), 100);

const words = (text: string): Drawing => ({
  width: 60,
  height: 40,
  font: "sans",
  shapes: [{ kind: "text", text, at: [50, 20], anchor: "end", size: 10, color: [0, 0, 0] }],
});

/** What is drawn on a PDF's page. */
function contentOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("latin1");
  const begin = text.indexOf("stream\n", text.indexOf("4 0 obj")) + "stream\n".length;
  return inflateSync(bytes.subarray(begin, text.indexOf("\nendstream", begin))).toString("latin1");
}

test("a disc a point, the first dimension to the right and the second upwards; what is not finite draws nothing", () => {
  const svg = svgOf(scatter);
  assert.deepEqual(
    [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="2" fill="(#[0-9a-f]{6})"\/>/g)].map(
      ([, x, y, fill]) => [Number(x), Number(y), fill],
    ),
    [
      [0, 100, "#0000ff"],
      [100, 0, "#0100ff"],
    ],
  );
  assert.match(svg, /^<svg [^]* viewBox="0 0 100 100"[^]*<g fill-opacity="0\.5">[^]*<\/svg>\n$/);
  const content = contentOf(pdfOf(scatter).bytes);
  assert.match(content, /0 0 1 RG 0 100 m 0 100 l S\n0 0 1 RG 100 0 m 100 0 l S$/);
  for (const text of [svg, content]) assert.ok(!/NaN|Infinity|undefined/.test(text));
});

test("a picture of pixels lies in its file as it is", () => {
  const raster = { width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 255) } as const;
  const png = Uint8Array.of(104, 105);
  const drawing: Drawing = {
    width: 2,
    height: 1,
    font: "sans",
    shapes: [{ kind: "pixels", ...raster, png }],
  };
  assert.match(svgOf(drawing), /<image width="2" height="1" [^>]*href="data:image\/png;base64,aGk="\/>/);
  const text = Buffer.from(pdfOf(drawing).bytes).toString("latin1");
  assert.match(text, /\/Subtype \/Image \/Width 2 \/Height 1 \/ColorSpace \/DeviceGray/);
});

test("a PDF's table says where each of its objects begins", () => {
  const text = Buffer.from(pdfOf(scatter).bytes).toString("latin1");
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const begins = [...text.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) => Number(at));
  assert.ok(begins.length >= 5);
  for (const [i, at] of begins.entries()) assert.ok(text.startsWith(`${i + 1} 0 obj\n`, at));
});

test("letters that the fonts of a PDF have stand in it; others are question marks and are told, never garbage", () => {
  const known = pdfOf(words("a (e\u0301) − “±” €"));
  assert.deepEqual(known.missing, []);
  assert.match(contentOf(known.bytes), /<612028e92920962093b1942080> Tj/);
  const other = pdfOf(words("жλ 学ж"));
  assert.deepEqual(other.missing, ["ж", "λ", "学"]);
  assert.match(contentOf(other.bytes), /<3f3f203f3f> Tj/);
  assert.match(svgOf(words("ж <&")), />ж &lt;&amp;<\/text>/);
});

const look = {
  width: 300,
  height: 200,
  font: "sans",
  text: 10,
  stepText: String,
  valueText: String,
} as const;

test("a gap breaks a line, a point alone is a dot, and the runs' names stand at the foot where there are several", () => {
  const curve = { steps: [0, 10, 20, 30, 40], values: [0, 1, NaN, 0.5, NaN] };
  const { shapes } = curvesDrawing([{ title: "Coverage", range: [0, 1], curves: [{ curve, faint: null }, null] }], ["one", "two"], look); // prettier-ignore
  const lines = shapes.flatMap(shape =>
    shape.kind === "line" && shape.color[0] === 0 ? [shape.points] : [],
  );
  assert.deepEqual(lines.map(line => line.length), [2, 2]); // prettier-ignore
  assert.equal(shapes.filter(({ kind }) => kind === "dots").length, 1);
  const texts = shapes.flatMap(shape => (shape.kind === "text" ? [shape.text] : []));
  assert.deepEqual(texts.slice(-2), ["one", "two"]);
  assert.ok(texts.includes("Coverage"));
});

test("ticks are round and reach over the stretch", () => {
  assert.deepEqual(ticksOf(0, 1, 4), [0, 0.5, 1]);
  assert.deepEqual(ticksOf(0.13, 0.94, 4), [0, 0.5, 1]);
  assert.deepEqual(ticksOf(-3, 12_000, 5), [-5000, 0, 5000, 10_000, 15_000]);
});

const noReader =
  spawnSync("pdftoppm", ["-v"]).error === undefined
    ? false
    : "pdftoppm (poppler-utils) is not on this machine";

test("a reader of others shows the PDF without a complaint", { skip: noReader }, () => {
  const { bytes } = pdfOf({ ...scatter, shapes: [...scatter.shapes, ...words("é").shapes] });
  const { status, stdout, stderr } = spawnSync("pdftoppm", ["-r", "96", "-singlefile", "-"], {
    input: bytes,
  });
  assert.deepEqual([status, stderr.toString()], [0, ""]);
  const [, width = 0, height = 0] = /^P6\n(\d+) (\d+)\n255\n/.exec(stdout.toString("latin1")) ?? [];
  assert.deepEqual([Number(width), Number(height)], [100, 100]);
  assert.ok(
    stdout.subarray(15).some(byte => byte < 200),
    "something is drawn",
  );
});
