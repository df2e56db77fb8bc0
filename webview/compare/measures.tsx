import { formatValue, MISSING } from "../numbers/format.ts";
import type { ComparedValue } from "../numbers/comparison.ts";
import { inkOf } from "./column-plate.tsx";
import { directionOf, intervalWords, measureRows } from "./measure-rows.ts";
import type { CompareModel } from "./model.ts";

/** The measures at each column's step: the best marked, differences to the baseline. */
export function Measures({ model }: { readonly model: CompareModel }) {
  const rows = measureRows(model);
  const columns = model.columns.value;
  const words = intervalWords(model);
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
                value={value}
                missing={missing[i] ?? ""}
                ink={inkOf(model, column)}
              />
            );
          })}
        </div>
      ))}
      <p class="note">
        Bold with a dot: best. Colour and sign: better or worse than the baseline. {words.join(" ")}
      </p>
    </>
  );
}

export const differenceText = ({ difference }: ComparedValue): string =>
  difference === null ? "" : `${difference > 0 ? "+" : ""}${formatValue(difference)}`;

/** The interval of the difference; of a value that has none, that of its mean. */
export function intervalText({ difference, differenceHalfWidth, halfWidth }: ComparedValue): string {
  if (difference !== null && differenceHalfWidth !== null)
    return `${formatValue(difference - differenceHalfWidth)} to ${formatValue(difference + differenceHalfWidth)}`;
  return halfWidth === null ? "" : `± ${formatValue(halfWidth)}`;
}

interface ValueProps {
  readonly value: ComparedValue;
  readonly missing: string;
  readonly ink: string;
}

function Value({ value, missing, ink }: ValueProps) {
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
        {formatValue(value.value)}
      </b>
      <span class={`d ${value.verdict}`}>{differenceText(value)}</span>
      <span class="track" aria-hidden="true">
        {value.place !== null && value.reach > 0 && (
          <i
            class={`reach ${ink}`}
            style={{
              "--from": String(Math.max(0, value.place - value.reach)),
              "--to": String(Math.min(1, value.place + value.reach)),
            }}
          />
        )}
        {value.place !== null && <i class={`dot ${ink}`} style={{ "--at": String(value.place) }} />}
      </span>
      <span class="ci">{intervalText(value)}</span>
    </span>
  );
}
