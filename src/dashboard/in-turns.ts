import { setImmediate as turn } from "node:timers/promises";
import { CallError } from "../protocol/calls.ts";

/** Long work gives others their turn after so many pieces. */
const PIECES_A_TURN = 4;

/** The bytes of a text that is made in pieces. Rejects with a CallError when it is cancelled. */
export async function bytesInTurns(pieces: Iterable<string>, signal: AbortSignal): Promise<Uint8Array> {
  const made: Buffer[] = [];
  for (const piece of pieces) {
    if (signal.aborted) throw new CallError("cancelled", "the export was cancelled");
    made.push(Buffer.from(piece, "utf8"));
    if (made.length % PIECES_A_TURN === 0) await turn();
  }
  return new Uint8Array(Buffer.concat(made));
}
