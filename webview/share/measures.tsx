import type { MeasureFacts } from "../../src/protocol/compare.ts";
import type { SharedDocument, SharedEvaluation, SharedRun } from "../../src/protocol/shared-page.ts";
import { compareValues, type ComparedValue } from "../numbers/comparison.ts";
import {
  formatHalf,
  formatMeasure,
  formatSigned,
  formatStep,
  formatValue,
  MISSING,
} from "../numbers/format.ts";
import { RunMark } from "./run-mark.tsx";

const directions = {
  higher: "higher is better",
  lower: "lower is better",
  one: "1 is right",
  none: "",
} as const;

const isIn = (evaluation: SharedEvaluation | null, tag: string): boolean =>
  evaluation !== null && (tag in evaluation.values || tag in evaluation.undefined);

/** What was measured: of one run at its first and its last evaluation, of several at the last one of each. */
export function Measures({ shared }: { readonly shared: SharedDocument }) {
  const { runs, measures } = shared;
  const shown = measures.filter(({ tag }) =>
    runs.some(({ first, last }) => isIn(first, tag) || isIn(last, tag)),
  );
  const [only, ...others] = runs;
  return (
    <section aria-label="Measures">
      <h2>Measures</h2>
      {shown.length === 0 || only === undefined ? (
        <p class="quiet">No evaluation is on record.</p>
      ) : (
        <>
          <div class="wide" tabIndex={0} role="group" aria-label="Measures: table">
            {others.length === 0 ? (
              <OneRun run={only} measures={shown} />
            ) : (
              <Compared runs={runs} measures={shown} />
            )}
          </div>
          {seedWords(runs).map(words => (
            <p key={words} class="tiny">
              {words}
            </p>
          ))}
        </>
      )}
    </section>
  );
}

const DIGITS = 3;

interface ValueProps {
  readonly of: SharedEvaluation | null;
  readonly measure: MeasureFacts;
}

/** A measure's value, or why it has none. */
function Value({ of, measure }: ValueProps) {
  const value = of?.values[measure.tag];
  const reason = of?.undefined[measure.tag];
  if (value !== undefined) return <td>{formatMeasure(measure.tag, value, DIGITS)}</td>;
  return <td>{reason === undefined ? MISSING : <span class="tiny">undefined: {reason}</span>}</td>;
}

function Name({ measure: { title, description, better } }: { readonly measure: MeasureFacts }) {
  return (
    <th scope="row" title={description}>
      {title} <span class="tiny">{directions[better]}</span>
    </th>
  );
}

interface OneProps {
  readonly run: SharedRun;
  readonly measures: readonly MeasureFacts[];
}

function OneRun({ run: { first, last, seeds }, measures }: OneProps) {
  const several = first !== null && first.step !== last?.step;
  const counted = seeds !== null && seeds.seeds.length > 1 ? seeds : null;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Measure</th>
          {several && <th scope="col">Step {formatStep(first.step)}</th>}
          <th scope="col">Step {formatStep(last?.step ?? 0)}</th>
          {counted !== null && <th scope="col">Mean of {counted.seeds.length} seeds</th>}
        </tr>
      </thead>
      <tbody>
        {measures.map(measure => {
          const row = counted?.rows.find(({ tag }) => tag === measure.tag);
          return (
            <tr key={measure.tag}>
              <Name measure={measure} />
              {several && <Value of={first} measure={measure} />}
              <Value of={last} measure={measure} />
              {counted !== null && (
                <td>{row === undefined ? MISSING : withInterval(measure.tag, row.mean, row.halfWidth)}</td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** "0.72 ± 0.03" */
const withInterval = (tag: string, mean: number, half: number | null): string =>
  half === null
    ? formatMeasure(tag, mean, DIGITS)
    : `${formatValue(mean, DIGITS)} ± ${formatHalf(half, DIGITS)}`;

/** The same with its sign. */
const differenceText = (difference: number, half: number | null): string =>
  `${formatSigned(difference, DIGITS)}${half === null ? "" : ` ± ${formatHalf(half, DIGITS)}`}`;

interface ComparedProps {
  readonly runs: readonly SharedRun[];
  readonly measures: readonly MeasureFacts[];
}

/** Each run at its own last evaluation, against the first run. */
function Compared({ runs, measures }: ComparedProps) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Measure</th>
          {runs.map(({ last }, i) => (
            <th key={i} scope="col">
              <RunMark place={i} /> {last === null ? "not evaluated" : `step ${formatStep(last.step)}`}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {measures.map(measure => {
          const { tag, better, unit } = measure;
          const own = runs.map(({ last }) => last?.values[tag] ?? null);
          const seeds = runs.map(({ seeds: found }, i) =>
            own[i] === null ? null : (found?.rows.find(row => row.tag === tag) ?? null),
          );
          const values = compareValues(better, own, 0, seeds, unit === "share");
          return (
            <tr key={tag}>
              <Name measure={measure} />
              {values.map((value, i) =>
                value.value === null ? (
                  <Value key={i} of={runs[i]?.last ?? null} measure={measure} />
                ) : (
                  <ComparedCell key={i} of={value} measure={measure} />
                ),
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface CellProps {
  readonly of: ComparedValue;
  readonly measure: MeasureFacts;
}

function ComparedCell({ of, measure }: CellProps) {
  const { tag } = measure;
  const { value, halfWidth, difference, differenceHalfWidth, verdict, best } = of;
  return (
    <td class={best ? "best" : ""}>
      {value === null ? MISSING : withInterval(tag, value, halfWidth)}
      {difference !== null && (
        <span class={`difference ${verdict}`}>
          {differenceText(difference, differenceHalfWidth)}
          {verdict === "same" ? "" : ` ${verdict}`}
        </span>
      )}
    </td>
  );
}

/** Over how many samples and seeds the figures are, and why some have no interval. */
function seedWords(runs: readonly SharedRun[]): string[] {
  const isComparison = runs.length > 1;
  const named = (i: number) => (isComparison ? `Run ${i + 1}: ` : "");
  const over = runs.map(({ facts: { evaluation, seed, trainer }, seeds, last }, i) => {
    const counted = seeds?.seeds.length ?? 0;
    const of =
      counted > 1
        ? `mean over the seeds ${seeds?.seeds.join(", ") ?? ""} that were measured at step ${formatStep(last?.step ?? 0)}${counted > 2 ? ", ± half the 95 % interval (Student's t)" : ""}`
        : `seed ${seed} alone, so there is no interval`;
    const how =
      trainer === null
        ? `${formatStep(evaluation.samples)} samples an evaluation, k = ${evaluation.neighbours}`
        : `as ${trainer} measures it`;
    return `${named(i)}${how}; ${of}.`;
  });
  const why = isComparison
    ? runs.flatMap(({ seeds }, i) => (typeof seeds?.why !== "string" ? [] : [`${named(i)}${seeds.why}.`]))
    : [];
  const told = isComparison
    ? [
        "Below each value its difference to run 1; better and worse are said only where an interval leaves out 0.",
      ]
    : [];
  return [...over, ...why, ...told];
}
