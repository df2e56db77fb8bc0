import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { filesOfTest } from "../../../test/support/files-of-test.ts";
import { DataError } from "../data-error.ts";
import { readCsvPoints, type CsvChoice } from "./points.ts";

const { folder, write } = filesOfTest();

const everything: CsvChoice = { columns: [], separator: "auto" };

/** Twelve rows [i, i / 2 + 0.25] with a separator and line end, a header before them if given. */
function rowsOf(separator: string, end: string, header?: string): string {
  const rows = Array.from({ length: 12 }, (_, i) => `${i}${separator}${i / 2 + 0.25}`);
  return (header === undefined ? rows : [header, ...rows]).join(end) + end;
}

const expected = Float64Array.from({ length: 24 }, (_, at) => (at % 2 === 0 ? at / 2 : (at - 1) / 4 + 0.25));

function read(text: string | Uint8Array, choice: Partial<CsvChoice> = {}) {
  return readCsvPoints(write("points.csv", text), { ...everything, ...choice });
}

function refusal(text: string | Uint8Array, choice: Partial<CsvChoice> = {}): DataError {
  try {
    read(text, choice);
  } catch (error) {
    assert.ok(error instanceof DataError, String(error));
    assert.ok(error.message.startsWith(join(folder, "points.csv")), error.message);
    return error;
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

for (const [name, separator] of Object.entries({
  comma: ",",
  semicolon: ";",
  tab: "\t",
  bar: "|",
  space: " ",
  spaces: "   ",
  "comma and space": ", ",
}))
  for (const [endName, end] of Object.entries({ LF: "\n", CRLF: "\r\n", CR: "\r" }))
    for (const header of [undefined, `x${separator}"the y"`])
      test(`CSV: ${name}, ${endName}, ${header === undefined ? "no header" : "header"}, with and without a BOM`, () => {
        const text = rowsOf(separator, end, header);
        for (const content of [
          text,
          `\ufeff${text}`,
          text.slice(0, -end.length),
          `${end}${text}${end}${end}`,
        ]) {
          const { data, rows, dims } = read(content);
          assert.deepEqual([rows, dims], [12, 2]);
          assert.deepEqual(data, expected);
        }
        if (header !== undefined) assert.deepEqual(read(text, { columns: ["the y"] }).dims, 1);
      });

test("CSV: columns are chosen by name or number, in the order asked for", () => {
  const text = rowsOf(",1,", "\n", 'x,label,"y ""quoted"", with a comma"');
  const byName = read(text, { columns: ['y "quoted", with a comma', "x"] });
  assert.deepEqual([...byName.data.subarray(0, 4)], [0.25, 0, 0.75, 1]);
  assert.deepEqual(read(text, { columns: [2, 0] }).data, byName.data);
  assert.deepEqual(read(rowsOf(",", "\n"), { columns: [1] }).data[2], 1.25);
});

test("CSV: quoted numbers, comments, exponents and one column are read", () => {
  const { data, dims } = read(
    `# made by savetxt\n${Array.from({ length: 10 }, (_, i) => `"+${i}.5e-1"`).join("\n")}`,
  );
  assert.equal(dims, 1);
  assert.ok(Math.abs((data[3] ?? 0) - 0.35) < 1e-15);
});

test("CSV: what is missing or no number is named by line and column, a few of them and how many in all", () => {
  const lines = rowsOf(",", "\n", "x,y").split("\n");
  lines[3] = "2,";
  lines[5] = "4,abc";
  const two = refusal(lines.join("\n"));
  assert.match(
    two.message,
    /points\.csv:4: column "y" is missing \(also line 6: column "y" is "abc", not a number\)/,
  );
  assert.equal(two.row, 4);
  const all = refusal(rowsOf(",x", "\n", "a,b"));
  assert.match(all.message, /:2: column "b" is "x0.25".*line 3: .*line 4: .*; 9 more\)/);
  for (const missing of ["NA", "nan", "null", "?"]) {
    lines[3] = `2,${missing}`;
    assert.match(refusal(lines.join("\n")).message, /:4: column "y" is missing/);
  }
  for (const text of ["0x10", "1_000", "1,5", "inf", "--1", "1e", "1e400", "1e39"]) {
    lines[3] = `2,"${text}"`;
    assert.match(refusal(lines.join("\n")).message, /:4: column "y" is/);
  }
  lines[3] = "2,3,4";
  assert.match(refusal(lines.join("\n")).message, /:4: the row has 3 cells instead of 2/);
});

test("CSV: blank and comment lines do not shift the line numbers", () => {
  const text = `# a comment\n\nx,y\n\n1,2\n# another\n3,oops\n${rowsOf(",", "\n")}`;
  assert.match(refusal(text).message, /points\.csv:7: column "y" is "oops"/);
});

test("CSV: a missing value in the first row of a table without header is no header", () => {
  assert.match(refusal(`1,\n${rowsOf(",", "\n")}`).message, /:1: column 1 is missing/);
});

test("CSV: a column that is not there is refused with those that are", () => {
  assert.match(
    refusal(rowsOf(",", "\n", "x,y"), { columns: ["z"] }).message,
    /no column "z"; the columns are "x", "y"/,
  );
  assert.match(
    refusal(rowsOf(",", "\n", "x,x"), { columns: ["x"] }).message,
    /2 columns are named "x"; give their numbers from 0 instead \(0, 1\)/,
  );
  assert.match(refusal(rowsOf(",", "\n"), { columns: ["x"] }).message, /no header/);
  assert.match(refusal(rowsOf(",", "\n"), { columns: [2] }).message, /no column 2; the columns are 0 to 1/);
});

test("CSV: what is no table is refused", () => {
  assert.match(refusal("").message, /empty/);
  assert.match(refusal("x,y\n").message, /0 rows; at least 10/);
  assert.match(refusal("1,2\n3,4\n").message, /2 rows; at least 10/);
  assert.match(
    refusal('x,y\n1,"2\n3,4\n').message,
    /:2: the table cannot be read: a quotation mark is opened and never closed/,
  );
  assert.match(refusal(new Uint8Array([49, 0, 50])).message, /not a text file/);
  assert.match(
    refusal(`${Array.from({ length: 1025 }, () => "1").join(",")}\n`).message,
    /1025 columns; at most 1024/,
  );
});

test("CSV: a large table is read", () => {
  const rows = 50_000;
  const text = Array.from({ length: rows }, (_, i) => `${i},${-i}`).join("\n");
  const { data } = read(text);
  assert.equal(data[2 * 49_999 + 1], -49_999);
});
