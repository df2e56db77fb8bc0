import { useSignal } from "@preact/signals";
import { formatStep, formatValue, MISSING } from "../numbers/format.ts";
import { toCsv } from "../numbers/csv.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

export interface TableColumn {
  readonly name: string;
  /** Decimals; 0 groups thousands. */
  readonly digits: number;
}

export interface TableData {
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly (number | string | null)[])[];
  /** Under the table, such as which rows were left out. */
  readonly note?: string;
}

interface Props {
  readonly table: TableData;
  readonly onCopy: (csv: string) => void;
  readonly onClose: () => void;
}

type Cell = number | string | null | undefined;

function compare(a: Cell, b: Cell): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a ?? "").localeCompare(String(b ?? ""));
}

const shown = (cell: Cell, digits: number): string => {
  if (cell === null || cell === undefined) return MISSING;
  if (typeof cell === "string") return cell;
  return digits === 0 ? formatStep(cell) : formatValue(cell, digits);
};

/** The numbers behind a picture: sortable by each column, copied as CSV in full precision. */
export function DataTable({ table, onCopy, onClose }: Props) {
  const order = useSignal<{ readonly column: number; readonly descending: boolean } | null>(null);
  const copied = useSignal(false);
  const { column, descending } = order.value ?? { column: -1, descending: false };
  const rows =
    column < 0
      ? table.rows
      : [...table.rows].sort((a, b) => compare(a[column], b[column]) * (descending ? -1 : 1));
  const sortBy = (index: number) => {
    order.value = { column: index, descending: column === index && !descending };
  };
  const copy = () => {
    onCopy(
      toCsv(
        table.columns.map(({ name }) => name),
        rows,
      ),
    );
    copied.value = true;
  };
  return (
    <Dialog
      title={table.title}
      onClose={onClose}
      tools={
        <Button icon={copied.value ? "check" : "table"} onPress={copy}>
          {copied.value ? "Copied" : "Copy as CSV"}
        </Button>
      }
    >
      <table>
        <thead>
          <tr>
            {table.columns.map(({ name }, index) => (
              <th
                key={name}
                scope="col"
                aria-sort={index !== column ? "none" : descending ? "descending" : "ascending"}
              >
                <button
                  type="button"
                  title={`Sort by ${name}`}
                  onClick={() => {
                    sortBy(index);
                  }}
                >
                  {name}
                  {index === column && (descending ? " ↓" : " ↑")}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {table.columns.map(({ name, digits }, cell) => (
                <td key={name}>{shown(row[cell], digits)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.note !== undefined && <p class="tiny">{table.note}</p>}
    </Dialog>
  );
}
