import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsOf, type DrawnPoints } from "../../pictures/bounds.ts";
import { besides, brailleScatter } from "./braille.ts";
import { rasterScatter, type Rgb } from "../../pictures/scatter.ts";
import { sparkline } from "./sparkline.ts";
import { styleFor, visibleLength } from "./style.ts";
import { table } from "./table.ts";
import { definitions, wrap } from "./wrap.ts";

const points = (...rows: readonly (readonly [number, number])[]): DrawnPoints => ({
  data: Float64Array.from(rows.flat()),
  dims: 2,
});
const unit = { x: 0, y: 0, reach: 1 };

test("bounds are a square around all points, with a margin", () => {
  const bounds = boundsOf([points([-1, 0], [3, 1]), points([0, -1])], 0.5);
  assert.deepEqual(bounds, { x: 1, y: 0, reach: 3 });
});

test("bounds of no points, of one point and of points that are not finite are still a square", () => {
  assert.deepEqual(boundsOf([]), unit);
  assert.deepEqual(boundsOf([points([NaN, 0], [0, Infinity])]), unit);
  assert.deepEqual(boundsOf([points([0, 5], [0, 5])]), { x: 0, y: 5, reach: 5 });
});

test("the corners of the square are the corners of the braille picture", () => {
  const corners = points([-0.99, 0.99], [0.99, 0.99], [-0.99, -0.99], [0.99, -0.99]);
  assert.deepEqual(brailleScatter(corners, unit, 4), ["⠁⠀⠀⠈", "⡀⠀⠀⢀"]);
});

test("every dot of a cell is its own", () => {
  const cell = new Set<string>();
  for (let down = 0; down < 4; down++) {
    for (let across = 0; across < 2; across++) {
      // One line of two columns covers the square with 4 x 4 dots.
      const at = points([-0.75 + across * 0.5, 0.75 - down * 0.5]);
      cell.add(brailleScatter(at, unit, 2)[0]?.charAt(0) ?? "");
    }
  }
  assert.deepEqual([...cell].sort(), ["⠁", "⠂", "⠄", "⠈", "⠐", "⠠", "⡀", "⢀"]);
});

test("points outside the square or not finite are left out", () => {
  const outside = points([1.5, 0], [0, -1.5], [NaN, 0], [0, Infinity], [-Infinity, 0], [1, 0], [0, -1]);
  assert.deepEqual(brailleScatter(outside, unit, 4), ["⠀⠀⠀⠀", "⠀⠀⠀⠀"]);
});

test("points of one dimension lie on the axis", () => {
  const line = brailleScatter({ data: Float32Array.of(-0.9, 0.9), dims: 1 }, unit, 4);
  assert.match(line.join(""), /[^⠀]/);
});

test("panels stand beside each other as far as they fit", () => {
  const panels = ["a", "b", "c"].map(title => ({ title, lines: [title.repeat(4), title.repeat(4)] }));
  assert.deepEqual(besides(panels, 18), ["a      b      c", "aaaa   bbbb   cccc", "aaaa   bbbb   cccc"]);
  assert.deepEqual(besides(panels, 11), ["a      b", "aaaa   bbbb", "aaaa   bbbb", "", "c", "cccc", "cccc"]);
  assert.equal(besides(panels, 1).length, 11);
});

test("a dot colours the pixels around its place, and no others", () => {
  const red: Rgb = [255, 0, 0];
  const series = { points: points([0.5, 0.5]), color: () => red, radius: 2, opacity: 1 };
  const { data, width } = rasterScatter([series], unit, 40);
  const pixel = (x: number, y: number) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
  assert.deepEqual(pixel(30, 10), [255, 0, 0]);
  assert.deepEqual(pixel(30, 14), [255, 255, 255]);
  assert.deepEqual(pixel(10, 30), [255, 255, 255]);
});

test("a picture of points that are not finite or far away is empty and takes no time", () => {
  const far = points([1e300, 0], [NaN, NaN], [0, -1e12], [-Infinity, 0]);
  const dots = { points: far, color: (): Rgb => [0, 0, 0], radius: 2, opacity: 1 };
  assert.deepEqual(rasterScatter([dots], unit, 16), rasterScatter([], unit, 16));
});

test("a sparkline runs from the lowest block to the full one and clips", () => {
  assert.equal(sparkline([0, 0.5, 1, 2, -1]), "▁▅██▁");
  assert.equal(sparkline([0, 5, 10], { max: 10 }), "▁▅█");
  assert.equal(sparkline([0, 0.5, 1], { gaps: [2] }), "▁▅ █");
  assert.equal(sparkline([]), "");
});

test("columns align by what is seen, not by colour codes", () => {
  const style = styleFor(true);
  const lines = table(
    [{ title: "Run" }, { title: "Step", align: "right" }],
    [
      [style.red("failed"), "5"],
      ["ok", style.bold("1,000")],
    ],
  );
  assert.deepEqual(lines.map(visibleLength), [13, 13, 13]);
  assert.deepEqual(table([{ title: "" }, { title: "" }], [["a", "b"]]), ["a  b"]);
});

test("colours are left out where they are not wanted", () => {
  assert.equal(styleFor(false).red("text"), "text");
  assert.equal(styleFor(true).red("text"), "\u001b[31mtext\u001b[39m");
});

test("paragraphs break at spaces, never beyond the width, and lose no word", () => {
  const text = "a sample must recognise its own latent neighbourhood among all others";
  for (let width = 13; width < 80; width++) {
    const lines = wrap(text, width);
    assert.ok(lines.every(line => line.length <= width));
    assert.equal(lines.join(" "), text);
  }
  assert.deepEqual(wrap("", 10), []);
});

test("a name that is too long for its column stands on a line of its own", () => {
  const lines = definitions(
    [
      ["--a", "one"],
      ["--a-very-long-option VALUE-OF-IT", "two"],
    ],
    60,
  );
  assert.deepEqual(
    lines.map(line => line.trim()),
    [`--a${" ".repeat(25)}one`, "--a-very-long-option VALUE-OF-IT", "two"],
  );
});
