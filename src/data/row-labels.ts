import { readCell, type Decimal } from "./csv/cell.ts";

/** A class of each row, by the texts of a column; by their values where all are numbers. */
export interface RowLabels {
  /** [rows] */
  readonly of: Uint16Array;
  /** What the classes are called; numbers ascend, other texts are in the order of their characters. */
  readonly names: readonly string[];
  /** Texts that are one class, being the same number. */
  readonly joined: readonly (readonly string[])[];
}

export const MOST_CLASSES = 1000;

/** Collects the labels of rows. */
export class LabelCollector {
  /** The label of each row, as a number of `#names`. */
  readonly #labels: number[] = [];
  readonly #names = new Map<string, number>();
  readonly #decimal: Decimal;

  constructor(decimal: Decimal = ".") {
    this.#decimal = decimal;
  }

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
    const classes = this.#byValue() ?? [...this.#names.keys()].sort().map(text => [text]);
    const place = new Map(classes.flatMap((texts, i) => texts.map(text => [this.#names.get(text), i])));
    return {
      of: Uint16Array.from(this.#labels, label => place.get(label) ?? 0),
      names: classes.map(([name = ""]) => name),
      joined: classes.filter(texts => texts.length > 1),
    };
  }

  /** The texts of each number, the shortest first; null where one is no number. */
  #byValue(): string[][] | null {
    const texts = new Map<number, string[]>();
    for (const text of this.#names.keys()) {
      const cell = readCell(text, this.#decimal);
      if (cell.is !== "number" || cell.grouping !== "none") return null;
      texts.set(cell.value, [...(texts.get(cell.value) ?? []), text]);
    }
    const ascending = [...texts].sort(([a], [b]) => a - b);
    return ascending.map(([, same]) => same.sort((a, b) => a.length - b.length || (a < b ? -1 : 1)));
  }
}
