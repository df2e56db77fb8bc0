import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { peersMissing, python } from "../../test/peers/python.ts";
import { FormatError } from "./format-error.ts";
import { decodeNpy, encodeNpy } from "./npy.ts";

const skip = peersMissing("numpy");

/** An NPY file of version 1 (or another) around any header. */
function fileWith(header: string, elements: number, version = 1): Uint8Array {
  const text = Buffer.from(header, "latin1");
  const prefix = Buffer.from([0x93, ...Buffer.from("NUMPY"), version, 0, 0, 0, 0, 0]);
  if (version === 1) prefix.writeUInt16LE(text.length, 8);
  else prefix.writeUInt32LE(text.length, 8);
  return Buffer.concat([prefix.subarray(0, version === 1 ? 10 : 12), text, Buffer.alloc(elements)]);
}

const header = (shape: string, descr = "<f4") =>
  `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }\n`;

test("what is written is read again, whatever the shape", () => {
  const shapes = [[], [0], [1], [5], [2, 3], [3, 0, 2], [2, 3, 4], [1, 1, 1, 1, 7]];
  for (const shape of shapes)
    for (const kind of [Float32Array, Float64Array]) {
      const data = Float64Array.from(
        { length: shape.reduce((a, b) => a * b, 1) },
        (_, i) => Math.sqrt(i) - 2,
      );
      const array = { shape, data: kind === Float32Array ? new Float32Array(data) : data };
      const bytes = encodeNpy(array);
      assert.equal((bytes.length - array.data.byteLength) % 64, 0);
      assert.deepEqual(decodeNpy(bytes), array);
      // A view into the middle of a larger buffer, at an odd place.
      const larger = new Uint8Array(bytes.length + 9);
      larger.set(bytes, 3);
      assert.deepEqual(decodeNpy(larger.subarray(3, 3 + bytes.length)), array);
    }
});

test("special values keep their bits", () => {
  const data = new Float64Array([NaN, Infinity, -Infinity, -0, 5e-324, Number.MAX_VALUE]);
  assert.deepEqual(decodeNpy(encodeNpy({ shape: [6], data })).data, data);
});

test("every truncation, and anything after the end, is a FormatError", () => {
  const bytes = encodeNpy({ shape: [2, 3], data: new Float32Array(6) });
  for (let length = 0; length < bytes.length; length++)
    assert.throws(() => decodeNpy(bytes.subarray(0, length)), FormatError, `${length} bytes`);
  assert.throws(() => decodeNpy(new Uint8Array([...bytes, 0])), /1 of them after its array/);
});

test("no single wrong byte in the header is an exception of another kind", () => {
  const bytes = encodeNpy({ shape: [2, 3], data: new Float32Array(6) });
  for (let at = 0; at < bytes.length - 24; at++)
    for (const wrong of [0, 0x27, 0x28, 0x39, 0x5c, 0x7b, 0xff]) {
      const changed = bytes.slice();
      changed[at] = wrong;
      try {
        decodeNpy(changed);
      } catch (error) {
        assert.ok(error instanceof FormatError, `byte ${at} = ${wrong}: ${String(error)}`);
      }
    }
});

const hostile: Record<string, string> = {
  "a huge dimension": header("(9007199254740991,)"),
  "a dimension that is no exact integer": header("(9007199254740993,)"),
  "a huge dimension beside an empty one": header("(0, 9007199254740991, 9007199254740991)"),
  "a product beyond all bounds": header("(4294967296, 4294967296, 4294967296)"),
  "more elements than there are": header("(1000000000000,)"),
  "a negative dimension": header("(-1,)"),
  "a fractional dimension": header("(1.5,)"),
  "a shape that is no tuple": header("3"),
  "a nested shape": header("((3,),)"),
  "texts in the shape": header("('3',)"),
  "too many dimensions": header(`(${"1, ".repeat(65)})`),
  "letters beyond ASCII": header("(3,)", "<f\u00e9"),
  "no end": "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)",
  nothing: "",
  "a repeated key": "{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (3,), }",
  "another key": "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), 'extra': 1, }",
  "a missing key": "{'descr': '<f4', 'shape': (3,), }",
  code: "{'descr': __import__('os'), 'fortran_order': False, 'shape': (3,), }",
  "something after the end": `${header("(3,)")} {}`,
  "a record type": "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (3,), }",
  "complex numbers": header("(3,)", "<c8"),
  objects: header("(3,)", "|O"),
  texts: header("(3,)", "<U8"),
  dates: header("(3,)", "<M8[ns]"),
  "a name of JavaScript's": header("(3,)", "constructor"),
  "no byte order": header("(3,)", "f4"),
  "several bytes without an order": header("(3,)", "|f4"),
};

