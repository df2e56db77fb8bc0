// TensorBoard's event files: TFRecords that each hold one Event message.

import {
  DT_DOUBLE,
  DT_FLOAT,
  readEventMessage,
  SESSION_START,
  writeEventMessage,
  type EventMessage,
  type TensorMessage,
  type ValueMessage,
} from "./event-messages.ts";
import { decodeRecords, encodeRecord } from "./tfrecord.ts";

/** What an event holds. */
export type TbContent =
  /** The first event of a file. */
  | { readonly kind: "version" }
  /** A session starts at this step: what earlier sessions wrote at this step and later ones no longer holds. */
  | { readonly kind: "restart" }
  /** Values by tag. They are kept as float32. */
  | { readonly kind: "scalars"; readonly scalars: Readonly<Record<string, number>> }
  | {
      readonly kind: "image";
      readonly tag: string;
      readonly width: number;
      readonly height: number;
      readonly png: Uint8Array;
    }
  /** Anything else that other programs write; written as an event without content. */
  | { readonly kind: "other" };

export type TbEvent = {
  /** Seconds since 1970, with fractions. */
  readonly wallTime: number;
  readonly step: number;
} & TbContent;

const FILE_VERSION = "brain.Event:2";
/** The colour space RGB of summary.proto; TensorBoard reads the PNG's own. */
const RGB = 3;

function contentMessage(event: TbEvent): EventMessage {
  switch (event.kind) {
    case "version":
      return { fileVersion: FILE_VERSION };
    case "restart":
      return { sessionLog: { status: SESSION_START } };
    case "scalars":
      return {
        summary: { value: Object.entries(event.scalars).map(([tag, simpleValue]) => ({ tag, simpleValue })) },
      };
    case "image": {
      const { tag, width, height, png } = event;
      return { summary: { value: [{ tag, image: { width, height, colorspace: RGB, encoded: png } }] } };
    }
    case "other":
      return {};
    default:
      return event satisfies never;
  }
}

/** One event as it stands in the file, framed and with both CRCs: to be appended in one write. */
export function encodeEvent(event: TbEvent): Uint8Array {
  const { wallTime, step } = event;
  return encodeRecord(writeEventMessage({ wallTime, step, ...contentMessage(event) }));
}

/** The number in a tensor of one float or double; undefined for every other tensor. */
function tensorScalar({
  dtype,
  content,
  floatValues = [],
  doubleValues = [],
}: TensorMessage): number | undefined {
  const bytes = content ?? new Uint8Array();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (dtype === DT_FLOAT && bytes.length === 4) return view.getFloat32(0, true);
  if (dtype === DT_DOUBLE && bytes.length === 8) return view.getFloat64(0, true);
  const values = dtype === DT_FLOAT ? floatValues : dtype === DT_DOUBLE ? doubleValues : [];
  return bytes.length === 0 && values.length === 1 ? values[0] : undefined;
}

function scalarOf({ simpleValue, tensor }: ValueMessage): number | undefined {
  return tensor === undefined ? simpleValue : tensorScalar(tensor);
}

function summaryContents(values: readonly ValueMessage[]): TbContent[] {
  const scalars: [string, number][] = [];
  const images: TbContent[] = [];
  for (const value of values) {
    const { tag = "", image } = value;
    const scalar = scalarOf(value);
    if (scalar !== undefined) scalars.push([tag, scalar]);
    else if (image !== undefined)
      images.push({
        kind: "image",
        tag,
        width: image.width ?? 0,
        height: image.height ?? 0,
        png: image.encoded ?? new Uint8Array(),
      });
  }
  if (scalars.length === 0) return images;
  return [{ kind: "scalars", scalars: Object.fromEntries(scalars) }, ...images];
}

function contents({ fileVersion, summary, sessionLog }: EventMessage): TbContent[] {
  if (fileVersion !== undefined) return [{ kind: "version" }];
  if (sessionLog?.status === SESSION_START) return [{ kind: "restart" }];
  const found = summaryContents(summary?.value ?? []);
  return found.length > 0 ? found : [{ kind: "other" }];
}

export interface EventsPart {
  /** In the order of the file. A record that holds scalars and pictures gives an event for each kind. */
  readonly events: TbEvent[];
  /** How many damaged stretches or records were passed over. */
  readonly skipped: number;
  /** Bytes at the end that may be an event still being written: go on from `bytes.length - rest`. */
  readonly rest: number;
}

/**
 * Reads the events of a part of a file that starts at a record. Damage is passed over and counted, never thrown:
 * wrong CRCs, records above 256 MiB, records that are no events. Pictures' bytes are views into the bytes given.
 */
export function decodeEvents(bytes: Uint8Array): EventsPart {
  const part = decodeRecords(bytes);
  const events: TbEvent[] = [];
  let { skipped } = part;
  for (const record of part.records) {
    const message = readEventMessage(record);
    const { wallTime = 0, step = 0 } = message ?? {};
    if (message === null || !Number.isSafeInteger(step)) skipped++;
    else for (const content of contents(message)) events.push({ wallTime, step, ...content });
  }
  return { events, skipped, rest: part.rest };
}
