// What a file is that was given for another: by how it begins, and never by its name.

import { aKind, namedKind } from "./picture-kind.ts";

/** Of some kind, and what to do about it, in words for people. */
interface Known {
  readonly is: string;
  readonly advice: string;
}

const known = (is: string, advice: string): Known => ({ is, advice });
const packed = (by: string) => known(`a file packed by ${by}`, "unpack it");
const pickled = (by: string) =>
  known(`a file of ${by}, which only running it could read`, "save the array with numpy.save, or as safetensors"); // prettier-ignore
const WORKBOOK = "save the sheet as CSV";
const TABLE = "save the table as CSV or Parquet";
const ARRAY = "save the array with numpy.save";
const asKind = (kind: string) => `it is data of the kind ${JSON.stringify(kind)}`;

const binary: readonly (readonly [start: RegExp, Known])[] = [
  // The first name in an archive comes soon.
  [/^PK\u0003\u0004[^]{0,250}\/data\.pkl/, pickled("torch.save")],
  [/^PK\u0003\u0004[^]{26}[^]{0,200}\.npy/, known("an NPZ file", asKind("npy"))],
  [/^PK\u0003\u0004/, known("a workbook or another zip archive", WORKBOOK)],
  [/^\u00d0\u00cf\u0011\u00e0/, known("an old Excel workbook", WORKBOOK)],
  [/^\u0080[\u0002-\u0005]/, pickled("pickle")],
  [/^\u0093NUMPY/, known("a NumPy file", asKind("npy"))],
  [/^PAR1/, known("a Parquet file", asKind("parquet"))],
  [/^(?:ARROW1|FEA1)/, known("an Arrow or Feather file", "save the table as Parquet")],
  [/^[^]{4}\0{4}\{"/, known("a safetensors file", asKind("npy"))],
  [/^\u0089HDF\r\n/, known("an HDF5 file", ARRAY)],
  [/^MATLAB [57]\.\d MAT-file/, known("a MATLAB file", ARRAY)],
  [/^SQLite format 3\0/, known("an SQLite database", TABLE)],
  [/^(?:RD[AX][23]\n|[AX]\n\0\0\0)/, known("a file of R's own", TABLE)],
  [/^(?:<stata_dta>|\$FL[23]@)/, known("a file of Stata or SPSS", TABLE)],
  [/^%PDF-/, known("a PDF document", TABLE)],
  [/^\u001f\u008b/, packed("gzip")],
  [/^BZh\d1AY&SY/, packed("bzip2")],
  [/^\u00fd7zXZ\0/, packed("xz")],
  [/^(?:\u0028\u00b5\u002f\u00fd)/, packed("zstd")],
  [/^7z\u00bc\u00af\u0027\u001c/, packed("7-Zip")],
  [/^Rar!\u001a/, packed("RAR")],
  [/^[^]{257}ustar/, packed("tar")],
];

const texts: readonly (readonly [start: RegExp, Known])[] = [
  [
    /^version https:\/\/git-lfs\.github\.com\/spec\//,
    known("a pointer of Git LFS; the file itself was not fetched", "run git lfs pull"),
  ],
  [
    /^(?:\.\.\/)*(?:\.git)?\/annex\/objects\//,
    known("a pointer of git-annex; the file itself was not fetched", "run git annex get"),
  ],
  [
    /^\s*<(!doctype\s+html|html)\b/i,
    known("an HTML page, perhaps of an error while it was fetched", "get the file once more"),
  ],
  [/^\s*(?:<\?xml\b[^]*?)?<svg\b/i, known("an SVG drawing", "save it as PNG")],
  [/^\s*<\?xml\b/i, known("an XML file", TABLE)],
  [/^\s*(\{\s*"|\[\s*[[{])/, known("JSON", TABLE)],
  // A line of dashes below the names, or above them.
  [
    /(?:^|\n)[^\r\n]*\|[^\r\n]*\r?\n[ \t]*\|?[ \t]*(?::-+:?|-+:|-{2,})[ \t]*(?:[|+][ \t]*(?::-+:?|-+:|-{2,})[ \t]*)*\|?[ \t]*(?:\r|\n|$)|^\s*(?:\+[-=]+(?:\+[-=]+)*\+|[┌╔╒╓┏])/,
    known("a table drawn in text, as Markdown and the consoles of databases draw them", TABLE),
  ],
  [/^\s*\\(?:begin|documentclass|usepackage)\b/, known("a LaTeX file", TABLE)],
  [/^\s*(?:%[^\n]*\n\s*)*@relation\b/i, known("an ARFF file", TABLE)],
  [/^\{\\rtf/, known("a document of a word processor", TABLE)],
];

const HEAD = 4096;
const EMPTY_MESSAGE = "the file is empty";

const messageOf = ({ is, advice }: Known) => `this is ${is}; ${advice}`;

const find = (kinds: typeof texts, head: string): Known | null =>
  kinds.find(([start]) => start.test(head))?.[1] ?? null;

/** What a text is that is no table of cells, and what to do; null where nothing is known. */
export function knownText(text: string): string | null {
  const found = find(texts, text.slice(0, HEAD));
  return found === null ? null : messageOf(found);
}

/** What a file of no text is, and what to do; null where nothing is known. */
export function knownBinary(bytes: Uint8Array): string | null {
  const found = find(binary, String.fromCharCode(...bytes.subarray(0, HEAD)));
  if (found !== null) return messageOf(found);
  const picture = namedKind(bytes);
  return picture === null
    ? null
    : messageOf(
        known(`${aKind(picture)} picture`, 'pictures are data of the kind "images", by their folder'),
      );
}

/** What a file of either kind is, and what to do; null where nothing is known. */
export function knownFile(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return EMPTY_MESSAGE;
  return knownBinary(bytes) ?? knownText(new TextDecoder().decode(bytes.subarray(0, HEAD)));
}
