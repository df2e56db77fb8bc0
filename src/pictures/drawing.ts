import type { Rgb } from "./scatter.ts";

/** Letters that every reader of PDF has. */
export const fonts = ["sans", "serif", "mono"] as const;
export type Font = (typeof fonts)[number];

type Place = readonly [x: number, y: number];

/** What drawings are made of, in their units; y goes down. */
export type Shape =
  | {
      readonly kind: "dots";
      readonly radius: number;
      readonly opacity: number;
      readonly dots: readonly { readonly at: Place; readonly color: Rgb }[];
    }
  | {
      readonly kind: "line";
      readonly points: readonly Place[];
      readonly color: Rgb;
      readonly width: number;
      /** Lengths of strokes and gaps; none: a whole line. */
      readonly dash: readonly number[];
      readonly opacity: number;
    }
  | {
      readonly kind: "text";
      readonly text: string;
      /** On the line that its letters stand on. */
      readonly at: Place;
      readonly anchor: "start" | "middle" | "end";
      readonly size: number;
      readonly color: Rgb;
    }
  /** Pixels that stay squares at any size, over the whole drawing. */
  | {
      readonly kind: "pixels";
      readonly width: number;
      readonly height: number;
      readonly channels: 1 | 3;
      /** Rows from the top. */
      readonly data: Uint8Array;
      readonly png: Uint8Array;
    };

/** A picture of vectors on white, from which every kind of file of it is written. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly font: Font;
  readonly shapes: readonly Shape[];
}

/** As a number of a drawing is written. */
export const short = (value: number): string => String(Number(value.toFixed(2)));
