import { signal } from "@preact/signals";
import { readNumber } from "../../src/plain/typed-number.ts";
import type { DashboardCalls } from "../../src/protocol/dashboard.ts";
import type { KnobFacts } from "../../src/protocol/dashboard-state.ts";
import { askBeforeHeld } from "../../src/protocol/knob-range.ts";
import { NumberDraft } from "../controls/number-draft.ts";
import type { PageConnection } from "../host/connect-page.ts";
import { drafts } from "../host/drafts.ts";
import { formatKnob, formatStep } from "../numbers/format.ts";
import { knobTitle } from "./knob-names.ts";
import { changesOf } from "./timeline.ts";

/** What became of the newest change of a knob that was asked for here; `from` is what the knob showed before. */
export type KnobRequest = { readonly value: number; readonly from: number } & (
  | { readonly is: "sending" }
  | { readonly is: "applied"; readonly step: number }
  | { readonly is: "refused"; readonly reason: string }
);

interface Host {
  readonly call: PageConnection<DashboardCalls>["call"];
  readonly spoken: { value: string };
}

/**
 * What is staged for knobs, and changes on their way: the knob shows the asked value until the answer, and the old one
 * after a refusal.
 */
export class KnobRequests {
  readonly #host: Host;
  readonly #requests = signal<ReadonlyMap<string, KnobRequest>>(new Map());
  readonly #drafts = new Map<string, NumberDraft>();

  constructor(host: Host) {
    this.#host = host;
  }

  of(key: string): KnobRequest | null {
    return this.#requests.value.get(key) ?? null;
  }

  /** The value to show: what was asked for, until the host's facts have caught up with the answer. */
  shownValue(knob: KnobFacts): number {
    const request = this.of(knob.key);
    return request === null || isSettled(knob, request) ? knob.value : request.value;
  }

  /** What is staged for a knob, wherever it is staged. */
  draftOf(knob: KnobFacts): NumberDraft {
    const held = this.shownValue(knob);
    const of = {
      value: held,
      format: formatKnob,
      read: readNumber,
      ask: (value: number) => askBeforeHeld(knob.slider, held, value),
      onCommit: (value: number) => void this.set(knob, value),
    };
    const draft = this.#drafts.get(knob.key) ?? new NumberDraft(of, drafts.at(`knob ${knob.key}`));
    draft.of = of;
    this.#drafts.set(knob.key, draft);
    return draft;
  }

  /** Where Undo leads without a draft: to before the newest change, be it still on its way; null where none was made. */
  undoTarget(knob: KnobFacts): number | null {
    const request = this.of(knob.key);
    if (request !== null && !isSettled(knob, request)) return request.from;
    return changesOf(knob).at(-1)?.from ?? null;
  }

  /** Drops what is staged, else takes back the newest change. */
  undo(knob: KnobFacts): void {
    if (this.draftOf(knob).drop()) return;
    const target = this.undoTarget(knob);
    if (target !== null) void this.set(knob, target);
  }

  /** Asks for a value. What was staged instead is dropped. */
  async set(knob: KnobFacts, value: number): Promise<void> {
    this.#drafts.get(knob.key)?.drop();
    const from = this.shownValue(knob);
    if (value === from) return;
    const asked = { value, from };
    const sending: KnobRequest = { ...asked, is: "sending" };
    this.#put(knob.key, sending);
    const settle = (request: KnobRequest) => {
      // A newer change of the same knob has its own answer.
      if (this.#requests.peek().get(knob.key) === sending) this.#put(knob.key, request);
    };
    const name = knobTitle(knob);
    try {
      const outcome = await this.#host.call("knob/set", { key: knob.key, value });
      if (outcome.kind === "applied") {
        settle({ ...asked, is: "applied", step: outcome.step });
        this.#host.spoken.value = `${name} set to ${formatKnob(value)} at step ${formatStep(outcome.step)}`;
      } else settle({ ...asked, is: "refused", reason: outcome.reason });
    } catch (error) {
      settle({ ...asked, is: "refused", reason: error instanceof Error ? error.message : String(error) });
    }
  }

  /** A refusal was read. */
  forget(key: string): void {
    const requests = new Map(this.#requests.peek());
    if (requests.delete(key)) this.#requests.value = requests;
  }

  #put(key: string, request: KnobRequest): void {
    this.#requests.value = new Map(this.#requests.peek()).set(key, request);
  }
}

/** Whether the knob's facts tell all that became of a request. */
const isSettled = (knob: KnobFacts, request: KnobRequest): boolean =>
  request.is === "refused" || (request.is === "applied" && (knob.history.at(-1)?.step ?? 0) >= request.step);
