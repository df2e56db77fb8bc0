import { listRuns, observeRun, type ObservedRun, type RunListing } from "../runs/list.ts";
/** interim */
export class RunList {
  #listings: readonly RunListing[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #timer: NodeJS.Timeout;
  readonly #folders: () => readonly string[];
  readonly ready: Promise<void>;
  constructor(folders: () => readonly string[]) {
    this.#folders = folders;
    this.#timer = setInterval(() => void this.refresh(), 1000);
    this.ready = this.refresh();
  }
  get listings(): readonly RunListing[] {
    return this.#listings;
  }
  find(folder: string): ObservedRun | undefined {
    return this.#listings.find(
      (run): run is { kind: "run" } & ObservedRun => run.kind === "run" && run.folder === folder,
    );
  }
  onChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }
  get all(): ObservedRun[] {
    return this.#listings.flatMap(l => (l.kind === "run" ? [l] : []));
  }
  async observe(folder: string): Promise<ObservedRun> {
    return observeRun(folder);
  }
  async refresh(_folder?: string): Promise<void> {
    this.#listings = (await Promise.all(this.#folders().map(f => listRuns(f)))).flat();
    for (const l of this.#listeners) l();
  }
  dispose(): void {
    clearInterval(this.#timer);
  }
}
