/**
 * A stream is a snapshot, then appends. `generation` counts snapshots, `seq` the updates since the snapshot, which
 * itself has seq 0. Whoever misses one asks for a snapshot.
 */
export interface Cursor {
  readonly generation: number;
  readonly seq: number;
}

export type Update<State, Item> = Cursor &
  (
    | { readonly kind: "snapshot"; readonly state: State }
    | { readonly kind: "append"; readonly items: readonly Item[] }
  );

/** What to do with an update when this cursor is held. */
export function judge(held: Cursor, update: Update<unknown, unknown>): "apply" | "drop" | "resync" {
  if (update.generation < held.generation) return "drop"; // from before the snapshot that is held
  if (update.kind === "snapshot") return "apply";
  if (update.generation > held.generation || update.seq > held.seq + 1) return "resync";
  return update.seq === held.seq + 1 ? "apply" : "drop"; // a repeat
}

export interface StreamReaction<State, Item> {
  readonly snapshot: (state: State, cursor: Cursor) => void;
  readonly append: (items: readonly Item[], cursor: Cursor) => void;
  /** Updates were missed: ask for a snapshot. Called once a gap, however many updates come before the snapshot. */
  readonly resync: () => void;
}

/** The receiving end: holds the cursor and lets nothing through that is out of order. */
export class StreamReceiver<State, Item> {
  readonly #reaction: StreamReaction<State, Item>;
  #held: Cursor = { generation: 0, seq: 0 };
  #asked = false;

  constructor(reaction: StreamReaction<State, Item>) {
    this.#reaction = reaction;
  }

  get held(): Cursor {
    return this.#held;
  }

  receive(update: Update<State, Item>): void {
    const verdict = judge(this.#held, update);
    if (verdict === "drop") return;
    if (verdict === "resync") {
      if (this.#asked) return;
      this.#asked = true;
      this.#reaction.resync();
      return;
    }
    this.#held = { generation: update.generation, seq: update.seq };
    if (update.kind === "snapshot") {
      this.#asked = false;
      this.#reaction.snapshot(update.state, this.#held);
    } else this.#reaction.append(update.items, this.#held);
  }

  /** Forgets everything: the other end starts anew, with generations that may be lower. */
  reset(): void {
    this.#held = { generation: 0, seq: 0 };
    this.#asked = false;
  }
}
