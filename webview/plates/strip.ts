import type { LatentPath } from "../../src/protocol/dashboard.ts";
import { WITHIN } from "../numbers/modes.ts";
import type { Parts } from "../numbers/parts.ts";
import { partHue } from "./hues.ts";
import { hexRgb } from "./inks.ts";
import { crisp, fitted, font, verticalLine, type Surface } from "./surface.ts";

const BAND = 14;
const GAP = 4;
/** Half a slider's thumb: the strip's marker stands over the thumb of the slider below. */
export const STRIP_INSET = 6;

/** How far the output moves along a path, bar by bar, over the modes it passes. */
export function drawStrip(
  { context, width, height, inks }: Surface,
  path: LatentPath,
  parts: Parts | null,
): void {
  const { distances, mode, sigmas } = path;
  const count = distances.length;
  const banded = parts !== null && mode.length > 0;
  const base = banded ? height - BAND - GAP : height;
  const bar = (width - 2 * STRIP_INSET) / Math.max(1, count);
  const longest = Math.max(1e-12, ...distances);
  const inside = (i: number) => mode.length === 0 || (sigmas[i] ?? Infinity) < WITHIN;
  context.fillStyle = inks.generated;
  for (let i = 0; i < count; i++) {
    const tall = Math.max(1, (base * (distances[i] ?? 0)) / longest);
    context.globalAlpha = inside(i) ? 1 : 0.5;
    context.fillRect(STRIP_INSET + i * bar, base - tall, Math.max(0.75, bar - (bar > 3 ? 1 : 0.25)), tall);
  }
  context.globalAlpha = 1;
  if (!banded) return;
  let from = 0;
  for (let i = 1; i <= count; i++) {
    if (i < count && mode[i] === mode[from]) continue;
    drawPartBand({ context, inks }, path, from, i, { parts, bar, top: base + GAP });
    from = i;
  }
}

function drawPartBand(
  { context, inks }: Pick<Surface, "context" | "inks">,
  { mode, sigmas }: LatentPath,
  from: number,
  to: number,
  { parts, bar, top }: { readonly parts: Parts; readonly bar: number; readonly top: number },
): void {
  const number = mode[from] ?? 0;
  const hue = partHue(parts, number);
  context.fillStyle = hue;
  let strong = 0;
  for (let i = from; i < to; i++) {
    const inside = (sigmas[i] ?? Infinity) < WITHIN;
    if (inside) strong++;
    context.globalAlpha = inside ? 1 : 0.38;
    context.fillRect(STRIP_INSET + i * bar, top, bar + 0.5, BAND);
  }
  context.globalAlpha = 1;
  const wide = (to - from) * bar;
  context.font = font(inks, 10, 600);
  const name = fitted(context, parts.nameOf(number), wide - 4);
  if (wide <= 14 || name === "") return;
  const [r, g, b] = hexRgb(hue);
  const bright = 0.299 * r + 0.587 * g + 0.114 * b > 140;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = 2 * strong < to - from ? inks.foreground : bright ? "#111" : "#fff";
  context.fillText(name, STRIP_INSET + from * bar + wide / 2, top + BAND / 2 + 0.5);
}

/** Where the path is scrubbed to. */
export function drawStripMarker({ context, width, height, inks }: Surface, t: number): void {
  const x = crisp(STRIP_INSET + (width - 2 * STRIP_INSET) * t);
  context.strokeStyle = inks.pairing;
  context.lineWidth = 1.5;
  verticalLine(context, x - 0.5, 0, height);
}
