/** A class of each row, by the texts of a column. */
export interface RowLabels {
  /** [rows] */
  readonly of: Uint16Array;
  /** What the classes are called; numbers ascend, other texts are in the order of their characters. */
  readonly names: readonly string[];
}

export const MOST_CLASSES = 1000;

/** Collects the labels of rows. */
export class LabelCollector {
  /** The label of each row, as a number of `#names`. */
  readonly #labels: number[] = [];
  readonly #names = new Map<string, number>();

  /** Takes the next row's label; false where there are too many different ones to be classes. */
  add(text: string): boolean {
    const known = this.#names.get(text);
    if (known === undefined && this.#names.size === MOST_CLASSES) return false;
    const label = known ?? this.#names.size;
    this.#names.set(text, label);
    this.#labels.push(label);
    return true;
  }

  get labels(): RowLabels {
    const found = [...this.#names.keys()];
    const areNumbers = found.every(name => Number.isFinite(Number(name)));
    const names = found.sort((a, b) => (areNumbers ? Number(a) - Number(b) : a < b ? -1 : 1));
    const place = new Map(names.map((name, i) => [this.#names.get(name), i]));
    return { of: Uint16Array.from(this.#labels, label => place.get(label) ?? 0), names };
  }
}
