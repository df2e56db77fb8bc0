import { dirname, join, relative, sep } from "node:path";
import { turnsIn } from "../../differences/read-side.ts";
import { turnWords } from "../../differences/words.ts";
import { measures, type MeasureTag } from "../../experiment/catalog-measures.ts";
import { linkAddress } from "../../experiment/notes-text.ts";
import { markdownText } from "../../plain/markdown-text.ts";
import { nameWith, ownWords } from "../../protocol/run-names.ts";
import { realPath } from "../../reach/real-path.ts";
import { figureOf } from "../../runs/figure.ts";
import { runFiles } from "../../runs/file-names.ts";
import { readJournal } from "../../runs/journal.ts";
import type { ObservedRun } from "../../runs/list.ts";
import type { Notes } from "../../runs/notes.ts";
import { namedRun, stateLooks } from "../explorer/run-row.ts";
import { grouped, measureText } from "../number-text.ts";

/** One for each that is judged: coverage, precision, collapse. */
const told: readonly MeasureTag[] = ["quality/coverage", "quality/precision", "collapse/latent_recovery"];
const MOST_TURNS = 5;

/** Where a run is found from a file: run.json of its folder, by a path that holds when both are moved together. */
export const runLink = (folder: string, notes: string): string =>
  linkAddress(relative(realPath(dirname(notes)), join(realPath(folder), runFiles.info)).replaceAll(sep, "/"));

/**
 * A run as a line of its experiment's notes: what tells it apart, where it is, how far it came, its last evaluation with
 * the step that it is of, and what was turned by hand.
 * @param apart what tells it apart from the experiment's other runs
 */
export function runLine(run: ObservedRun, own: Notes, apart: readonly string[], notes: string): string {
  const { info, status, state, folder } = run;
  const named = namedRun(run, own);
  const name = nameWith(apart.length > 0 ? apart : ownWords(named), named.name);
  const turns = turnsIn(readJournal(folder), null).map(turn => `${turn.key} ${turnWords(turn)}`);
  const more = turns.length > MOST_TURNS ? [`${grouped(turns.length - MOST_TURNS)} more`] : [];
  const turned = [...turns.slice(0, MOST_TURNS), ...more].join(", ");
  const parts = [
    `${stateLooks[state].word.toLowerCase()}, step ${grouped(status.step)} of ${grouped(status.steps)}`,
    evaluationWords(run),
    ...(turned === "" ? [] : [`turned by hand: ${turned}`]),
  ];
  const date = info.createdAt.slice(0, 10);
  return `- ${markdownText(date)} [${markdownText(name)}](${runLink(folder, notes)}): ${markdownText(parts.join("; "))}`;
}

/** "coverage 0.83, precision undefined (no mode) at step 8,000, seed 3 alone" */
function evaluationWords({ status, info }: ObservedRun): string {
  const steps = new Set<number>();
  const figures = told.flatMap(tag => {
    const title = measures[tag].title.toLowerCase();
    const figure = figureOf(status, tag);
    switch (figure.kind) {
      case "value":
        steps.add(figure.step);
        return [`${title} ${measureText(figure.value)}`];
      case "undefined":
        steps.add(figure.step);
        return [`${title} undefined (${figure.reason})`];
      case "step unknown":
        return [`${title} ${measureText(figure.value)} (of which step is not on record)`];
      case "none":
        return [];
      default:
        return figure satisfies never;
    }
  });
  if (figures.length === 0) return "not evaluated yet";
  const at = [...steps].map(step => ` at step ${grouped(step)}`).join();
  return `${figures.join(", ")}${at}, seed ${info.seed} alone`;
}
