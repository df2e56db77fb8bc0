import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inReach } from "../../reach/reach.ts";
import { sweepFiles } from "../../sweeps/sweep-record.ts";

/** A log has a line every ten seconds; its end is enough. */
const MOST_CHARACTERS = 64 * 1024;

const begins = /^\d{4}-\d\d-\d\dT[\d:.]+Z pairing-lab sweep /;
const speaks = /^pairing-lab(?: sweep)?: (.+)$/;
const summary = /^\d+ of \d+ runs done.*\.$/;
const place = /:\d+:\d+: /;

/** Why a sweep's last start ended as a whole before it was through; null where it did not. Runs that failed are no such reason. */
export function failureIn(log: string): string | null {
  const lines = log.split("\n").filter(line => line.trim() !== "");
  const own = lines.slice(lines.findLastIndex(line => begins.test(line)) + 1);
  const said = own.findLast(line => speaks.test(line) || place.test(line));
  if (said !== undefined) return speaks.exec(said)?.[1] ?? said;
  if (own.some(line => summary.test(line))) return null;
  return "its process is gone without a word (killed, or the machine was restarted)";
}

/** The same of a sweep's folder, once nobody trains it any more; null where no editor started it. */
export function sweepFailure(folder: string): string | null {
  try {
    return failureIn(readFileSync(inReach(join(folder, sweepFiles.log)), "utf8").slice(-MOST_CHARACTERS));
  } catch {
    return null;
  }
}
