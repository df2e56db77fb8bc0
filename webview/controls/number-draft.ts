import { signal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { TypedNumber } from "../../src/plain/typed-number.ts";
import { drafts, isPageLeft, type DraftPlace } from "../host/drafts.ts";

/** How long after the last arrow key a value is applied, in milliseconds. */
export const SETTLE_MS = 300;

/** A value that a box or a slider shows and that does not hold yet. */
export interface Draft {
  /** As the box shows it. */
  readonly text: string;
  /** Null where the text is no number. */
  readonly value: number | null;
  readonly by: "typing" | "dragging" | "keys";
  /** Why it was not applied when it should have been; it waits for the person then. */
  readonly stopped: Stop | null;
}

export type Stop =
  /** Another text is needed. */
  | { readonly is: "unreadable"; readonly why: string }
  /** A yes is needed. */
  | { readonly is: "asked"; readonly why: string };

/** The number that is drafted for, as its component has it now. */
export interface DraftedNumber {
  readonly value: number;
  readonly format: (value: number) => string;
  readonly read: (text: string) => TypedNumber;
  /** Why a value must be asked about; null where it need not. */
  readonly ask?: (value: number) => string | null;
  readonly onCommit: (value: number) => void;
}

/**
 * The one rule for what is staged: Enter, leaving the control, letting go of a slider or a moment without arrow keys apply
 * it; Escape and Undo drop it. What is no number, or so far off that it is asked about, is never applied by itself.
 */
export class NumberDraft {
  of: DraftedNumber;
  readonly #draft = signal<Draft | null>(null);
  #settling: ReturnType<typeof setTimeout> | undefined;

  readonly #place: DraftPlace;

  constructor(of: DraftedNumber, place: DraftPlace) {
    this.of = of;
    this.#place = place;
    if (place.text !== null) this.#draft.value = typed(place.text, of.read(place.text));
  }

  get now(): ReadonlySignal<Draft | null> {
    return this.#draft;
  }

  /** The drafted number, else the one that holds. */
  get shown(): number {
    return this.#draft.value?.value ?? this.of.value;
  }

  type(text: string): void {
    this.#stage(typed(text, this.of.read(text)));
  }

  drag(value: number): void {
    this.#stage({ text: this.of.format(value), value, by: "dragging", stopped: null });
  }

  /** Each key begins the moment anew. */
  nudge(value: number): void {
    this.#stage({ text: this.of.format(value), value, by: "keys", stopped: null });
    this.#settling = setTimeout(() => {
      this.apply();
    }, SETTLE_MS);
  }

  /** With Enter; the second time a value holds that was asked about. */
  apply(): void {
    const draft = this.#draft.peek();
    if (draft === null) return;
    clearTimeout(this.#settling);
    const read = this.of.read(draft.text);
    const value = draft.value ?? (read.is === "number" ? read.value : null);
    if (value === null) {
      if (read.is === "unclear")
        this.#draft.value = { ...draft, stopped: { is: "unreadable", why: read.why } };
      else this.drop();
      return;
    }
    const question = draft.stopped?.is === "asked" ? null : (this.of.ask?.(value) ?? null);
    if (question !== null) {
      this.#draft.value = { ...draft, stopped: { is: "asked", why: question } };
      return;
    }
    this.drop();
    if (this.of.format(value) !== this.of.format(this.of.value)) this.of.onCommit(value);
  }

  /** The control is left: what waits for the person goes on waiting. So does all when the page itself is left. */
  leave(): void {
    if (!isPageLeft() && this.#draft.peek()?.stopped === null) this.apply();
  }

  /** Whether there was anything to drop. */
  drop(): boolean {
    clearTimeout(this.#settling);
    const held = this.#draft.peek() !== null;
    this.#draft.value = null;
    this.#place.keep(null);
    return held;
  }

  #stage(draft: Draft): void {
    clearTimeout(this.#settling);
    this.#draft.value = draft;
    this.#place.keep(draft.text);
  }
}

const typed = (text: string, read: TypedNumber): Draft => ({
  text,
  value: read.is === "number" ? read.value : null,
  by: "typing",
  stopped: null,
});

/** A draft that lives as long as its component; what is staged when that goes away is dropped. `place` names it in its page. */
export function useNumberDraft(of: DraftedNumber, place: string): NumberDraft {
  const draft = useMemo(() => new NumberDraft(of, drafts.at(place)), []);
  draft.of = of;
  useEffect(
    () => () => {
      draft.drop();
    },
    [],
  );
  return draft;
}
