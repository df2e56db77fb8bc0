import type { InkName } from "../plates/inks.ts";
import type { Band } from "./band.ts";
import type { GrowingCurve } from "../numbers/growing-curve.ts";

/** How a curve is drawn; what it holds comes with the scene. */
export interface SeriesLook {
  readonly tag: string;
  readonly label: string;
  readonly ink: InkName;
  readonly width: number;
  readonly bold?: boolean;
  readonly dash?: readonly number[];
  /** A value holds until the next one. */
  readonly stepped?: boolean;
  readonly alpha?: number;
  readonly format: (value: number) => string;
}

export interface Series extends SeriesLook {
  /** What is drawn in full and labelled. */
  readonly line: GrowingCurve;
  /** What stays faint behind it, where the line is smoothed. */
  readonly behind: GrowingCurve | null;
  /** Values are multiplied by this to stand on the axis; labels say them as they are. */
  readonly scale: number;
}

/** A change of a knob, drawn through every chart. */
export interface ChartMark {
  readonly step: number;
  readonly label: string;
  /** Not of the pairing weight: grey and dotted. */
  readonly quiet: boolean;
}

/** A value to judge by, such as chance. */
export interface ReferenceLine {
  readonly value: number;
  readonly label: string;
}

/** Everything a chart draws but what the pointer does. Another object means: build anew. */
export interface ChartScene {
  readonly title: string;
  readonly series: readonly Series[];
  /** Lines to compare with, under all others and without labels; their tags are none of `series`. */
  readonly faint: readonly Series[];
  /** Intervals around lines, under everything; they do not count for the value axis. */
  readonly bands: readonly Band[];
  readonly from: number;
  readonly to: number;
  readonly logSteps: boolean;
  /** Where the decades of a logarithmic step axis that reaches 0 begin: the same in all charts of a page. */
  readonly firstStep: number;
  readonly logValues: boolean;
  /** The least that the value axis shows; null: from 0 to the highest value. */
  readonly values: readonly [number, number] | null;
  readonly marks: readonly ChartMark[];
  readonly references: readonly ReferenceLine[];
}

/** What is pointed at and what the page shows. */
export interface ChartPointer {
  readonly cursor: number | null;
  readonly shown: number | null;
  /** Steps between which the pointer is being dragged, in either order. */
  readonly range: readonly [number, number] | null;
}