for (const [name, text] of Object.entries(hostile))
  test(`a header with ${name} is refused`, () => {
    for (const version of [1, 2, 3]) assert.throws(() => decodeNpy(fileWith(text, 12, version)), FormatError);
  });

test("the length of the header is bounded", () => {
  assert.throws(() => decodeNpy(fileWith(header("(3,)").padEnd(10_001), 12, 2)), /at most 10000/);
  assert.deepEqual(decodeNpy(fileWith(header("(3L,)"), 12, 2)).shape, [3], "Python 2 wrote an L");
});

test("a shape that does not fit its data cannot be written", () => {
  assert.throws(() => encodeNpy({ shape: [2, 2], data: new Float32Array(3) }), FormatError);
  assert.throws(() => encodeNpy({ shape: [-1, -3], data: new Float32Array(3) }), FormatError);
});

test("numpy reads what is written, and its files of every type and order are read", { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "npy-"));
  try {
    writeFileSync(
      join(folder, "ours.npy"),
      encodeNpy({ shape: [3, 2], data: new Float64Array([1, 2, 3, 4, 5, 6.25]) }),
    );
    const script = `
import numpy as np
folder = given
ours = np.load(folder + "/ours.npy")
assert ours.dtype == np.float64 and ours.tolist() == [[1, 2], [3, 4], [5, 6.25]], ours
expected = {}
for code in "b1 i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8".split():
    for order in "<>":
        for fortran in (False, True):
            for shape in ((), (3,), (2, 3), (2, 1, 3, 2)):
                a = np.random.default_rng(1).normal(size=shape) * 40
                a = np.asarray(np.abs(a) if code[0] in "bu" else a).astype(order + code)
                a = np.asfortranarray(a) if fortran and shape else a
                name = f"{code}-{'le' if order == '<' else 'be'}-{fortran}-{len(shape)}.npy"
                for version in ((1, 0), (2, 0), (3, 0)):
                    with open(f"{folder}/{version[0]}-{name}", "wb") as file:
                        np.lib.format.write_array(file, a, version)
                    expected[f"{version[0]}-{name}"] = dict(shape=shape, data=a.astype(np.float64).ravel().tolist(), single=code in ("f2", "f4"))
half = np.arange(65536, dtype=np.uint16).view(np.float16)
np.save(folder + "/half.npy", half)
expected["half.npy"] = dict(shape=[65536], data=[str(x) for x in half.astype(np.float64)], single=True)
print(json.dumps(expected))`;
    const expected = python(script, folder) as Record<
      string,
      { shape: number[]; data: (number | string)[]; single: boolean }
    >;
    assert.equal(Object.keys(expected).length, 12 * 2 * 2 * 4 * 3 + 1);
    const number = (text: number | string) =>
      typeof text === "number" ? text : Number(text.replace("inf", "Infinity"));
    for (const [name, { shape, data, single }] of Object.entries(expected)) {
      const array = decodeNpy(readFileSync(join(folder, name)));
      assert.deepEqual(array.shape, shape, name);
      assert.equal(array.data instanceof Float32Array, single, name);
      assert.deepEqual(Array.from(array.data), data.map(number), name);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
