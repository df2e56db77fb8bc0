/** What a page that was exported holds: one JSON document, with typed arrays as `json-arrays` writes them. */
import type { MeasuredSeeds, MeasureFacts } from "./compare.ts";
import type {
  CurveFacts,
  FindingFacts,
  JournalFacts,
  KnobFacts,
  NotesFacts,
  RunFacts,
} from "./dashboard-state.ts";
import type { ShownState } from "./dashboard-state.ts";
import type { ReportSamples, ReportState } from "./report.ts";
import type { LatentMap, LatentPath, ModeFacts, PointCloud } from "./pictures.ts";

/** The id of the element that holds the document. */
export const DOCUMENT_ELEMENT = "pairing-lab-document";
export const sharedFormat = { format: "pairing-lab shared page", version: 1 } as const;

/** A curve with at most some hundreds of points: of each stretch its smallest and its largest one; NaN is a gap. */
export interface SharedCurve extends CurveFacts {
  readonly steps: Float64Array;
  readonly values: Float32Array;
  /** The exponential moving average of all its points, of weight SMOOTHING; both empty where nothing is smoothed. */
  readonly smoothedSteps: Float64Array;
  readonly smoothed: Float32Array;
}

/** Weight of what came before, in the averages of curves that training records at every few steps. */
export const SMOOTHING = 0.9;

/** An evaluation: the measures of one step. */
export interface SharedEvaluation {
  readonly step: number;
  readonly values: Readonly<Record<string, number>>;
  readonly undefined: Readonly<Record<string, string>>;
}

/** Of runs of points: two dimensions of the probe latents' outputs. */
export interface SharedPoints {
  readonly kind: "points";
  /** Dimensions that the data have; the first two are here. */
  readonly dims: number;
  readonly steps: readonly { readonly step: number; readonly samples: PointCloud }[];
  /** Held-out real samples; null where they could not be read. */
  readonly real: PointCloud | null;
  readonly modes: ModeFacts | null;
  /** From checkpoints, ascending by step. */
  readonly paths: readonly LatentPath[];
  readonly maps: readonly LatentMap[];
}

/** Of runs of images: grids as PNG in a data URL. */
export interface SharedImages {
  readonly kind: "images";
  /** Images a picture, and their size in pixels. */
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly steps: readonly SharedPicture[];
  /** As many held-out real images; null where they could not be read. */
  readonly real: string | null;
  /** From checkpoints: images on the path between two probe latents, from left to right. */
  readonly paths: readonly SharedPicture[];
}

export interface SharedPicture {
  readonly step: number;
  readonly picture: string;
}

/** What people wrote beside an experiment's file. */
export interface SharedNotes {
  /** The file's name, without its folder. */
  readonly name: string;
  readonly text: string;
}

/** A run's own part; nothing in it names a folder of the machine that it was made on, but what its experiment, notes and journal say. */
export interface SharedRun {
  readonly facts: Omit<RunFacts, "folder" | "ancestryTrouble">;
  /** What the researcher calls it. */
  readonly name: string;
  readonly state: ShownState;
  readonly step: number;
  readonly steps: number;
  readonly message: string;
  readonly notes: NotesFacts;
  /** Those beside its experiment's file; null where there are none, or they were to be left out. */
  readonly experimentNotes: SharedNotes | null;
  readonly knobs: readonly KnobFacts[];
  /** Oldest first, the newest of them. */
  readonly journal: readonly JournalFacts[];
  /** How many lines the journal has. */
  readonly journalLines: number;
  readonly findings: readonly FindingFacts[];
  readonly curves: readonly SharedCurve[];
  /** The first and the last one; null before the first. */
  readonly first: SharedEvaluation | null;
  readonly last: SharedEvaluation | null;
  /** What the seeds of its experiment measured at the last evaluation's step; null before it. */
  readonly seeds: Omit<MeasuredSeeds, "run"> | null;
  readonly samples: SharedPoints | SharedImages | null;
  /** Steps that have samples on record. */
  readonly sampled: number;
  /** Modules of the researcher's own, by part. */
  readonly modules: Readonly<Record<string, string>>;
  /** SHA-256 of the last checkpoint's state; null where there is none. */
  readonly digest: { readonly step: number; readonly sha256: string } | null;
  /** What is not in the page, and why, for people. */
  readonly leftOut: readonly string[];
}

/** The report of a sweep. Folders in it are empty. */
export interface SharedSweep {
  readonly report: ReportState;
  /** The experiment that is varied, without what the axes say. */
  readonly experiment: Readonly<Record<string, unknown>>;
  /** The newest samples of one finished run of each configuration, by its key; of many configurations some. */
  readonly samples: Readonly<Record<string, ReportSamples>>;
  /** Real samples and the data's modes behind points; null for images, and where they could not be read. */
  readonly real: { readonly samples: PointCloud; readonly modes: ModeFacts | null } | null;
  readonly leftOut: readonly string[];
}

export interface SharedDocument {
  readonly format: string;
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly exportedAt: string;
  /** The version of Pairing Lab that made the page. */
  readonly madeBy: string;
  readonly title: string;
  readonly measures: readonly MeasureFacts[];
  /** One, or several to compare; the first is what the others are held against. None beside a sweep. */
  readonly runs: readonly SharedRun[];
  readonly sweep: SharedSweep | null;
}
