// Tables of the kinds that pandas, R, Excel, NumPy and instruments write, and what is told of each.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DataError } from "../data-error.ts";
import { readingText } from "../reading.ts";
import { readCsvPoints, type CsvChoice } from "./points.ts";

const folder = mkdtempSync(join(tmpdir(), "dialects-"));
after(() => {
  rmSync(folder, { recursive: true });
});

const file = join(folder, "points.csv");

function read(text: string | Uint8Array, choice: Partial<CsvChoice> = {}) {
  writeFileSync(file, text);
  return readCsvPoints(file, { columns: [], separator: "auto", ...choice });
}

function refusal(text: string | Uint8Array, choice: Partial<CsvChoice> = {}): string {
  try {
    read(text, choice);
  } catch (error) {
    assert.ok(error instanceof DataError, String(error));
    return error.message.slice(file.length);
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

/** Twelve rows: what a cell of a row and column is. */
const rows = (
  cell: (row: number, column: number) => string,
  columns: number,
  separator = ",",
  end = "\n",
): string =>
  Array.from(
    { length: 12 },
    (_, row) => Array.from({ length: columns }, (_, column) => cell(row, column)).join(separator) + end,
  ).join("");

const value = (row: number, column: number) => (row + 0.25) * (column === 0 ? 1 : -3);
const point = (row: number, column: number) => String(value(row, column));
const comma = (row: number, column: number) => point(row, column).replace(".", ",");
const numbered = (row: number, column: number, from = 0) =>
  column === 0 ? String(row + from) : point(row, column - 1);

const points = Float64Array.from({ length: 24 }, (_, i) => value(Math.floor(i / 2), i % 2));
const line = Float64Array.from({ length: 12 }, (_, i) => value(i, 0));

const named = "12 points of 2 dimensions (x, y)";
const numberless = "12 points of 2 dimensions (column 0, column 1); no header";

const tables: Readonly<Record<string, { text: string | Uint8Array; told: string; data?: Float64Array }>> = {
  "pandas: row numbers": {
    text: `,x,y\n${rows(numbered, 3)}`,
    told: `${named}; column 0 left out: it numbers the rows`,
  },
  "pandas: row numbers, columns without names": {
    text: `,0,1\n${rows(numbered, 3)}`,
    told: "12 points of 2 dimensions (0, 1); column 0 left out: it numbers the rows",
  },
  "pandas: columns without names, index=False": {
    text: `0,1\n${rows(point, 2)}`,
    told: '12 points of 2 dimensions (0, 1); the first row (0, 1) taken as names; were it a point, set "columns" to [0, 1]',
  },
  "pandas: rows of a part of the frame": {
    text: `,x,y\n${rows((row, column) => numbered(row * 7 + 3 - 6 * (row % 2), column).replace(/^.*$/, text => (column === 0 ? text : point(row, column - 1))), 3)}`,
    told: `${named}; column 0 left out: it numbers the rows`,
  },
  "pandas: read and saved once more": {
    text: `,Unnamed: 0,x,y\n${rows((row, column) => (column < 2 ? String(row) : point(row, column - 2)), 4)}`,
    told: `${named}; column 0 left out: it numbers the rows; column "Unnamed: 0" left out: it numbers the rows`,
  },
  "pandas: dates as row names": {
    text: `,x,y\n${rows((row, column) => (column === 0 ? `2024-05-${row + 10}` : point(row, column - 1)), 3)}`,
    told: `${named}; column 0 left out: it names the rows`,
  },
  "R: write.csv": {
    text: `"","x","y"\n${rows((row, column) => (column === 0 ? `"${row + 1}"` : point(row, column - 1)), 3)}`,
    told: `${named}; column 0 left out: it numbers the rows`,
  },
  "R: write.table": {
    text: `"x" "y"\n${rows((row, column) => (column === 0 ? `"${row + 1}"` : point(row, column - 1)), 3, " ")}`,
    told: `${named}; column 0 left out: it numbers the rows`,
  },
  "R: row names": {
    text: `"x" "y"\n${rows((row, column) => (column === 0 ? `"Mazda RX${row}"` : point(row, column - 1)), 3, " ")}`,
    told: `${named}; column 0 left out: it names the rows`,
  },
  "a counting column with a name of its own stays, and that is said": {
    text: `frame,x\n${rows((row, column) => (column === 0 ? String(row) : point(row, 0)), 2)}`,
    told: '12 points of 2 dimensions (frame, x); column "frame" counts the rows: if it is no measurement, name the others in "columns"',
    data: Float64Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? i / 2 : value((i - 1) / 2, 0))),
  },
  "Excel: sep=": {
    text: `sep=;\r\nx;y\r\n${rows(point, 2, ";", "\r\n")}`,
    told: `${named}; the line "sep=;" heeded`,
  },
  "Excel: sep= with another mark, in quotes": {
    text: `"sep=^"\r\nx^y\r\n${rows(point, 2, "^", "\r\n")}`,
    told: `${named}; the line "\\"sep=^\\"" heeded`,
  },
  "Excel in Europe": { text: `x;y\r\n${rows(comma, 2, ";", "\r\n")}`, told: `${named}; decimal commas` },
  "decimal commas in quotes between commas": {
    text: `x,y\n${rows((row, column) => `"${comma(row, column)}"`, 2)}`,
    told: `${named}; decimal commas`,
  },
  "decimal commas between tabs": { text: `x\ty\n${rows(comma, 2, "\t")}`, told: `${named}; decimal commas` },
  "decimal commas between spaces": { text: rows(comma, 2, " "), told: `${numberless}; decimal commas` },
  "one name over decimal commas": {
    text: `x\n${rows(row => comma(3 * row, 0), 1)}`,
    told: "12 points of 1 dimension (x); decimal commas",
    data: Float64Array.from({ length: 12 }, (_, i) => value(3 * i, 0)),
  },
  "Excel: emptied rows and columns": {
    text: `x,y,,\n${rows((row, column) => (column < 2 ? point(row, column) : ""), 4)},,,\n,,,\n`,
    told: `${named}; 2 empty rows passed over`,
  },
  "separators at the ends of the rows alone": { text: `x,y\n${rows(point, 2, ",", ",\n")}`, told: named },
  "title lines, one of them with the separator": {
    text: `Measured on 3 May, 2024\nby hand\n\nx,y\n${rows(point, 2)}`,
    told: `${named}; 2 title lines passed over`,
  },
  "title lines of an emptied sheet": {
    text: `My samples,\nx,y\n${rows(point, 2)}`,
    told: `${named}; 1 title line passed over`,
  },
  "a line of units": {
    text: `x,y\ncm,[m/s^2]\n${rows(point, 2)}`,
    told: `${named}; 1 line of units passed over`,
  },
  "units in the names": {
    text: `x (cm),"y, left"\n${rows(point, 2)}`,
    told: "12 points of 2 dimensions (x (cm), y, left)",
  },
  "names in a comment, by NumPy's savetxt": {
    text: `# x y\n${rows(point, 2, " ")}`,
    told: "12 points of 2 dimensions (x, y); 1 comment line passed over",
  },
  "comments between and below": {
    text: `# a\nx,y\n${rows(point, 2)}#1,2\n# sum: 5, mean: 3\n#END\n`,
    told: `${named}; 4 comment lines passed over`,
  },
  "UTF-16 with a mark": {
    text: Buffer.from(`\ufeffx,y\n${rows(point, 2)}`, "utf16le"),
    told: `${named}; read as UTF-16`,
  },
  "UTF-16 without a mark": {
    text: Buffer.from(`x,y\n${rows(point, 2)}`, "utf16le"),
    told: `${named}; read as UTF-16`,
  },
  "Windows-1252": {
    text: Buffer.from(`Größe,Höhe\n${rows(point, 2)}`, "latin1"),
    told: "12 points of 2 dimensions (Größe, Höhe); read as Windows-1252",
  },
  "ends of lines written twice": { text: `x,y\r\r\n${rows(point, 2, ",", "\r\r\n")}`, told: named },
  "a header that has spaces over one column": {
    text: `reaction time\n${rows(point, 1)}`,
    told: "12 points of 1 dimension (reaction time)",
    data: line,
  },
  "thousands in quotes": {
    text: `x,y\n${rows((row, column) => (column === 0 ? `"1,00${row % 10}.5"` : point(row, 1)), 2)}`,
    told: named,
    data: Float64Array.from({ length: 24 }, (_, i) =>
      i % 2 === 0 ? 1000.5 + ((i / 2) % 10) : value((i - 1) / 2, 1),
    ),
  },
  "thousands by points, fractions by commas": {
    text: `x\n${rows(row => `1.00${row % 10},5`, 1)}`,
    told: "12 points of 1 dimension (x); decimal commas",
    data: Float64Array.from({ length: 12 }, (_, i) => 1000.5 + (i % 10)),
  },
  "typographic minus, Fortran's exponents": {
    text: rows(row => `\u2212${row}.5D+01`, 1),
    told: "12 points of 1 dimension (column 0); no header",
    data: Float64Array.from({ length: 12 }, (_, i) => -10 * i - 5),
  },
  "no header above names and numbers": { text: rows(point, 2), told: numberless },
};

