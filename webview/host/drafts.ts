/** So many drafts are kept; the oldest go first. */
const MOST = 100;

/** Where something is typed that does not hold yet. */
export interface DraftPlace {
  /** What was typed there and neither applied nor dropped; null for nothing. */
  readonly text: string | null;
  readonly keep: (text: string | null) => void;
}

/**
 * Whatever is typed in a page and does not hold yet, by the name of the place it was typed in: it is kept with every key, and
 * is there again after the tab was hidden and after a reload.
 */
class Drafts {
  readonly #texts = new Map<string, string>();
  #save: () => void = () => undefined;
  #begun: () => void = () => undefined;

  /** Calls `begun` whenever something is typed where nothing was. */
  onBegin(begun: () => void): void {
    this.#begun = begun;
  }

  /** Takes over what a page had kept; `save` keeps it from now on. */
  open(kept: unknown, save: () => void): void {
    this.#texts.clear();
    this.#save = save;
    if (typeof kept !== "object" || kept === null) return;
    for (const [place, text] of Object.entries(kept))
      if (typeof text === "string") this.#texts.set(place, text);
  }

  get all(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#texts);
  }

  at(place: string): DraftPlace {
    return {
      text: this.#texts.get(place) ?? null,
      keep: text => {
        const before = this.#texts.get(place);
        if (before === (text ?? undefined)) return;
        this.#texts.delete(place);
        if (text !== null) this.#texts.set(place, text);
        const [oldest] = this.#texts.keys();
        if (this.#texts.size > MOST && oldest !== undefined) this.#texts.delete(oldest);
        this.#save();
        if (before === undefined) this.#begun();
      },
    };
  }
}

/** Those of this page. */
export const drafts = new Drafts();

/** Whether the focus went out of the page (to another tab, to another window), and not from one thing in it to another. */
export const isPageLeft = (): boolean => !document.hasFocus();
