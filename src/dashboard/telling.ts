import { later } from "../unattended/unattended.ts";

/** Tells of what is new at a calm pace: once a page has asked for it, and while it is seen. */
export class Telling {
  readonly #tell: () => void;
  #started = false;
  #visible = true;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  get isVisible(): boolean {
    return this.#visible;
  }

  /** The page asks to be told from now on. */
  start(): void {
    this.#started = true;
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    if (visible) this.within(0);
  }

  /** Tells in so many milliseconds; one that is due sooner stands. */
  within(wait: number): void {
    if (!this.#isHeard) return;
    if (this.#timer !== undefined && wait > 0) return;
    clearTimeout(this.#timer);
    this.#timer = later(wait, () => {
      this.now();
    });
  }

  /** Tells at once, and of nothing twice. */
  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isHeard) this.#tell();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  get #isHeard(): boolean {
    return this.#started && this.#visible && !this.#closed;
  }
}
