import { useLayoutEffect, useRef } from "preact/hooks";
import type { ColumnFacts, TableRow } from "../../src/protocol/table.ts";
import { Icon } from "../controls/icon.tsx";
import { CellText, cellTitle } from "./cell.tsx";
import { actOnHead, actOnRow, moveOf, OWN_COLUMNS } from "./grid-keys.ts";
import type { Place, TableModel } from "./model.ts";
import { useRowWindow } from "./row-window.ts";

const ROW_HEIGHT = 26;

interface GridProps {
  readonly model: TableModel;
}

const widthOf = ({ key, numeric }: ColumnFacts, together: boolean): number => {
  if (key.startsWith("measure:")) return together ? 216 : 136;
  if (key === "run:note" || key === "run:message") return 280;
  return numeric ? (together ? 168 : 112) : 160;
};

/**
 * The rows of the table: a grid with one tab stop, in which the arrow keys go from cell to cell. Of many rows those in
 * sight are in the document, and the one that the keyboard is on.
 */
export function Grid({ model }: GridProps) {
  const box = useRef<HTMLDivElement>(null);
  const sight = useRowWindow(box, ROW_HEIGHT);
  const rows = model.rows.value;
  const columns = model.columns.value;
  const together = model.state.value?.head.wish.together ?? false;
  const place = model.focus.value;
  const at = model.placeOf(place.key);
  const column = Math.min(place.column, columns.length + OWN_COLUMNS - 1);
  const widths = [32, 240, together ? 84 : 64, ...columns.map(facts => widthOf(facts, together))];
  const { first, last } = sight.value;
  const drawn = rows.slice(first, last).map((row, i) => ({ row, index: first + i }));
  const focused = rows[at];
  if (focused !== undefined && (at < first || at >= last)) drawn.push({ row: focused, index: at });

  /** Set by keys: the focus follows at once when what it goes to is drawn, for what it was on may be gone. */
  const follows = useRef(false);
  useLayoutEffect(() => {
    if (!follows.current) return;
    follows.current = false;
    const cell = box.current?.querySelector<HTMLElement>("[tabindex='0']");
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const extent = {
      rows: rows.length,
      columns: widths.length,
      page: Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2),
    };
    // As it is now: two keys may come before the first is drawn.
    const now = model.focus.peek();
    const from = { row: model.placeOf(now.key), column: Math.min(now.column, widths.length - 1) };
    const acted = from.row < 0 ? actOnHead(model, event) : actOnRow(model, event);
    const to = acted || event.altKey ? null : moveOf(event, from, extent);
    if (!acted && to === null) return;
    event.preventDefault();
    event.stopPropagation();
    follows.current = true;
    if (to === null) return;
    const key = rows[to.row]?.key ?? null;
    if (event.shiftKey && key !== null && event.key.startsWith("Arrow")) model.selectTo(key);
    model.focus.value = { key, column: to.column };
  };
  return (
    <div
      class="grid"
      role="grid"
      aria-label="Runs"
      aria-rowcount={rows.length + 1}
      aria-colcount={widths.length}
      aria-multiselectable="true"
      ref={box}
      style={{
        "--columns": widths.map(width => `${width}px`).join(" "),
        "--width": `${widths.reduce((sum, width) => sum + width, 0)}px`,
      }}
      onKeyDown={onKeyDown}
      onFocusCapture={({ target }) => {
        if (!follows.current && target instanceof Element) model.focus.value = placeIn(target, rows);
      }}
    >
      <Heads model={model} columns={columns} together={together} focused={at < 0 ? column : null} />
      <div role="rowgroup" class="rows" style={{ height: `${rows.length * ROW_HEIGHT}px` }}>
        {drawn.map(({ row, index }) => (
          <Row key={row.key} model={model} row={row} index={index} focused={index === at ? column : null} />
        ))}
      </div>
    </div>
  );
}

/** The place of a cell that got the focus, by whatever way. */
function placeIn(cell: Element, rows: readonly TableRow[]): Place {
  const row = Number(cell.closest("[aria-rowindex]")?.getAttribute("aria-rowindex") ?? 1) - 2;
  return {
    key: rows[row]?.key ?? null,
    column: Number(cell.closest("[aria-colindex]")?.getAttribute("aria-colindex") ?? 1) - 1,
  };
}

interface HeadsProps extends GridProps {
  readonly columns: readonly ColumnFacts[];
  readonly together: boolean;
  readonly focused: number | null;
}

