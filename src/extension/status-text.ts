import type { ObservedRun } from "../runs/list.ts";
import { coverageWords, stateLooks } from "./explorer/run-row.ts";
import type { StatusText } from "./door/fields.ts";
import { say, words, type Words } from "./door/words.ts";
import { counted, grouped } from "./number-text.ts";

/** The status bar is short. */
const SHOWN_NAME = 40;

/** What the status bar says of the live runs; null when there are none. */
export function statusText(live: readonly ObservedRun[]): StatusText | null {
  const [first] = live;
  if (first === undefined) return null;
  const tooltip = [...live.map(lineOf), "Click to show one."];
  if (live.length > 1) {
    const count = counted(live.length, "live run");
    return { text: count, tooltip, spoken: `Pairing Lab: ${count}` };
  }
  const { info, status, state } = first;
  const share = `${Math.floor((100 * status.step) / Math.max(1, status.steps))} %`;
  const paused = state === "paused" ? " paused" : "";
  const name = words(info.name, SHOWN_NAME);
  const spoken = say`Pairing Lab: ${name} ${words(state)}`;
  return { text: say`${name} ${words(share + paused)}`, tooltip, spoken };
}

function lineOf(run: ObservedRun): Words {
  const { info, status, state } = run;
  const coverage = coverageWords(run);
  const parts = [
    stateLooks[state].word.toLowerCase(),
    `${grouped(status.step)} of ${grouped(status.steps)}`,
    ...(coverage === "" ? [] : [coverage]),
    ...(status.alert === undefined
      ? []
      : [`alert at step ${grouped(status.alert.step)}: ${status.alert.message}`]),
  ];
  return say`${info.name}, seed ${info.seed}: ${words(parts.join(", "))}`;
}
