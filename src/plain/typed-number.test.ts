import assert from "node:assert/strict";
import { test } from "node:test";
import { uniform } from "../../test/support/uniform.ts";
import { readNumber, readNumbers, readWhole, type TypedNumber } from "./typed-number.ts";

const valueOf = (read: TypedNumber): number | null => (read.is === "number" ? read.value : null);

test("numbers as people type them", () => {
  const read: readonly (readonly [string, number])[] = [
    ["0,05", 0.05],
    ["0.05", 0.05],
    [" −0,5 ", -0.5],
    [",5", 0.5],
    ["12,50", 12.5],
    ["0,125", 0.125],
    ["1.234", 1.234],
    ["1e-4", 1e-4],
    ["2,5e−4", 2.5e-4],
    ["1,234,567", 1_234_567],
    ["1.234.567", 1_234_567],
    ["1,234.5", 1234.5],
    ["1.234,5", 1234.5],
    ["1 234,5", 1234.5],
    ["1 234", 1234],
    ["1’234.5", 1234.5],
  ];
  for (const [text, value] of read) assert.equal(valueOf(readNumber(text)), value, text);
});

test("what may be either is refused with both ways to say it, and each of them is read", () => {
  const read = readNumber("1,234");
  assert.equal(read.is, "unclear");
  assert.match(read.why, /"1,234" may be 1\.234 or 1234/);
  assert.equal(valueOf(readNumber("1.234")), 1.234);
  assert.equal(valueOf(readNumber("1234")), 1234);
});

test("what is no number is none", () => {
  for (const text of [
    "abc",
    "1.2.3",
    "1,23,456",
    "1,2.5",
    "0,123,456",
    "NaN",
    "Infinity",
    "1e999",
    "0x10",
    "1 2",
    "--1",
    ".",
  ])
    assert.equal(readNumber(text).is, "unclear", text);
  for (const text of ["", "  "]) assert.equal(readNumber(text).is, "empty");
});

test("in what is counted every mark sets thousands apart", () => {
  for (const text of ["6400", "6,400", "6.400", "6 400", "6'400"])
    assert.equal(valueOf(readWhole(text)), 6400, text);
  assert.equal(valueOf(readWhole("1e6")), 1_000_000);
  for (const text of ["6.4", "6,40", "1,234.567", "64,00", "x"])
    assert.equal(readWhole(text).is, "unclear", text);
});

test("a list has blanks or semicolons between its numbers, so that each may have a decimal comma", () => {
  const values = (text: string) => readNumbers(text).map(({ read }) => valueOf(read));
  assert.deepEqual(values("0, 0.005, 0.02"), [0, 0.005, 0.02]);
  assert.deepEqual(values("0; 0,005; 0,02;"), [0, 0.005, 0.02]);
  assert.deepEqual(values("0 0,005  0,02,"), [0, 0.005, 0.02]);
  assert.deepEqual(values(" "), []);
  assert.deepEqual(values("0,0.005"), [null]);
});

/** What a text means, told by going through it mark by mark: the numbers that it may mean, without our own preference. */
function meanings(text: string): Set<number> {
  const sign = /^[+-]/.test(text) ? text.slice(0, 1) : "";
  const unsigned = text.slice(sign.length);
  const at = unsigned.search(/[eE]/);
  const mantissa = at < 0 ? unsigned : unsigned.slice(0, at);
  const exponent = at < 0 ? "0" : unsigned.slice(at + 1);
  const found = new Set<number>();
  if (!/^[+-]?[0-9]+$/.test(exponent) || !/[0-9]/.test(mantissa) || /[^0-9,. ']/.test(mantissa)) return found;
  const marks = mantissa.match(/[^0-9]/g) ?? [];
  const kinds = new Set(marks);
  // The last mark is the decimal one, or there is none.
  for (const decimal of [null, marks.at(-1) ?? null]) {
    if (decimal !== null && decimal !== "." && decimal !== ",") continue;
    const cut = decimal === null ? mantissa.length : mantissa.lastIndexOf(decimal);
    const [whole, part] = [mantissa.slice(0, cut), mantissa.slice(cut + 1)];
    if (decimal !== null && whole.includes(decimal)) continue;
    const groupMarks = [...kinds].filter(kind => whole.includes(kind));
    if (groupMarks.length > 1) continue;
    const groups = groupMarks[0] === undefined ? [whole] : whole.split(groupMarks[0]);
    const grouped =
      groups.length === 1 ||
      (groups.slice(1).every(({ length }) => length === 3) &&
        !whole.startsWith("0") &&
        [1, 2, 3].includes(groups[0]?.length ?? 0));
    if (grouped) found.add(Number(`${sign}${groups.join("")}.${part}e${exponent}`));
  }
  return found;
}

test("a random trial: the reader reads what a plain reference reads, and refuses what it finds two meanings of", () => {
  const draw = uniform(16);
  const letters = Array.from("0123456789000,,,...  ''e-");
  const pick = <T>(of: readonly T[]): T => {
    const one = of[Math.floor(draw() * of.length)];
    assert.ok(one !== undefined);
    return one;
  };
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(draw() * 10)).join("");
  const written = () => {
    const group = pick(["", ",", ".", " ", "'"]);
    const groups = Array.from({ length: Math.floor(draw() * 3) }, () => digits(3));
    const part = pick(["", `${pick([".", ","])}${digits(1 + Math.floor(draw() * 4))}`]);
    return `${pick(["", "", "-"])}${[digits(1 + Math.floor(draw() * 3)), ...groups].join(group)}${part}${pick(["", "", "e-3"])}`;
  };
  const noise = () => Array.from({ length: 1 + Math.floor(draw() * 8) }, () => pick(letters)).join("");
  const seen = { number: 0, unclear: 0, empty: 0, ambiguous: 0 };
  for (let i = 0; i < 40_000; i++) {
    const text = (i % 2 === 0 ? written() : noise()).trim();
    const read = readNumber(text);
    const means = text === "" ? new Set<number>() : meanings(text);
    const plainly = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
    seen[read.is]++;
    const meant = plainly ?? (means.size === 1 ? [...means][0] : undefined);
    if (meant !== undefined) assert.equal(valueOf(read), Number.isFinite(meant) ? meant : null, text);
    else assert.notEqual(read.is, "number", text);
    if (meant === undefined && means.size > 1) {
      seen.ambiguous++;
      assert.equal(read.is, "unclear", text);
      for (const value of means) assert.ok(read.why.includes(String(value)), `${text}: ${read.why}`);
    }
  }
  for (const [kind, count] of Object.entries(seen))
    if (kind !== "empty") assert.ok(count > 100, `${kind}: ${count}`);
});
