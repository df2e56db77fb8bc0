import type { ColumnFacts, TableCell } from "../../src/protocol/table.ts";
import { formatKnob, formatMeasure, formatPlusMinus, formatStep, MISSING } from "../numbers/format.ts";

const DIGITS = 3;

/** A number as its column's are written: settings as people type them, counts with thousands apart. */
function numberText({ key }: ColumnFacts, value: number): string {
  if (key.startsWith("run:")) return formatStep(value);
  return key.startsWith("setting:") ? formatKnob(value) : measured(key, value);
}

const measured = (key: string, value: number): string =>
  formatMeasure(key.replace(/^measure:/, ""), value, DIGITS);

const halfWidthText = (halfWidth: number): string => formatPlusMinus(halfWidth, DIGITS);

/** What stands in a cell, its step small beside it. */
export function CellText({ cell, column }: { readonly cell: TableCell; readonly column: ColumnFacts }) {
  switch (cell.kind) {
    case "none":
      return <span class="missing">{MISSING}</span>;
    case "text":
      return <span class="cut">{cell.text}</span>;
    case "number":
      return <span>{numberText(column, cell.value)}</span>;
    case "measured":
      return (
        <>
          <span>{measured(column.key, cell.value)}</span>
          <span class="at">{cell.step === null ? "step ?" : formatStep(cell.step)}</span>
        </>
      );
    case "undefined":
      return (
        <>
          <span class="undefined">undefined</span>
          <span class="at">{formatStep(cell.step)}</span>
        </>
      );
    case "mean":
      return <Mean cell={cell} column={column} />;
    default:
      cell satisfies never;
      return null;
  }
}

interface MeanProps {
  readonly cell: Extract<TableCell, { readonly kind: "mean" }>;
  readonly column: ColumnFacts;
}

/** The mean over seeds. Where some have no value, that is said first: the mean of the others is no fair one. */
function Mean({ cell: { mean, halfWidth, count, undefined: without, step }, column }: MeanProps) {
  const at = step === null ? "" : ` · ${formatStep(step)}`;
  const value = mean === null ? null : step === null ? numberText(column, mean) : measured(column.key, mean);
  return (
    <>
      {without > 0 ? (
        <span class="undefined">
          undefined in {without} of {count + without}
        </span>
      ) : (
        <span>
          {value ?? MISSING}
          {halfWidth !== null && <span class="half-width"> {halfWidthText(halfWidth)}</span>}
        </span>
      )}
      <span class="at">
        n {count}
        {at}
      </span>
    </>
  );
}

/** The same in words, as a tooltip: what there is more to know than stands there. */
export function cellTitle(cell: TableCell): string | undefined {
  switch (cell.kind) {
    case "text":
      return cell.text;
    case "measured":
      return cell.step === null
        ? `${cell.value}; an early release did not keep the step of it`
        : `${cell.value}, evaluated at step ${formatStep(cell.step)}`;
    case "undefined":
      return `Undefined at step ${formatStep(cell.step)}: ${cell.reason}`;
    case "mean": {
      const over = `over ${cell.count} ${cell.count === 1 ? "seed" : "seeds"}`;
      const at = cell.step === null ? "" : `, those evaluated at step ${formatStep(cell.step)}`;
      const interval =
        cell.halfWidth === null
          ? "; no interval: fewer than three seeds, or equal ones, say nothing of the spread"
          : ` ± ${cell.halfWidth} (95 % interval, Student's t)`;
      return cell.mean === null ? `Undefined${at}` : `Mean ${cell.mean}${interval} ${over}${at}`;
    }
    case "number":
      return String(cell.value);
    case "none":
      return undefined;
    default:
      return cell satisfies never;
  }
}
