import type { ReportSource } from "../../sweeps/report/report.ts";
import { countPoints } from "../../sweeps/sweep.ts";
import type { Severity } from "../door/messages.ts";
import { say, words, type Words } from "../door/words.ts";
import { grouped } from "../number-text.ts";

export interface SweepNotice {
  readonly severity: Severity;
  readonly message: Words;
  readonly actions: readonly ("report" | "log")[];
}

/** What to tell when nobody trains a sweep any more; `failure`: why its last start ended as a whole. */
export function sweepNotice(source: ReportSource, failure: string | null): SweepNotice {
  const { name, runs } = source;
  const planned = countPoints(source) * source.seeds.length;
  const count = (...wanted: readonly string[]) =>
    runs.filter(({ standing }) => wanted.includes(standing)).length;
  const done = count("done");
  if (failure !== null)
    return {
      severity: "error",
      message: say`${name} did not go on: ${words(failure)}`,
      actions: ["log", "report"],
    };
  const rest = [
    [count("failed"), "failed"],
    [count("hopeless"), "stopped early by halving"],
    [count("stopped"), "stopped as asked"],
    [planned - runs.length + count("open", "live"), "not finished"],
  ] as const;
  const parts = rest.filter(([n]) => n > 0).map(([n, what]) => `${grouped(n)} ${what}`);
  const counts = words([`${grouped(done)} of ${grouped(planned)} runs done`, ...parts].join(", "));
  const message = say`${name}: ${counts}.`;
  const whole = planned === done + count("hopeless", "stopped");
  return { severity: whole ? "info" : "warning", message, actions: ["report"] };
}
