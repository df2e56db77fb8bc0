import { closeSync, fstatSync } from "node:fs";

const STANDARD_STREAMS = [0, 1, 2];

/**
 * Node looks at its standard streams once more when a process ends, and dies with a native stack trace where the system cannot
 * tell of one: a log in a folder on a network that is away. From here on such a one is closed before that; closed ones are let be.
 */
export function closeLostStreamsAtEnd(): void {
  process.on("exit", () => {
    for (const stream of STANDARD_STREAMS.filter(isLost))
      try {
        closeSync(stream);
      } catch {
        // It is closed all the same.
      }
  });
}

function isLost(stream: number): boolean {
  try {
    fstatSync(stream);
    return false;
  } catch {
    return true;
  }
}