for (const [name, { text, told, data = points }] of Object.entries(tables))
  test(`a table is read and told of: ${name}`, () => {
    const found = read(text);
    assert.equal(readingText(found.reading), told);
    assert.deepEqual(found.data, data);
  });

test("columns that were asked for are taken, whatever they are", () => {
  const { data, dims, reading } = read(`,x,y\n${rows(numbered, 3)}`, { columns: [0, "y"] });
  assert.equal(dims, 2);
  assert.deepEqual([...data.subarray(0, 4)], [0, value(0, 1), 1, value(1, 1)]);
  assert.equal(readingText(reading), "12 points of 2 dimensions (column 0, y)");
});

test("a first row 0, 1 above fractions is a point where columns are asked for by number", () => {
  const { data } = read(`0,1\n${rows(point, 2)}`, { columns: [0, 1] });
  assert.deepEqual([...data.subarray(0, 4)], [0, 1, value(0, 0), value(0, 1)]);
});

const refused: Readonly<Record<string, { text: string | Uint8Array; why: RegExp }>> = {
  "error values of a spreadsheet in the first column": {
    text: `x,y\n1,2\n#DIV/0!,3\n4,5\n#N/A,6\n#¡VALOR!,7\n${rows(point, 2)}`,
    why: /^:3: column "x" is "#DIV\/0!", not a number: an error value.*\(also line 5: column "x" is "#N\/A".*line 6:/,
  },
  "error values in one column": {
    text: `x\n1\n#NAME?\n3\n${rows(point, 1)}`,
    why: /^:3: column "x" is "#NAME\?"/,
  },
  "names that begin with #": {
    text: `id,x\n1,2\n#b7,3\n${rows(point, 2)}`,
    why: /^:3: column "id" is "#b7", not a number/,
  },
  "a row with a text alone at the first place": {
    text: `1,abc\n${rows(point, 2)}`,
    why: /^:1: column 1 is "abc", not a number/,
  },
  "a decimal comma among points": {
    text: `x;y\n1,5;2.5\n${rows(point, 2, ";")}`,
    why: /^:2: column "x" is "1,5", not a number: a decimal comma in a table of decimal points/,
  },
  "a decimal point among commas": {
    text: `x;y\n1.5;2,5\n${rows(comma, 2, ";")}`,
    why: /^:2: column "x" is "1.5", not a number: a decimal point in a table of decimal commas/,
  },
  "a comma that may be of thousands": {
    text: `x;y\n1,500;2.5\n${rows(point, 2, ";")}`,
    why: /^:2: column "x" is "1,500", which may be a thousand times as much or not/,
  },
  "a unit": {
    text: `x,y\n1,2\n3 cm,4\n${rows(point, 2)}`,
    why: /^:3: column "x" is "3 cm", not a number: a number with a unit/,
  },
  "a date": {
    text: `x,y\n${rows((row, column) => (row === 4 && column === 0 ? "2024-05-03" : point(row, column)), 2)}`,
    why: /^:6: column "x" is "2024-05-03", not a number: a date/,
  },
  "an infinite value": {
    text: `x,y\n1,-inf\n${rows(point, 2)}`,
    why: /^:2: column "y" is "-inf", not a number: an infinite value/,
  },
  "a row with another number of cells": {
    text: `x,y\n${rows(point, 2)}1,2,3\n${rows(point, 2)}`,
    why: /^:14: the row has 3 cells instead of 2;/,
  },
  "a note below": {
    text: `x,y\n${rows(point, 2)}Source: the laboratory\n`,
    why: /^:14: the row has 1 cells instead of 2 \(perhaps it is a note\)/,
  },
  "a file that was cut": {
    text: `x,y,z\n${rows(point, 3)}1.5,2.`,
    why: /^:14: the row has 2 cells instead of 3; the last line is short: perhaps the file was cut/,
  },
  "two tables joined": {
    text: `x,y\n${rows(point, 2)}x,y\n${rows(point, 2)}`,
    why: /^:14: column "x" is "x", not a number: the header again/,
  },
  "decimal commas between commas": {
    text: `x,y\n${rows(comma, 2)}`,
    why: /^:1: this line has 2 cells and the rows after it have 4; decimal commas/,
  },
  "names that are too few": {
    text: `x,y\n${rows((row, column) => String(value(row, column)), 3)}`,
    why: /^:1: this line has 2 cells and the rows after it have 3/,
  },
  "a quotation mark that is never closed": {
    text: `x,y\n1,2\n"3,4\n${rows(point, 2)}`,
    why: /^:3: the table cannot be read: a quotation mark is opened and never closed/,
  },
  "a missing number in one column": {
    text: `x\n1\n""\n3\n${rows(point, 1)}`,
    why: /^:3: column "x" is missing/,
  },
  "a missing value of pandas": {
    text: `x,y\n1,<NA>\n${rows(point, 2)}`,
    why: /^:2: column "y" is missing \(<NA>\)/,
  },
  "a workbook": {
    text: Buffer.from("PK\u0003\u0004\u0014\0", "latin1"),
    why: /workbook.*save the sheet as CSV/,
  },
  "a page of an error that was fetched": {
    text: "\n<!DOCTYPE html>\n<html><body>404, not found</body></html>\n",
    why: /this is an HTML page, perhaps of an error/,
  },
  "JSON lines": { text: '{"x": 1, "y": 2}\n{"x": 3, "y": 4}\n', why: /this is JSON; save the table as CSV/ },
  "lists of JSON": { text: "[[1, 2],\n[3, 4]]\n", why: /this is JSON; save the table as CSV/ },
  "a column of classes that is not said to be one": {
    text: `x,class\n1,cat\n2,dog\n${rows(point, 2)}`,
    why: /column "class" is "cat".*or the one that says a row's class in `labels`/,
  },
};

for (const [name, { text, why }] of Object.entries(refused))
  test(`a table is refused where it differs: ${name}`, () => {
    assert.match(refusal(text), why);
  });

test("a column that was perhaps meant is named", () => {
  assert.match(
    refusal(`height,y\n${rows(point, 2)}`, { columns: ["heigth"] }),
    /^:1: there is no column "heigth"; the columns are "height", "y"; did you mean "height"\?/,
  );
});
