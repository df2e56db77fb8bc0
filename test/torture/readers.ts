import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { readArrayFile } from "../../src/data/array-file.ts";
import { readCsvPoints } from "../../src/data/csv/points.ts";
import { DataError } from "../../src/data/data-error.ts";
import { InputError } from "../../src/experiment/input-error.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import { decodePicture } from "../../src/formats/decode-picture.ts";
import { FormatError } from "../../src/formats/format-error.ts";
import { decodeIdx } from "../../src/formats/idx.ts";
import { readOnnxSignature } from "../../src/formats/model-signature.ts";
import { decodeNdjson } from "../../src/formats/ndjson.ts";
import { encodeNpy } from "../../src/formats/npy.ts";
import { openParquet, readParquet } from "../../src/formats/parquet.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/formats/safetensors.ts";
import { decodeEvents, encodeEvent } from "../../src/formats/tensorboard.ts";
import { CallError } from "../../src/protocol/calls.ts";
import { comparePage } from "../../src/protocol/compare-page.ts";
import { curvesPage } from "../../src/protocol/curves-page.ts";
import { dashboardPage } from "../../src/protocol/dashboard-page.ts";
import { reportPage } from "../../src/protocol/report-page.ts";
import { tablePage } from "../../src/protocol/table-page.ts";
import { trialPage } from "../../src/protocol/trial-page.ts";
import { viewerParamReaders } from "../../src/protocol/viewer-calls.ts";
import { parseControlLine } from "../../src/runs/control.ts";
import { journalEntry } from "../../src/runs/journal.ts";
import { readSweep } from "../../src/sweeps/read.ts";

/** How files of a kind are read, some that are right, and how those are refused that are not. */
export interface Reader {
  readonly corpus: () => readonly [Uint8Array, ...Uint8Array[]];
  readonly read: (bytes: Buffer) => unknown;
  readonly refusals: readonly (abstract new (...given: never[]) => Error)[];
}

type Corpus = readonly [Uint8Array, ...Uint8Array[]];
const some = (files: readonly Uint8Array[]): Corpus => {
  const [first, ...others] = files;
  if (first === undefined) throw new Error("there is nothing to begin with");
  return [first, ...others];
};
const texts = (lines: readonly string[]): Corpus => some(lines.map(line => Buffer.from(line)));
const filesOf = (folder: string, ending: RegExp, most = Infinity): Corpus =>
  some(
    readdirSync(folder)
      .filter(name => ending.test(name))
      .map(name => readFileSync(join(folder, name)).subarray(0, most)),
  );

/** Readers of files by their path: the one file that is written anew for each. */
const fileOf = (ending: string): ((bytes: Buffer) => string) => {
  let path: string | undefined;
  return bytes => {
    path ??= join(mkdtempSync(join(tmpdir(), "pairing-lab-mutated-")), `file${ending}`);
    writeFileSync(path, bytes);
    return path;
  };
};
const [csvFile, arrayFile, npzFile] = [fileOf(".csv"), fileOf(".npy"), fileOf(".npz")];

const npy = encodeNpy({ shape: [5, 2], data: Float32Array.from({ length: 10 }, (_, i) => i / 3) });
const counts = (n: number): Uint8Array => Buffer.from(Uint32Array.of(n).buffer).reverse();

const pictureReader = (ending: RegExp): Reader => ({
  corpus: () => filesOf("test/fixtures/pictures", ending),
  read: bytes => decodePicture(bytes),
  refusals: [FormatError],
});

/** What pages send: every call's reader, given JSON that somebody else made. */
const pages = [dashboardPage, comparePage, curvesPage, reportPage, tablePage, trialPage].map(
  ({ params }) => params as Readonly<Record<string, (value: unknown) => unknown>>,
);
const callReaders = [...pages, viewerParamReaders as Readonly<Record<string, (value: unknown) => unknown>>];

