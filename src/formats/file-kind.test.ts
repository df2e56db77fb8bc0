import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { decodeIdx } from "./idx.ts";
import { decodePicture } from "./decode-picture.ts";
import { knownFile } from "./file-kind.ts";
import { readOnnxSignature } from "./model-signature.ts";
import { decodeNpy } from "./npy.ts";
import { openParquet } from "./parquet.ts";

const latin1 = (text: string) => Buffer.from(text, "latin1");
const archive = (...names: readonly string[]) =>
  zipSync(Object.fromEntries(names.map(name => [name, new Uint8Array(9)])));

const kinds: readonly (readonly [is: string, Uint8Array])[] = [
  ["a file of torch.save", archive("model/data.pkl", "model/data/0")],
  ["an NPZ file", archive("x.npy")],
  ["a workbook or another zip archive", archive("[Content_Types].xml")],
  ["an old Excel workbook", latin1("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")],
  ["a file of pickle", latin1("\u0080\u0004\u0095rest")],
  ["a NumPy file", latin1("\u0093NUMPY\u0001\0v\0")],
  ["a Parquet file", latin1("PAR1\u0015\u0004")],
  ["an Arrow or Feather file", latin1("ARROW1\0\0")],
  ["a safetensors file", latin1('\u0040\0\0\0\0\0\0\0{"x":{"dtype":"F32"')],
  ["an HDF5 file", latin1("\u0089HDF\r\n\u001a\n")],
  ["a MATLAB file", latin1("MATLAB 5.0 MAT-file, Platform: GLNXA64")],
  ["an SQLite database", latin1("SQLite format 3\0")],
  ["a file of R's own", latin1("RDX3\nX\n")],
  ["a file of Stata or SPSS", latin1("<stata_dta><header>")],
  ["a PDF document", latin1("%PDF-1.7\n")],
  ["a file packed by gzip", gzipSync("x")],
  ["a file packed by bzip2", latin1("BZh91AY&SY")],
  ["a file packed by xz", latin1("\u00fd7zXZ\0")],
  ["a file packed by zstd", latin1("\u0028\u00b5\u002f\u00fd")],
  ["a file packed by 7-Zip", latin1("7z\u00bc\u00af\u0027\u001c")],
  ["a file packed by RAR", latin1("Rar!\u001a\u0007")],
  ["a file packed by tar", latin1(`${"data/x.csv".padEnd(257, "\0")}ustar\0`)],
  ["a GIF picture", latin1("GIF89a\u0010\0")],
  ["a BMP picture", latin1("BM\u0036\u0003\0\0\0\0\0\0")],
  ["a TIFF picture", latin1("MM\0*\0\0")],
  ["an AVIF picture", latin1("\0\0\0 ftypavif\0\0\0\0")],
  ["a HEIC picture", latin1("\0\0\0\u0018ftypheic\0\0\0\0")],
  ["a JPEG XL picture", latin1("\0\0\0\u000cJXL \r\n")],
  ["a pointer of Git LFS", latin1("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n")],
  ["a pointer of git-annex", latin1("/annex/objects/SHA256E-s31390--f50d.jpg\n")],
  ["an HTML page", latin1("\n<!DOCTYPE html>\n<html>")],
  ["an SVG drawing", latin1('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">')],
  ["an XML file", latin1('<?xml version="1.0"?>\n<rows>')],
  ["JSON", latin1('{"x": 1}')],
  ["JSON", latin1("[[1, 2]]")],
  ["a table drawn in text", latin1("| x | y |\n|---|:-:|\n| 1 | 2 |\n")],
  ["a table drawn in text", latin1("# Points\r\n\r\nx | y\r\n--- | ---\r\n1 | 2\r\n")],
  ["a table drawn in text", latin1(" x | y \n---+---\n 1 | 2\n")],
  ["a table drawn in text", latin1("+---+---+\n| x | y |\n+===+===+\n")],
  ["a table drawn in text", Buffer.from("┌───┬───┐\n│ x │ y │\n")],
  ["a LaTeX file", latin1("\\begin{tabular}{ll}\nx & y \\\\\n")],
  ["an ARFF file", latin1("% points\n@RELATION points\n@ATTRIBUTE x NUMERIC\n")],
  ["a document of a word processor", latin1("{\\rtf1\\ansi")],
];

test("a file of another kind is named for what it is, with what to do, wherever it is given", () => {
  const readers: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
    NumPy: decodeNpy,
    Parquet: openParquet,
    IDX: decodeIdx,
    ONNX: readOnnxSignature,
    picture: decodePicture,
  };
  for (const [is, bytes] of kinds) {
    assert.ok(knownFile(bytes)?.startsWith(`this is ${is}`), `${is}: ${String(knownFile(bytes))}`);
    for (const [reader, read] of Object.entries(readers)) {
      if (is.includes(reader)) continue;
      assert.throws(
        () => read(bytes),
        ({ name, message }: Error) => name === "FormatError" && /^this is an? |^this is JSON/.test(message),
        `${is} for ${reader}`,
      );
    }
  }
});

test("a table of cells is no other kind, whatever letters it begins with", () => {
  for (const text of [
    "BMI,weight\n1,2\n",
    "a|b\n-|-\n1|2\n",
    "a|b\n1|-2\n",
    "%x,y\n1,2\n",
    "PK,x\n1,2\n",
    "-1,2\n--,3\n",
    "x,version https\n1,2\n",
  ])
    assert.equal(knownFile(latin1(text)), null, text);
});
