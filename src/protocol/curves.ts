import type { ProtocolVersion } from "./channel.ts";
import type { CurveQuery, CurveTable, CurveWindow } from "./dashboard.ts";
import type { CurveFacts } from "./dashboard-state.ts";
import type { UnreadFolder } from "./page-protocol.ts";
import type { Wire } from "./wire.ts";

/**
 * What the page of curves (a webview) and its host say to each other. It shows every curve of one to four sources in
 * the same charts, a source being a run of ours or another program's TensorBoard log. The webview calls, the host
 * serves, and sends the whole state whenever something is new: points are asked for apart from it.
 */
export const curvesProtocol: ProtocolVersion = { protocol: "pairing-lab curves", version: 1 };

/** As many sources as are shown at once. */
export const MOST_SOURCES = 4;

/** Recorded pictures of one tag. */
export interface PictureFacts {
  readonly tag: string;
  /** Ascending; the newest so many where there are more. */
  readonly steps: readonly number[];
}

export interface SourceFacts {
  /** Absolute path of its folder; what a restored panel finds it again by. */
  readonly folder: string;
  readonly name: string;
  /** What tells it from others of the same name: a seed, a folder. */
  readonly detail: string;
  /** A run of ours has a dashboard too; a log is read and nothing else. */
  readonly kind: "run" | "log";
  readonly curves: readonly CurveFacts[];
  readonly pictures: readonly PictureFacts[];
  /** Grows when points that were there went away: what was asked for before holds no longer. */
  readonly generation: number;
  /** The share of its files that has been read, from 0 to 1; null when all that was there is read. */
  readonly reading: number | null;
  /** Damaged records that were passed over. */
  readonly damaged: number;
  /** Tags of what is neither drawn nor shown, counted by TensorBoard's plugin for it; "" where none is named. */
  readonly others: readonly { readonly plugin: string; readonly tags: number }[];
  /** Curves beyond what is kept, values that are not finite, at steps below 0 and beyond what is kept, and pictures likewise. */
  readonly leftOut: {
    readonly curves: number;
    readonly values: number;
    readonly early: number;
    readonly further: number;
    readonly pictures: number;
  };
  /** Why its folder cannot be read at the moment; null when it can. */
  readonly trouble: string | null;
}

export interface CurvesState {
  /** In the order of their colours. */
  readonly sources: readonly SourceFacts[];
  /** All that the page is about, also what cannot be read. */
  readonly folders: readonly string[];
  readonly unread: readonly UnreadFolder[];
}

export type CurvesPacket = Wire | { readonly kind: "curves"; readonly state: CurvesState };

/** How exported curves are written: a line a point, `run,tag,step,value` or `{"run","tag","step","value"}`. */
export const curveFormats = ["csv", "jsonl"] as const;
export type CurveFormat = (typeof curveFormats)[number];

/** A curve's window, and whose it is. */
export interface SourceWindow {
  readonly folder: string;
  readonly window: CurveWindow;
}

interface Call<Params, Result> {
  readonly params: Params;
  readonly result: Result;
}

/** `source`: the folder of one that is shown. */
interface OfSource {
  readonly source: string;
}

/** Ends included. */
interface Range {
  readonly from: number;
  readonly to: number;
}

export interface CurvesCalls {
  /** Asks for the state, now and whenever something is new. */
  readonly "curves/start": Call<null, null>;

  /** One tag's curve of every source that has it. */
  readonly "curves/window": Call<
    Omit<CurveQuery, "tags"> & { readonly tag: string },
    { readonly windows: readonly SourceWindow[] }
  >;
  /** The same as rows; a column's tag is its source's folder. */
  readonly "curves/table": Call<Range & { readonly tag: string; readonly most: number }, CurveTable>;
  /** Saves every recorded point of a tag (null: of all tags) between two steps where the user chooses. */
  readonly "curves/save": Call<
    Range & { readonly tag: string | null; readonly as: CurveFormat },
    { readonly saved: boolean }
  >;

  /** The pictures of a tag recorded at the newest step at or before this one, as encoded (PNG, JPEG, GIF, BMP). */
  readonly "pictures/at": Call<
    OfSource & { readonly tag: string; readonly step: number },
    { readonly step: number; readonly pictures: readonly Uint8Array[] }
  >;

  /** Lets the user pick further sources; false when none was picked. */
  readonly "sources/add": Call<null, { readonly added: boolean }>;
  readonly "sources/remove": Call<OfSource, null>;
  /** Opens the dashboard of a run of ours. */
  readonly "sources/open": Call<OfSource, null>;

  readonly "host/save": Call<
    { readonly name: string; readonly kind: "png" | "svg"; readonly bytes: Uint8Array },
    { readonly saved: boolean }
  >;
  readonly "host/copy": Call<{ readonly text: string }, null>;
}
