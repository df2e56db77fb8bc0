import type { Inks } from "./inks.ts";

/** A canvas to draw on, in CSS pixels. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly inks: Inks;
}

export function font(inks: Inks, size: number, weight = 400): string {
  return `${weight} ${size}px ${inks.family}`;
}

export const FULL_CIRCLE = 2 * Math.PI;

export function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, FULL_CIRCLE);
}

/** A line on whole pixels stays one pixel wide. */
export const crisp = (at: number): number => Math.round(at) + 0.5;

export function verticalLine(
  context: CanvasRenderingContext2D,
  x: number,
  top: number,
  bottom: number,
): void {
  context.beginPath();
  context.moveTo(crisp(x), top);
  context.lineTo(crisp(x), bottom);
  context.stroke();
}

/** A number on any ground: with a rim of the ground's colour. */
export function rimmedText(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  colours: { readonly fill: string; readonly rim: string },
): void {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colours.rim;
  context.strokeText(text, x, y);
  context.fillStyle = colours.fill;
  context.fillText(text, x, y);
}

/** As much of a text as there is room for, in the font of now; a mark stands for what was cut. Nothing where not one character fits. */
export function fitted(
  context: Pick<CanvasRenderingContext2D, "measureText">,
  text: string,
  room: number,
): string {
  if (context.measureText(text).width <= room) return text;
  const characters = Array.from(text);
  while (characters.pop() !== undefined && characters.length > 0) {
    const cut = `${characters.join("")}…`;
    if (context.measureText(cut).width <= room) return cut;
  }
  return "";
}

/** A filled plate with round corners; what follows until restore() stays inside it. */
export function clipToPlate({ context, width, height, inks }: Surface, radius = 4): void {
  context.beginPath();
  context.roundRect(0, 0, width, height, radius);
  context.fillStyle = inks.plate;
  context.fill();
  context.clip();
}