export const readers: Readonly<Record<string, Reader>> = {
  experiments: {
    corpus: () => filesOf("examples", /\.gan\.json$/),
    read: bytes => readExperiment(bytes.toString("utf8"), "mutated.gan.json"),
    refusals: [InputError],
  },
  sweeps: {
    corpus: () => filesOf("examples", /\.sweep\.json$/),
    read: bytes =>
      readSweep(bytes.toString("utf8"), join("examples", "mutated.sweep.json"), () =>
        readFileSync("examples/ring-8.gan.json", "utf8"),
      ),
    refusals: [InputError],
  },
  "control lines": {
    corpus: () =>
      texts([
        '{"id":"1","at":"2026-01-01T00:00:00Z","by":"cli","do":"set","key":"pairing.weight","value":0.02}\n{"id":"2","at":"","by":"cli","do":"stop"}\n',
        '{"id":"3","at":"2026-01-01T00:00:00Z","by":"extension","do":"pause"}\n',
      ]),
    read: bytes => bytes.toString("utf8").split("\n").map(parseControlLine),
    refusals: [],
  },
  journals: {
    corpus: () =>
      texts([
        '{"at":"2026-01-01T00:00:00Z","step":3,"kind":"intervention","key":"pairing.weight","from":0,"to":0.02,"by":"cli","id":"1"}\n',
        '{"at":"2026-01-01T00:00:00Z","step":0,"kind":"start"}\n{"at":"","step":9,"kind":"note","text":"x"}\n',
      ]),
    read: bytes => decodeNdjson(bytes).records.map(record => record.torn || journalEntry(record.value)),
    refusals: [],
  },
  "calls of pages": {
    corpus: () =>
      texts([
        '{"step":100,"from":0,"to":1,"count":65,"path":"slerp","tags":["loss/generator"],"buckets":400,"key":"pairing.weight","value":0.02}',
        '{"folder":"runs/a","steps":[0,100],"x0":-1,"x1":1,"y0":-1,"y1":1,"side":64,"text":"note","name":"a.png","kind":"png","bytes":""}',
      ]),
    read: bytes => {
      let value: unknown;
      try {
        value = JSON.parse(bytes.toString("utf8"));
      } catch {
        value = bytes.toString("utf8");
      }
      for (const params of callReaders)
        for (const read of Object.values(params))
          try {
            read(value);
          } catch (error) {
            if (!(error instanceof CallError)) throw error;
          }
    },
    refusals: [],
  },
  events: {
    corpus: () => {
      const event = (step: number) => ({ wallTime: 1.7e9 + step, step });
      const png = readFileSync("test/fixtures/pictures/rgb.png");
      const events = [
        encodeEvent({ ...event(0), kind: "version" }),
        ...[1, 2, 3].map(step =>
          encodeEvent({ ...event(step), kind: "scalars", scalars: { "loss/a": step } }),
        ),
        encodeEvent({ ...event(3), kind: "image", tag: "samples", width: 8, height: 8, png }),
        encodeEvent({ ...event(4), kind: "tagged", tag: "h", plugin: "histograms" }),
      ];
      return some([Buffer.concat(events)]);
    },
    read: bytes => decodeEvents(bytes),
    refusals: [],
  },
  safetensors: {
    corpus: () => {
      const data = Float32Array.from({ length: 6 }, (_, i) => i);
      return some([
        encodeSafetensors(new Map([["a", { shape: [2, 3], data }]]), { step: "3" }),
        encodeSafetensors(new Map([["a", { shape: [6], data }], ["b.c", { shape: [], data: Float32Array.of(1) }]]), {}), // prettier-ignore
      ]);
    },
    read: bytes => decodeSafetensors(bytes),
    refusals: [FormatError],
  },
  NPY: {
    corpus: () => some([npy]),
    read: bytes => readArrayFile(arrayFile(bytes), ""),
    refusals: [DataError],
  },
  NPZ: {
    corpus: () => some([zipSync({ "a.npy": npy, "b.npy": npy }), zipSync({ "a.npy": npy }, { level: 0 })]),
    read: bytes => readArrayFile(npzFile(bytes), "a"),
    refusals: [DataError],
  },
  IDX: {
    corpus: () =>
      some([
        Buffer.concat([Buffer.from([0, 0, 8, 3]), counts(2), counts(3), counts(3), Buffer.alloc(18, 7)]),
        Buffer.concat([Buffer.from([0, 0, 8, 1]), counts(4), Buffer.from([1, 2, 3, 4])]),
      ]),
    read: bytes => decodeIdx(bytes),
    refusals: [FormatError],
  },
  CSV: {
    corpus: () => {
      const [points] = filesOf("examples", /\.csv$/, 2000);
      return some([
        points,
        Buffer.from('sep=;\r\nx;y;"class"\r\n1,5;2,5;a\r\n3,5;-4,25;b\r\n1.000,5;#N/A;a\r\n'),
        Buffer.from("﻿id,x [mm],y [mm]\n0,1e-3,2\n1,nan,3\n# comment\n2,5,6\n"),
        Buffer.from("\ufeffx\ty\n1\t2\n3\t4\n", "utf16le"),
      ]);
    },
    read: bytes => readCsvPoints(csvFile(bytes), { columns: [], separator: "auto" }),
    refusals: [DataError],
  },
  Parquet: {
    corpus: () => filesOf("test/fixtures/tables", /\.parquet$/),
    read: async bytes => {
      const table = openParquet(bytes);
      const places = table.columns.map((_, place) => place);
      await readParquet(table, places.slice(0, 3), () => undefined);
    },
    refusals: [FormatError],
  },
  PNG: pictureReader(/\.png$/),
  JPEG: pictureReader(/\.jpg$/),
  WebP: pictureReader(/\.webp$/),
  ONNX: {
    corpus: () => some([readFileSync("assets/digits/classifier.onnx")]),
    read: bytes => readOnnxSignature(bytes),
    refusals: [FormatError],
  },
};
