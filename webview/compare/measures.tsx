import { formatMeasure, formatPlusMinus, formatSigned, formatValue, MISSING } from "../numbers/format.ts";
import type { ComparedValue, Track } from "../numbers/comparison.ts";
import { inkOf } from "./column-plate.tsx";
import { directionOf, intervalWords, measureRows } from "./measure-rows.ts";
import type { CompareModel } from "./model.ts";

/** The measures at each column's step: the best marked, differences to the baseline. */
export function Measures({ model }: { readonly model: CompareModel }) {
  const rows = measureRows(model);
  const columns = model.columns.value;
  const words = intervalWords(model, "page");
  const isTold = rows.some(({ values }) =>
    values.some(({ differenceHalfWidth }) => differenceHalfWidth !== null),
  );
  if (rows.length === 0) return <p class="note">No measures at these steps yet.</p>;
  return (
    <>
      {rows.map(({ measure, values, missing }) => (
        <div key={measure.tag} class="mrow" role="group" aria-label={measure.title}>
          <span class="gut" title={measure.description}>
            {measure.title} <i>{directionOf(measure)}</i>
          </span>
          {columns.map((column, i) => {
            const value = values[i];
            return value === undefined ? null : (
              <Value
                key={column.folder}
                tag={measure.tag}
                value={value}
                missing={missing[i] ?? ""}
                ink={inkOf(model, column)}
              />
            );
          })}
        </div>
      ))}
      <p class="note">
        {isTold &&
          "Bold with a dot: best mean. Colour and sign: better or worse than the baseline. Bars: the difference and its interval, around 0. "}
        {words.join(" ")}
      </p>
    </>
  );
}

export const differenceText = ({ difference }: ComparedValue): string =>
  difference === null ? "" : formatSigned(difference);

/** The interval of the difference; of a value that is compared with none, that of its mean. */
export function intervalText({ difference, differenceHalfWidth, halfWidth }: ComparedValue): string {
  if (difference !== null && differenceHalfWidth !== null)
    return `${formatValue(difference - differenceHalfWidth)} to ${formatValue(difference + differenceHalfWidth)}`;
  if (difference !== null) return "one seed";
  return halfWidth === null ? "" : formatPlusMinus(halfWidth);
}

function TrackBar({ track, ink }: { readonly track: Track; readonly ink: string }) {
  const { at, from, to, cutLow, cutHigh, line } = track;
  return (
    <span class="track" aria-hidden="true">
      {line !== null && <i class="line" style={{ "--at": String(line) }} />}
      {to > from && (
        <i
          class={`reach ${ink}${cutLow ? " cut-low" : ""}${cutHigh ? " cut-high" : ""}`}
          style={{ "--from": String(from), "--to": String(to) }}
        />
      )}
      <i class={`dot ${ink}`} style={{ "--at": String(at) }} />
    </span>
  );
}

interface ValueProps {
  readonly tag: string;
  readonly value: ComparedValue;
  readonly missing: string;
  readonly ink: string;
}

function Value({ tag, value, missing, ink }: ValueProps) {
  if (missing !== "")
    return (
      <span class="mv" title={missing}>
        <b>{MISSING}</b>
        <span class="missing">{missing}</span>
      </span>
    );
  return (
    <span class={`mv ${value.best ? "best" : ""}`}>
      <b>
        {value.best && <i class="mark-best" role="img" aria-label="best" />}
        {formatMeasure(tag, value.value)}
      </b>
      <span class={`d ${value.verdict}`}>{differenceText(value)}</span>
      {value.track === null ? <span /> : <TrackBar track={value.track} ink={ink} />}
      <span class="ci">{intervalText(value)}</span>
    </span>
  );
}
