import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { peersMissing, python } from "../../test/peers/python.ts";
import { FormatError } from "./format-error.ts";
import { decodeSafetensors, encodeSafetensors, type SafeTensor } from "./safetensors.ts";

const skip = peersMissing("numpy", "safetensors");

const tensors = new Map<string, SafeTensor>([
  ["generator/0/weight", { shape: [2, 3], data: new Float32Array([1, 2, 3, 4, 5, 6.5]) }],
  ["10", { shape: [], data: new Float32Array([7]) }],
  ["2", { shape: [2], data: new Float64Array([Math.PI, -0]) }],
  ["empty", { shape: [0, 4], data: new Float32Array(0) }],
  ['quotes " and \\ and ä and 🙂:', { shape: [1], data: new Float64Array([NaN]) }],
  ["__proto__", { shape: [1], data: new Float32Array([Infinity]) }],
]);
const metadata = { step: "12", format: "pt", "10": "ten" };

/** A file around any header. */
function fileWith(header: string | Uint8Array, data: number): Uint8Array {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(data)]);
}

const entry = (shape: string, begin: number, end: number, dtype = "F32") =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`;

test("what is written is read again, names, order, bits and all", () => {
  const file = decodeSafetensors(encodeSafetensors(tensors, metadata));
  assert.deepEqual(file.metadata, metadata);
  assert.deepEqual([...file.tensors.keys()], [...tensors.keys()]);
  for (const [name, tensor] of tensors) assert.deepEqual(file.tensors.get(name), tensor);
  assert.deepEqual(decodeSafetensors(encodeSafetensors(new Map(), {})), { tensors: new Map(), metadata: {} });
});

test("the bytes do not depend on the order of the metadata, and tensors start at a multiple of 8", () => {
  const bytes = encodeSafetensors(tensors, metadata);
  const reversed = Object.fromEntries(Object.entries(metadata).reverse());
  assert.deepEqual(encodeSafetensors(tensors, reversed), bytes);
  assert.equal(new DataView(bytes.buffer).getUint32(0, true) % 8, 0);
});

test("every truncation, and anything after the end, is a FormatError", () => {
  const bytes = encodeSafetensors(tensors, metadata);
  for (let length = 0; length < bytes.length; length++)
    assert.throws(() => decodeSafetensors(bytes.subarray(0, length)), FormatError, `${length} bytes`);
  assert.throws(() => decodeSafetensors(new Uint8Array([...bytes, 0])), FormatError);
});

test("no single wrong byte in the header is an exception of another kind", () => {
  const bytes = encodeSafetensors(tensors, metadata);
  for (let at = 0; at < 600; at++)
    for (const wrong of [0, 0x22, 0x2c, 0x39, 0x5b, 0x5c, 0x7d, 0xff]) {
      const changed = bytes.slice();
      changed[at] = wrong;
      try {
        decodeSafetensors(changed);
      } catch (error) {
        assert.ok(error instanceof FormatError, `byte ${at} = ${wrong}: ${String(error)}`);
      }
    }
});

const hostile: Record<string, string | Uint8Array> = {
  "tensors that overlap": `{"a":${entry("[2]", 0, 8)},"b":${entry("[2]", 4, 12)}}`,
  "tensors that are one": `{"a":${entry("[3]", 0, 12)},"b":${entry("[3]", 0, 12)}}`,
  "a gap": `{"a":${entry("[1]", 0, 4)},"b":${entry("[1]", 8, 12)}}`,
  "a gap at the start": `{"a":${entry("[2]", 4, 12)}}`,
  "less than the file": `{"a":${entry("[2]", 0, 8)}}`,
  "a huge shape": `{"a":${entry("[9007199254740991,9007199254740991]", 0, 12)}}`,
  "a huge shape beside an empty one": `{"a":${entry("[0,9007199254740991,9007199254740991]", 0, 0)},"b":${entry("[3]", 0, 12)}}`,
  "a negative size": `{"a":${entry("[-3]", 0, 12)}}`,
  "two negative sizes": `{"a":${entry("[-3,-1]", 0, 12)}}`,
  "a fractional size": `{"a":${entry("[1.5,2]", 0, 12)}}`,
  "offsets in the wrong order": `{"a":${entry("[3]", 12, 0)}}`,
  "offsets that do not fit the shape": `{"a":${entry("[2]", 0, 12)}}`,
  "another type": `{"a":${entry("[3]", 0, 12, "I32")}}`,
  "a repeated name": `{"a":${entry("[3]", 0, 12)},"a":${entry("[3]", 0, 12)}}`,
  "a repeated name in two spellings": `{"a":${entry("[3]", 0, 12)},"\\u0061":${entry("[3]", 0, 12)}}`,
  "a repeated key of a tensor": `{"a":{"dtype":"F32","dtype":"F32","shape":[3],"data_offsets":[0,12]}}`,
  "metadata that are not texts": `{"__metadata__":{"step":1},"a":${entry("[3]", 0, 12)}}`,
  "metadata that are a list": `{"__metadata__":[],"a":${entry("[3]", 0, 12)}}`,
  "a list": "[]",
  null: "null",
  "a tensor that is null": `{"a":null}`,
  "no JSON": "{",
  nothing: "",
  "deep nesting": `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)},"b":${entry("[3]", 0, 12)}}`,
  "bytes that are not UTF-8": Buffer.from(`{"\xff":${entry("[3]", 0, 12)}}`, "latin1"),
};

for (const [name, header] of Object.entries(hostile))
  test(`a header with ${name} is refused`, () => {
    assert.throws(() => decodeSafetensors(fileWith(header, 12)), FormatError);
  });

test("a header longer than the file, or than any real one, is refused at once", () => {
  for (const length of [13n, 2n ** 40n, 2n ** 64n - 1n]) {
    const bytes = Buffer.alloc(20);
    bytes.writeBigUInt64LE(length);
    assert.throws(() => decodeSafetensors(bytes), FormatError);
  }
});

test("a long name is no burden", () => {
  const name = '\\"'.repeat(500_000);
  const one = new Map([[name, { shape: [1], data: new Float32Array([1]) }]]);
  assert.deepEqual([...decodeSafetensors(encodeSafetensors(one, {})).tensors.keys()], [name]);
});

test("what cannot be read again is not written", () => {
  const tensor = { shape: [2], data: new Float32Array(3) };
  assert.throws(() => encodeSafetensors(new Map([["a", tensor]]), {}), FormatError);
  assert.throws(
    () => encodeSafetensors(new Map([["__metadata__", { ...tensor, shape: [3] }]]), {}),
    FormatError,
  );
});

test("the Python package reads what is written, and its files are read", { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "safetensors-"));
  try {
    writeFileSync(join(folder, "ours"), encodeSafetensors(tensors, metadata));
    const script = `
