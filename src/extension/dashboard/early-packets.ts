import { readWire } from "../../protocol/wire.ts";

/** A page greets and asks for its stream; it has no reason to say more before it is answered. */
const MOST = 16;

/** What a page said before there was somebody to answer it. */
export class EarlyPackets {
  #held: unknown[] = [];

  hold(packet: unknown): void {
    // A page that greets is a new one: nobody waits any more for what was asked before it.
    if (readWire(packet)?.kind === "hello") this.#held = [];
    if (this.#held.length < MOST) this.#held.push(packet);
  }

  /** All that is held, in its order; afterwards nothing is. */
  release(): readonly unknown[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }
}
