import { signal } from "@preact/signals";
import type { KnobFacts } from "../../src/protocol/dashboard-state.ts";
import type { Call } from "./connection.ts";
import { formatKnob, formatStep } from "../numbers/format.ts";
import { knobTitle } from "./knob-names.ts";

/** What became of the newest change of a knob that was asked for here. */
export type KnobRequest =
  | { readonly is: "sending"; readonly value: number }
  | { readonly is: "applied"; readonly value: number; readonly step: number }
  | { readonly is: "refused"; readonly value: number; readonly reason: string };

interface Host {
  readonly call: Call;
  readonly spoken: { value: string };
}

/** Changes of knobs on their way: the knob shows the asked value until the answer, and the old one after a refusal. */
export class KnobRequests {
  readonly #host: Host;
  readonly #requests = signal<ReadonlyMap<string, KnobRequest>>(new Map());

  constructor(host: Host) {
    this.#host = host;
  }

  of(key: string): KnobRequest | null {
    return this.#requests.value.get(key) ?? null;
  }

  /** The value to show: what was asked for, until the host's facts have caught up with the answer. */
  shownValue(knob: KnobFacts): number {
    const request = this.of(knob.key);
    if (request === null || request.is === "refused") return knob.value;
    if (request.is === "sending") return request.value;
    const heard = (knob.history.at(-1)?.step ?? 0) >= request.step;
    return heard ? knob.value : request.value;
  }

  async set(knob: KnobFacts, value: number): Promise<void> {
    const sending: KnobRequest = { is: "sending", value };
    this.#put(knob.key, sending);
    const settle = (request: KnobRequest) => {
      // A newer change of the same knob has its own answer.
      if (this.#requests.peek().get(knob.key) === sending) this.#put(knob.key, request);
    };
    const name = knobTitle(knob);
    try {
      const outcome = await this.#host.call("knob/set", { key: knob.key, value });
      if (outcome.kind === "applied") {
        settle({ is: "applied", value, step: outcome.step });
        this.#host.spoken.value = `${name} set to ${formatKnob(value)} at step ${formatStep(outcome.step)}`;
      } else settle({ is: "refused", value, reason: outcome.reason });
    } catch (error) {
      settle({ is: "refused", value, reason: error instanceof Error ? error.message : String(error) });
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