import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file
folder = given
with safe_open(folder + "/ours", "np") as file:
    assert file.metadata() == {"step": "12", "format": "pt", "10": "ten"}, file.metadata()
    print(json.dumps({name: [str(file.get_tensor(name).dtype), list(file.get_tensor(name).shape), file.get_tensor(name).astype(str).ravel().tolist()] for name in file.keys()}))
save_file({"z": np.arange(6, dtype=np.float32).reshape(2, 3), "a": np.array([0.5]), "s": np.array(3, dtype=np.float32)}, folder + "/theirs", {"note": "ä"})`;
    const seen = python(script, folder) as Record<string, [string, number[], string[]]>;
    assert.equal(Object.keys(seen).length, tensors.size);
    for (const [name, { shape, data }] of tensors) {
      const [dtype, theirShape, values] = seen[name] ?? [];
      assert.equal(dtype, data instanceof Float32Array ? "float32" : "float64", name);
      assert.deepEqual(theirShape, shape, name);
      const numbers = values?.map(value => Number(value.replace("inf", "Infinity")));
      assert.deepEqual(numbers, [...data], name);
    }
    const theirs = decodeSafetensors(readFileSync(join(folder, "theirs")));
    assert.deepEqual(theirs.metadata, { note: "ä" });
    assert.deepEqual(theirs.tensors.get("z"), { shape: [2, 3], data: new Float32Array([0, 1, 2, 3, 4, 5]) });
    assert.deepEqual(theirs.tensors.get("a"), { shape: [1], data: new Float64Array([0.5]) });
    assert.deepEqual(theirs.tensors.get("s"), { shape: [], data: new Float32Array([3]) });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
