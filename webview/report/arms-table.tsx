import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ReportArm, ReportCell, ReportMeasure, ReportState } from "../../src/protocol/report.ts";
import { IconButton } from "../controls/button.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { Segments } from "../controls/segments.tsx";
import {
  formatMeasure,
  formatPlusMinus,
  formatSigned,
  formatStep,
  formatValue,
  MISSING,
} from "../numbers/format.ts";
import { armText, digitsOf, doneSeeds, shortKey, valueLabel, type SortKey } from "../numbers/report.ts";
import { tableKinds, type TableKind } from "./arranged.ts";
import type { ReportModel } from "./model.ts";
import { SeriesMark } from "./series-key.tsx";

const ROW_HEIGHT = 24;
/** Rows beyond the visible ones, above and below. */
const SPARE = 12;

interface Props {
  readonly model: ReportModel;
  readonly state: ReportState;
}

/** Every configuration: means or differences to its baseline, sortable. Of many rows those in sight are there. */
export function ArmsTable({ model, state }: Props) {
  const rows = model.rows.value;
  const { table, paretoOnly } = model.arranged.value;
  const box = useRef<HTMLDivElement>(null);
  const sight = useSignal({ top: 0, height: 800 });
  useEffect(() => {
    const { current } = box;
    if (current === null) return undefined;
    const look = () => {
      sight.value = { top: current.scrollTop, height: current.clientHeight };
    };
    const observer = new ResizeObserver(look);
    observer.observe(current);
    current.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      current.removeEventListener("scroll", look);
    };
  }, []);
  const first = Math.max(0, Math.floor(sight.value.top / ROW_HEIGHT) - SPARE);
  const last = Math.min(rows.length, Math.ceil((sight.value.top + sight.value.height) / ROW_HEIGHT) + SPARE);
  const digits = state.head.measures.map((_, i) => digitsOf(state, i));
  const columns = state.plan.axes.length + state.head.measures.length + 3;
  return (
    <section class="arms" aria-label="Configurations">
      <div class="section-head">
        <h2>Configurations</h2>
        <span class="tiny">
          {formatStep(rows.length)} of {formatStep(state.arms.length)}
        </span>
        <span class="grow" />
        <Segments
          name="What the table shows"
          values={tableKinds}
          value={table}
          onChange={kind => {
            model.arrange({ table: kind });
          }}
        />
        <Toggle
          pressed={paretoOnly}
          title={`Only those that no other is at least as good as in ${paretoWords(state)}`}
          onChange={pressed => {
            model.arrange({ paretoOnly: pressed });
          }}
        >
          Pareto-best only
        </Toggle>
      </div>
      <div class="table-box" ref={box} tabIndex={0} role="group" aria-label="Table of configurations">
        <table aria-rowcount={rows.length + 1}>
          <Heads model={model} state={state} />
          <tbody>
            {first > 0 && <Gap rows={first} columns={columns} />}
            {rows.slice(first, last).map((arm, i) => (
              <Row
                key={arm.key}
                model={model}
                state={state}
                arm={arm}
                table={table}
                index={first + i + 2}
                digits={digits}
              />
            ))}
            {last < rows.length && <Gap rows={rows.length - last} columns={columns} />}
          </tbody>
        </table>
      </div>
      <p class="tiny note">{noteOf(state, table)}</p>
    </section>
  );
}

const paretoWords = ({ head }: Pick<ReportState, "head">): string =>
  head.measures
    .filter(({ pareto }) => pareto)
    .map(({ title }) => title.toLowerCase())
    .join(", ");

function noteOf({ plan, head }: ReportState, table: TableKind): string {
  const [first] = plan.axes;
  if (table === "differences" && first !== undefined) {
    const others = plan.axes.length > 1 ? " with the same other values" : "";
    return `Difference to ${first.key} ${first.labels[0] ?? ""}${others}, paired by seed: mean ± half the 95 % interval (not corrected). ${head.star}`;
  }
  return `Mean ± half the 95 % interval (Student's t) over seeds that are done. Bold: the best mean; that it is the best is not tested. ◆: Pareto-best by the means of ${paretoWords({ head })}. Both among those with as many seeds as any.`;
}

