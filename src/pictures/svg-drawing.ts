import { short as n, type Drawing, type Font, type Shape } from "./drawing.ts";
import type { Rgb } from "./scatter.ts";

const families: Readonly<Record<Font, string>> = {
  sans: "Helvetica, Arial, sans-serif",
  serif: "Times, 'Times New Roman', serif",
  mono: "Courier, 'Courier New', monospace",
};

const hex = (color: Rgb): string =>
  `#${color.map(part => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** A drawing as an SVG file. */
export function svgOf({ width, height, font, shapes }: Drawing): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}" font-family="${families[font]}">`,
    `<rect width="${n(width)}" height="${n(height)}" fill="#ffffff"/>`,
    ...shapes.map(element),
    "</svg>\n",
  ].join("\n");
}

function element(shape: Shape): string {
  switch (shape.kind) {
    case "dots": {
      const { radius, opacity, dots } = shape;
      const circles = dots.map(
        ({ at: [x, y], color }) =>
          `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${hex(color)}"/>`,
      );
      return `<g fill-opacity="${n(opacity)}">\n${circles.join("\n")}\n</g>`;
    }
    case "line": {
      const { points, color, width, dash, opacity } = shape;
      const places = points.map(([x, y]) => `${n(x)},${n(y)}`).join(" ");
      const dashes = dash.length === 0 ? "" : ` stroke-dasharray="${dash.map(n).join(" ")}"`;
      return `<polyline points="${places}" fill="none" stroke="${hex(color)}" stroke-width="${n(width)}" stroke-opacity="${n(opacity)}" stroke-linejoin="round"${dashes}/>`;
    }
    case "text": {
      const { text, at, anchor, size, color } = shape;
      return `<text x="${n(at[0])}" y="${n(at[1])}" text-anchor="${anchor}" font-size="${n(size)}" fill="${hex(color)}">${escaped(text)}</text>`;
    }
    case "pixels": {
      const { width, height, png } = shape;
      const data = Buffer.from(png).toString("base64");
      return `<image width="${width}" height="${height}" style="image-rendering:pixelated" href="data:image/png;base64,${data}"/>`;
    }
    default:
      return shape satisfies never;
  }
}
