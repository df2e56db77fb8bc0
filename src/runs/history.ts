import { measures, trainingScalars } from "../experiment/catalog.ts";
import type { ScalarEvent, ScalarPoint } from "./scalars.ts";

/** What is known of one tag without its points. */
export interface TagHistory {
  readonly count: number;
  readonly first: ScalarPoint;
  readonly last: ScalarPoint;
  /** The newest evaluations: of a measure its values, of a training scalar its means since the evaluation before. */
  readonly evaluated: readonly ScalarPoint[];
  /** Sum and number of a training scalar's values since the last evaluation. */
  readonly open: readonly [sum: number, count: number];
}

/** Coverage at a step. */
export interface CoveragePoint extends ScalarPoint {
  /** Whether an evaluation since the point before found it undefined. */
  readonly afterGap?: boolean;
}

/** A history as it is kept: plain data. */
export interface HistoryState {
  readonly tags: Readonly<Record<string, TagHistory>>;
  readonly coverage: {
    /** One of so many points is kept, so that there are at most 512. */
    readonly every: number;
    readonly points: readonly CoveragePoint[];
    /** The first step since the last of these points at which it was undefined; left out where there is none. */
    readonly undefinedAt?: number;
  };
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** So many newest evaluations are kept: a diagnosis looks at two, each since the one before. */
const EVALUATIONS = 4;
const MOST_COVERAGE = 512;
const COVERAGE = "quality/coverage";

/** What a run recorded so far, in bounded memory however long it was: what a status, a resume and a diagnosis need of it. */
export class History {
  readonly #tags: Map<string, Writable<TagHistory>>;
  #coverage: HistoryState["coverage"];

  constructor({ tags, coverage }: HistoryState = { tags: {}, coverage: { every: 1, points: [] } }) {
    this.#tags = new Map(Object.entries(tags).map(([tag, known]) => [tag, { ...known }]));
    this.#coverage = coverage;
  }

  /** Takes note of what was recorded at a step; steps never fall. */
  add({ step, scalars }: ScalarEvent): void {
    let isEvaluation = false;
    for (const [tag, value] of Object.entries(scalars)) {
      this.#addPoint(tag, { step, value });
      isEvaluation ||= Object.hasOwn(measures, tag);
    }
    if (!isEvaluation) return;
    // An evaluation brings every measure that was defined.
    if (!Object.hasOwn(scalars, COVERAGE)) this.#coverage = { undefinedAt: step, ...this.#coverage };
    this.#closeMeans(step);
  }

  #addPoint(tag: string, point: ScalarPoint): void {
    let known = this.#tags.get(tag);
    if (known === undefined) {
      known = { count: 0, first: point, last: point, evaluated: [], open: [0, 0] };
      this.#tags.set(tag, known);
    }
    if (tag === COVERAGE && known.count % this.#coverage.every === 0) this.#addCoverage(point);
    known.count++;
    known.last = point;
    if (Object.hasOwn(trainingScalars, tag)) known.open = [known.open[0] + point.value, known.open[1] + 1];
    else if (Object.hasOwn(measures, tag)) known.evaluated = [...known.evaluated, point].slice(-EVALUATIONS);
  }

  #addCoverage(point: ScalarPoint): void {
    const { every } = this.#coverage;
    const points = [...this.#coverage.points, this.#afterGap(point)];
    this.#coverage =
      points.length <= MOST_COVERAGE ? { every, points } : { every: 2 * every, points: halved(points) };
  }

  /** A point after the last one that is kept. */
  #afterGap(point: ScalarPoint): CoveragePoint {
    const { undefinedAt = Infinity, points } = this.#coverage;
    return points.length > 0 && undefinedAt < point.step ? { ...point, afterGap: true } : point;
  }

  #closeMeans(step: number): void {
    for (const known of this.#tags.values()) {
      const [sum, count] = known.open;
      if (count === 0) continue;
      known.evaluated = [...known.evaluated, { step, value: sum / count }].slice(-EVALUATIONS);
      known.open = [0, 0];
    }
  }

  get tags(): ReadonlyMap<string, TagHistory> {
    return this.#tags;
  }

  /** Coverage over the run, the last value included; at most 513 points. */
  get coverage(): readonly CoveragePoint[] {
    const { points } = this.#coverage;
    const last = this.#tags.get(COVERAGE)?.last;
    return last === undefined || last.step === points.at(-1)?.step
      ? points
      : [...points, this.#afterGap(last)];
  }

  get state(): HistoryState {
    return { tags: Object.fromEntries(this.#tags), coverage: this.#coverage };
  }
}

/** Every second point, the first among them; a gap before one that goes is one before the next. */
function halved(points: readonly CoveragePoint[]): CoveragePoint[] {
  return points.flatMap((point, i) => {
    if (i % 2 === 1) return [];
    return [points[i - 1]?.afterGap === true ? { ...point, afterGap: true } : point];
  });
}
