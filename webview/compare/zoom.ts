import { MOST_ZOOM, type View } from "./arranged.ts";

/** The view after zooming by `factor` around a place, given in shares of the plate from its middle. */
export function zoomed({ zoom, x, y }: View, factor: number, atX = 0, atY = 0): View {
  const next = Math.max(1, Math.min(MOST_ZOOM, zoom * factor));
  const real = next / zoom;
  return next === 1
    ? { zoom: 1, x: 0, y: 0 }
    : { zoom: next, x: atX + (x - atX) * real, y: atY + (y - atY) * real };
}
