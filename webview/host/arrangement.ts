import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";

/** How long after the last change what was arranged is kept. */
const SAVE_DELAY_MS = 150;

/** What a person arranged in a page, each thing with a signal of its own; it is kept a moment after it was changed. */
export class Arrangement<Arranged extends object> {
  readonly all: Signal<Arranged>;
  readonly #keep: () => void;
  readonly #fields = new Map<keyof Arranged, ReadonlySignal<unknown>>();
  #saving: ReturnType<typeof setTimeout> | undefined;

  /** `keep` saves `all` as it is then. */
  constructor(first: Arranged, keep: () => void) {
    this.all = signal(first);
    this.#keep = keep;
  }

  /** One thing that people arrange; whoever reads it hears of nothing else. */
  readonly field = <Name extends keyof Arranged>(name: Name): ReadonlySignal<Arranged[Name]> => {
    const known = this.#fields.get(name);
    const field = known ?? computed(() => this.all.value[name]);
    this.#fields.set(name, field);
    return field as ReadonlySignal<Arranged[Name]>; // the map holds each name's own field
  };

  readonly arrange = (changes: Partial<Arranged>): void => {
    this.all.value = { ...this.all.value, ...changes };
    clearTimeout(this.#saving);
    this.#saving = setTimeout(this.#keep, SAVE_DELAY_MS);
  };
}
