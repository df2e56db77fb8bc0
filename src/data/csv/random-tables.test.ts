// Tables as programs write them, by a plain writer of ours: what was written is read, and a cell that is broken is
// blamed at its line.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { trials, type Draw } from "../../../test/support/trials.ts";
import { DataError } from "../data-error.ts";
import { readCsvPoints } from "./points.ts";

const folder = mkdtempSync(join(tmpdir(), "tables-"));
after(() => {
  rmSync(folder, { recursive: true });
});

interface Written {
  readonly bytes: Buffer;
  /** Row by row. */
  readonly values: readonly number[];
  readonly dims: number;
  readonly names: readonly string[] | null;
  /** The line of each row, the first being 1. */
  readonly lines: readonly number[];
}

const separators = [",", ";", "\t", "|", " "] as const;
const plainNames = ["x", "y", "height", "mass_kg", "t0", "Δv", "V1"] as const;
const oddNames = ["reaction time", "height (cm)", "Größe", "x-1", "a.b", 'the "y"', "T [K]"] as const;

function numberText(draw: Draw, decimal: "." | ",", groups: boolean): { text: string; value: number } {
  const value = draw.pick([
    () => (draw.number() - 0.5) * 10 ** draw.whole(-2, 3),
    () => draw.whole(-50, 50),
    () => (groups ? 1000 * (draw.number() + 1) : draw.number()),
  ])();
  const forms = [
    () => value.toFixed(3),
    () => value.toExponential(4),
    () => String(value),
    () => value.toExponential(3).replace("e", "E"),
  ] as const;
  const point = draw.pick(forms)();
  if (!groups || !/^-?\d+\.\d+$/.test(point))
    return { text: point.replace(".", decimal), value: Number(point) };
  const [whole = "", fraction = ""] = point.split(".");
  const mark = decimal === "." ? "," : ".";
  return {
    text: `${whole.replace(/(\d)(?=(?:\d{3})+$)/g, `$1${mark}`)}${decimal}${fraction}`,
    value: Number(point),
  };
}

function writeTable(draw: Draw, broken: ((text: string) => string) | null): Written & { brokenLine: number } {
  const separator = draw.pick(separators);
  const decimal = separator !== "," && draw.chance(0.4) ? "," : ".";
  const dims = draw.whole(separator === " " || separator === "," ? 2 : 1, 4);
  const count = draw.whole(12, 60);
  const quoteAll = draw.chance(0.2);
  // Groups by a mark that separates cells need quotation marks.
  const groups = draw.chance(0.15);
  const isBare = (text: string) =>
    !text.includes(separator) && !text.includes('"') && !(separator === " " && text.includes("\t"));
  const quote = (text: string) => (quoteAll || !isBare(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rowNumbers = draw.chance(0.3) ? draw.whole(0, 1) : null;
  const corner = rowNumbers !== null;
  const names =
    corner || draw.chance(0.6)
      ? Array.from({ length: dims }, (_, i) => `${draw.pick(draw.chance(0.5) ? plainNames : oddNames)}${i}`)
      : null;
  const trailing = draw.chance(0.1) && separator !== " " ? draw.whole(1, 2) : 0;
  const cornerLess = corner && draw.chance(0.3) && dims > 1;
  const join_ = (cells: readonly string[]) => cells.map(quote).join(separator) + separator.repeat(trailing);
  const end = draw.pick(["\n", "\r\n", "\r"] as const);
  const text: string[] = [];
  if (separator !== " " && draw.chance(0.15)) text.push(`sep=${separator}`);
  if (draw.chance(0.2) && names !== null && dims + Number(corner) > 1) text.push("Measured on 3 May");
  while (draw.chance(0.2)) text.push("# a comment");
  while (draw.chance(0.2)) text.push("");
  if (names !== null) text.push(join_([...(corner && !cornerLess ? [""] : []), ...names]));
  if (names !== null && !corner && draw.chance(0.15))
    text.push(join_(names.map(() => draw.pick(["cm", "[s]", "m/s", "(kg)"] as const))));
  const values: number[] = [];
  const lines: number[] = [];
  // In one column a first text is a name.
  const at = draw.whole(dims === 1 ? 1 : 0, count - 1);
  const column = draw.whole(0, dims - 1);
  // A blank line is none of a table's; an empty cell of a single column stands in quotation marks.
  const emptyCell = dims === 1 && !corner && trailing === 0 ? "NaN" : "";
  let groupsShown = !groups;
  for (let i = 0; i < count; i++) {
    while (draw.chance(0.03)) text.push(draw.pick(["", "# passed over"] as const));
    const cells: string[] = [];
    for (let d = 0; d < dims; d++) {
      const { text: cell, value } = numberText(draw, decimal, groups);
      groupsShown ||= /\d[.,]\d{3}[.,]/.test(cell);
      cells.push(broken !== null && i === at && d === column ? broken(cell) || emptyCell : cell);
      values.push(value);
    }
    text.push(join_([...(rowNumbers === null ? [] : [String(i + rowNumbers)]), ...cells]));
    lines.push(text.length);
  }
  if (draw.chance(0.1) && trailing === 0 && separator !== " ")
    text.push(separator.repeat(dims + Number(corner) - 1));
  const whole = text.join(end) + (draw.chance(0.8) ? end : "");
  const bytes = draw.pick([
    () => Buffer.from(whole),
    () => Buffer.from(`\ufeff${whole}`),
    () => Buffer.from(`\ufeff${whole}`, "utf16le"),
    () => Buffer.from(`\ufeff${whole}`, "utf16le").swap16(),
    () => Buffer.from(whole, "utf16le"),
    () => (whole.includes("Δ") ? Buffer.from(whole) : Buffer.from(whole, "latin1")),
    () => gzipSync(whole),
  ] as const)();
  return { bytes, values, dims, names, lines, brokenLine: lines[at] ?? 0 };
}

const choice = { columns: [], separator: "auto" } as const;

test("random: a table that was written by any dialect gives its numbers back", async () => {
  await trials(150, (draw, seed) => {
    const { bytes, values, dims, names, lines } = writeTable(draw, null);
    const file = join(folder, `${seed}.csv`);
    writeFileSync(file, bytes);
    const read = readCsvPoints(file, choice);
    assert.deepEqual([read.rows, read.dims], [lines.length, dims]);
    assert.deepEqual([...read.data], values);
    if (names !== null) assert.ok(read.reading.taken.endsWith(`(${names.join(", ")})`), read.reading.taken);
    rmSync(file);
  });
});

test("random: a broken cell is blamed at its line, and nothing else is", async () => {
  await trials(150, (draw, seed) => {
    const spoil = draw.pick([
      () => "#N/A",
      () => "#DIV/0!",
      () => "",
      () => "abc",
      (cell: string) => `${cell} kg`,
      () => "NaN",
      () => "2024-05-03",
    ] as const);
    const { bytes, brokenLine } = writeTable(draw, spoil);
    const file = join(folder, `${seed}.csv`);
    writeFileSync(file, bytes);
    assert.throws(
      () => readCsvPoints(file, choice),
      (error: unknown) => {
        assert.ok(error instanceof DataError, String(error));
        assert.equal(error.row, brokenLine, error.message);
        assert.ok(!error.message.includes("(also"), error.message);
        return true;
      },
    );
    rmSync(file);
  });
});
