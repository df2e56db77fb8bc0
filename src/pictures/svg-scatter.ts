import { position, rowsOf, type Bounds } from "./bounds.ts";
import type { Rgb, Series } from "./scatter.ts";

const hex = (color: Rgb): string =>
  `#${color.map(part => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
const n = (value: number): string => String(Number(value.toFixed(2)));

/** The same picture as `rasterScatter`'s, of vectors: a circle a point, over the two axes. */
export function svgScatter(series: readonly Series[], bounds: Bounds, size: number): string {
  const across = (x: number) => ((x - bounds.x) / (2 * bounds.reach) + 0.5) * size;
  const down = (y: number) => (0.5 - (y - bounds.y) / (2 * bounds.reach)) * size;
  const dots = series.map(({ points, color, radius, opacity }) => {
    const rows = rowsOf(points);
    const circles: string[] = [];
    for (let row = 0; row < rows; row++) {
      const [x, y] = position(points, row).map((value, i) => (i === 0 ? across(value) : down(value)));
      // Far outside or not finite: nothing of it is in the picture.
      if (x === undefined || y === undefined || !isNear(x, size) || !isNear(y, size)) continue;
      circles.push(`<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${hex(color(row, rows))}"/>`);
    }
    return `<g fill-opacity="${n(opacity)}">\n${circles.join("\n")}\n</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${size} ${size}">`,
    `<rect width="${size}" height="${size}" fill="#ffffff"/>`,
    `<path d="M${n(across(0))} 0V${size}M0 ${n(down(0))}H${size}" stroke="#e1e4e8"/>`,
    ...dots,
    "</svg>\n",
  ].join("\n");
}

const isNear = (at: number, size: number): boolean => at > -size && at < 2 * size;

/** A picture of pixels as an SVG that holds it, for who wants one kind of file: pixels stay squares at any size. */
export function svgPicture(
  png: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const data = Buffer.from(png).toString("base64");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><image width="${width}" height="${height}" style="image-rendering:pixelated" href="data:image/png;base64,${data}"/></svg>\n`;
}