/** Room of rows that are out of sight. */
function Gap({ rows, columns }: { readonly rows: number; readonly columns: number }) {
  return (
    <tr class="gap" aria-hidden="true">
      <td colSpan={columns} style={{ height: `${rows * ROW_HEIGHT}px` }} />
    </tr>
  );
}

const sameKey = (a: SortKey, b: SortKey) => JSON.stringify(a) === JSON.stringify(b);

function Heads({ model, state }: Props) {
  const { key: sorted, descending } = model.sort.value;
  const keys = state.plan.axes.map(({ key }) => key);
  const head = (key: SortKey, text: string, title: string, class_ = "", downFirst = true) => {
    const on = sameKey(key, sorted);
    return (
      <th
        key={title}
        scope="col"
        class={class_}
        aria-sort={on ? (descending ? "descending" : "ascending") : "none"}
      >
        <button
          type="button"
          title={`Sort by ${title}`}
          aria-label={title}
          onClick={() => {
            model.arrange({ sort: { key, descending: on ? !descending : downFirst } });
          }}
        >
          {text}
          {on && (descending ? " ↓" : " ↑")}
        </button>
      </th>
    );
  };
  return (
    <thead>
      <tr>
        {head({ kind: "pareto" }, "◆", "Pareto-best", "pareto")}
        {state.plan.axes.map(({ key }, index) =>
          head({ kind: "axis", index }, shortKey(key, keys), key, "axis", false),
        )}
        {head({ kind: "seeds" }, "Seeds", "Seeds that are done")}
        {state.head.measures.map(({ tag, title, better }) =>
          head({ kind: "measure", tag }, title, title, "", better !== "lower"),
        )}
        <th scope="col">
          <span class="unseen">Compare</span>
        </th>
      </tr>
    </thead>
  );
}

interface RowProps extends Props {
  readonly arm: ReportArm;
  readonly table: TableKind;
  readonly index: number;
  /** Decimals of each measure. */
  readonly digits: readonly number[];
}

function Row({ model, state, arm, table, index, digits }: RowProps) {
  const { plan, head } = state;
  const hover = (on: boolean) => () => {
    model.hovered.value = on ? arm.key : null;
  };
  const several = plan.series.length > 1;
  const open = () => {
    model.openRun(arm);
  };
  const name = armText(plan, arm);
  const values = plan.axes.map((axis, i) => valueLabel(axis, arm.point[i]));
  return (
    <tr
      class={model.hovered.value === arm.key ? "hovered" : ""}
      aria-rowindex={index}
      onPointerEnter={hover(true)}
      onPointerLeave={hover(false)}
      onFocusCapture={hover(true)}
      onBlurCapture={hover(false)}
    >
      <td class="pareto">
        {arm.pareto && (
          <span
            role="img"
            aria-label="Pareto-best"
            title={`No other is at least as good in ${paretoWords(state)}`}
          >
            ◆
          </span>
        )}
      </td>
      {(values.length === 0 ? ["the experiment"] : values).map((value, i) => (
        <td key={i} class="axis">
          {i === 0 ? (
            <button
              type="button"
              class="link"
              title={`Open the dashboard of ${name}, seed ${model.seed.value}`}
              onClick={open}
            >
              {several && arm.series.map(series => <SeriesMark key={series} series={series} />)}
              {value}
            </button>
          ) : (
            value
          )}
        </td>
      ))}
      <SeedsCell arm={arm} planned={plan.seeds.length} />
      {head.measures.map((measure, i) => (
        <MeasureCell
          key={measure.tag}
          measure={measure}
          arm={arm}
          cell={arm.cells[i]}
          table={table}
          digits={digits[i] ?? 2}
        />
      ))}
      <td>
        {arm.baseline !== arm.key && (
          <IconButton
            icon="git-compare"
            name={`Compare ${name} with its baseline`}
            onPress={() => {
              model.compare(arm);
            }}
          />
        )}
      </td>
    </tr>
  );
}