function Heads({ model, columns, together, focused }: HeadsProps) {
  const { sort } = model.arranged.value;
  const selected = model.selected.value.size;
  const all = selected > 0 && selected === model.rows.value.length;
  const own = [
    { key: "name", title: "Run", description: "What the run is called", numeric: false },
    { key: "seeds", title: together ? "Seeds" : "Seed", description: "", numeric: true },
  ];
  return (
    <div role="rowgroup" class="heads">
      <div role="row" class="row" aria-rowindex={1}>
        <div
          role="columnheader"
          class="tick"
          aria-colindex={1}
          tabIndex={focused === 0 ? 0 : -1}
          title={selected > 0 ? "Select none" : "Select all"}
          onClick={() => {
            if (selected > 0) model.selectNone();
            else model.selectAll();
          }}
        >
          <Tick state={all ? "on" : selected > 0 ? "some" : "off"} />
          <span class="unseen">{selected > 0 ? "Select none" : "Select all"}</span>
        </div>
        {[...own, ...columns].map(({ key, title, description, numeric }, i) => {
          const on = sort?.key === key;
          const short = key.startsWith("setting:") ? shortPath(title) : title;
          return (
            <div
              key={key}
              role="columnheader"
              class={`${i === 0 ? "name" : ""} ${numeric ? "numeric" : ""}`}
              aria-colindex={i + 2}
              aria-sort={on ? (sort.descending ? "descending" : "ascending") : "none"}
              tabIndex={focused === i + 1 ? 0 : -1}
              title={[title, description, "Click or Enter: sort. Alt+← and →: move. Delete: hide."]
                .slice(0, i < 2 ? 2 : 3)
                .filter(text => text !== "")
                .join("\n")}
              onClick={() => {
                model.focus.value = { key: null, column: i + 1 };
                model.sortBy(key, i >= 2 && numeric);
              }}
            >
              <span class="cut">{short}</span>
              {on && <span aria-hidden="true">{sort.descending ? "↓" : "↑"}</span>}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The last two parts of a key path say what it is; all of it is in the tooltip. */
const shortPath = (path: string): string => path.split(".").slice(-2).join(".");

interface RowProps extends GridProps {
  readonly row: TableRow;
  readonly index: number;
  /** The column that the keyboard is on; null where it is on another row. */
  readonly focused: number | null;
}

function Row({ model, row, index, focused }: RowProps) {
  const selected = model.selected.value.has(row.key);
  const columns = model.columns.value;
  const tab = (column: number) => (focused === column ? 0 : -1);
  const press = (event: MouseEvent, column: number) => {
    model.focus.value = { key: row.key, column };
    if (event.shiftKey) model.selectTo(row.key);
    else if (event.ctrlKey || event.metaKey || column === 0) model.toggle(row.key);
  };
  return (
    <div
      role="row"
      class={`row ${selected ? "selected" : ""}`}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ top: `${index * ROW_HEIGHT}px` }}
      onClick={event => {
        const cell = event.target instanceof Element ? event.target.closest("[aria-colindex]") : null;
        press(event, Number(cell?.getAttribute("aria-colindex") ?? 2) - 1);
      }}
      onDblClick={() => {
        model.open(row);
      }}
    >
      <div role="gridcell" class="tick" aria-colindex={1} tabIndex={tab(0)}>
        <Tick state={selected ? "on" : "off"} />
        <span class="unseen">{selected ? "Selected" : "Not selected"}</span>
      </div>
      <div role="rowheader" class="name" aria-colindex={2} tabIndex={tab(1)} title={row.name}>
        {row.star && <Icon name="star-full" />}
        <span
          class="link cut"
          onClick={event => {
            if (event.shiftKey || event.ctrlKey || event.metaKey) return;
            model.open(row);
          }}
        >
          {row.name}
        </span>
        {row.star && <span class="unseen">starred</span>}
        {row.state !== "done" && <span class={`state ${row.state}`}>{row.state}</span>}
      </div>
      <div role="gridcell" class="numeric" aria-colindex={3} tabIndex={tab(2)}>
        {row.seeds}
      </div>
      {columns.map((column, i) => {
        const cell = row.cells[i] ?? { kind: "none" as const };
        return (
          <div
            key={column.key}
            role="gridcell"
            class={column.numeric ? "numeric" : ""}
            aria-colindex={i + 4}
            tabIndex={tab(i + OWN_COLUMNS)}
            title={cellTitle(cell)}
          >
            <CellText cell={cell} column={column} />
          </div>
        );
      })}
    </div>
  );
}

/** A box with a tick, without a control of its own: the row's cell is what the keyboard is on. */
function Tick({ state }: { readonly state: "on" | "some" | "off" }) {
  return (
    <span class={`tick-box ${state}`} aria-hidden="true">
      {state === "on" && <Icon name="check" />}
    </span>
  );
}
