import type { ReportItem, ReportState, ReportUpdate } from "../../protocol/report.ts";

/** A state is plain data, whose keys always come in one order. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Turns states of a report into a snapshot and then what has changed. */
export class ReportStream {
  #generation = 0;
  #seq = 0;
  #told: ReportState | null = null;

  /** The next state begins anew: a page has come, or was away. */
  restart(): void {
    this.#told = null;
  }

  /** What to send for a state; null where nothing has changed. */
  next(state: ReportState): ReportUpdate | null {
    const told = this.#told;
    this.#told = state;
    if (told === null || !isSamePlan(told, state)) {
      this.#generation++;
      this.#seq = 0;
      return { kind: "snapshot", generation: this.#generation, seq: 0, state };
    }
    const items: ReportItem[] = [];
    for (const [i, arm] of state.arms.entries())
      if (!isSame(arm, told.arms[i])) items.push({ kind: "arm", arm });
    if (!isSame(told.head, state.head)) items.push({ kind: "head", head: state.head });
    if (items.length === 0) return null;
    this.#seq++;
    return { kind: "append", generation: this.#generation, seq: this.#seq, items };
  }
}

/** A measure that comes changes every configuration. */
const isSamePlan = (a: ReportState, b: ReportState): boolean =>
  isSame(a.plan, b.plan) &&
  a.arms.length === b.arms.length &&
  a.head.measures.length === b.head.measures.length &&
  a.head.measures.every(({ tag }, i) => tag === b.head.measures[i]?.tag);