function SeedsCell({ arm, planned }: { readonly arm: ReportArm; readonly planned: number }) {
  const done = doneSeeds(arm);
  const failed = arm.runs.filter(({ standing }) => standing === "failed");
  const why = arm.runs
    .filter(({ standing }) => standing !== "done")
    .map(
      ({ seed, state, step, message }) =>
        `Seed ${seed}: ${state} at step ${formatStep(step)}${message === "" ? "" : `, ${message}`}`,
    )
    .join("\n");
  return (
    <td class={failed.length > 0 ? "bad" : ""} title={why}>
      {done === planned ? done : `${done} of ${planned}`}
      {failed.length > 0 && <span class="unseen">, {failed.length} failed</span>}
    </td>
  );
}

interface CellProps {
  readonly measure: ReportMeasure;
  readonly arm: ReportArm;
  readonly cell: ReportCell | undefined;
  readonly table: TableKind;
  readonly digits: number;
}

function MeasureCell({ measure, arm, cell, table, digits }: CellProps) {
  if (cell === undefined) return <td>{MISSING}</td>;
  if (table === "means") {
    const { mean, halfWidth } = cell;
    if (cell.undefined !== null) return <UndefinedCell of={cell.undefined} mean={mean} digits={digits} />;
    return (
      <td class={measure.best === arm.key ? "best" : ""}>
        {formatMeasure(measure.tag, mean, digits)}
        <HalfWidth of={halfWidth} digits={digits} />
      </td>
    );
  }
  const { difference } = cell;
  if (difference === null && arm.baseline !== arm.key && cell.undefined !== null)
    return <UndefinedCell of={cell.undefined} mean={null} digits={digits} />;
  if (difference === null) return <td class="quiet">{arm.baseline === arm.key ? "baseline" : MISSING}</td>;
  const { mean, halfWidth, significant, p, pairs } = difference;
  const sure = p === null ? "" : `, p ${p < 0.001 ? "< 0.001" : `= ${p.toFixed(3)}`}, corrected`;
  return (
    <td
      class={significant ? toneOf(measure, mean, cell) : ""}
      title={`${pairs} ${pairs === 1 ? "pair" : "pairs"} of seeds${sure}`}
    >
      {formatSigned(mean, digits)}
      <HalfWidth of={halfWidth} digits={digits} />
      <span class="star">{significant ? "*" : ""}</span>
    </td>
  );
}

interface UndefinedCellProps {
  readonly of: NonNullable<ReportCell["undefined"]>;
  readonly mean: number | null;
  readonly digits: number;
}

/** The mean of the other seeds is no fair value: it stands small beside what is to be known first. */
function UndefinedCell({ of: { words, reason }, mean, digits }: UndefinedCellProps) {
  return (
    <td class="undefined" title={reason}>
      {words}
      {mean !== null && <span class="half-width"> others {formatValue(mean, digits)}</span>}
    </td>
  );
}

/** Whether a difference is to the better. For a measure whose right value is 1, nearer to it is. */
function toneOf({ better }: ReportMeasure, difference: number, { mean }: ReportCell): string {
  switch (better) {
    case "higher":
      return difference > 0 ? "better" : "worse";
    case "lower":
      return difference < 0 ? "better" : "worse";
    case "one":
      return mean !== null && Math.abs(mean - 1) < Math.abs(mean - difference - 1) ? "better" : "worse";
    case "none":
      return "";
    default:
      return better satisfies never;
  }
}

function HalfWidth({ of: halfWidth, digits }: { readonly of: number | null; readonly digits: number }) {
  return <span class="half-width">{halfWidth === null ? "" : formatPlusMinus(halfWidth, digits)}</span>;
}
