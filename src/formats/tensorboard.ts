// TensorBoard's event files: TFRecords that each hold one Event message.

import {
  DT_DOUBLE,
  DT_FLOAT,
  DT_STRING,
  readEventMessage,
  SESSION_START,
  writeEventMessage,
  type EventMessage,
  type TensorMessage,
} from "./event-messages.ts";
import { decodeRecords, encodeRecord, type PartPlace } from "./tfrecord.ts";

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
      /** As encoded: PNG here; other programs may write JPEG, GIF or BMP. */
      readonly png: Uint8Array;
      /** Which one of several pictures of one record; absent: the first. */
      readonly number?: number;
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

/** Tags whose plugin is remembered: more are taken for what their own values say. */
const MOST_PLUGINS = 100_000;

/** The whole number in the digits of a picture batch's head; 0 where there is none. */
function sizeIn(bytes: Uint8Array | undefined): number {
  const size = Number(new TextDecoder().decode(bytes?.subarray(0, 10)));
  return Number.isSafeInteger(size) && size > 0 ? size : 0;
}

/** TensorFlow 2 writes pictures as a tensor of strings: width and height as digits, then the encoded pictures. */
function tensorImages(tag: string, { dtype, stringValues = [] }: TensorMessage): TbContent[] {
  const [width, height, ...pictures] = stringValues;
  if (dtype !== DT_STRING) return [];
  const size = { width: sizeIn(width), height: sizeIn(height) };
  return pictures.map((png, number) => ({
    kind: "image",
    tag,
    ...size,
    png,
    ...(number > 0 && { number }),
  }));
}

function contents(
  { fileVersion, summary, sessionLog }: EventMessage,
  plugins: Map<string, string>,
): TbContent[] {
  if (fileVersion !== undefined) return [{ kind: "version" }];
  if (sessionLog?.status === SESSION_START) return [{ kind: "restart" }];
  const scalars: [string, number][] = [];
  const images: TbContent[] = [];
  for (const { tag = "", simpleValue, image, tensor, metadata } of summary?.value ?? []) {
    const named = metadata?.plugin?.name;
    if (named !== undefined && named !== "" && plugins.size < MOST_PLUGINS) plugins.set(tag, named);
    if (image !== undefined) {
      const { width = 0, height = 0, encoded = new Uint8Array() } = image;
      images.push({ kind: "image", tag, width, height, png: encoded });
    } else if (tensor === undefined) {
      if (simpleValue !== undefined) scalars.push([tag, simpleValue]);
    } else {
      // A tensor of one number may be a part of something else: its tag's plugin tells.
      const plugin = plugins.get(tag) ?? "scalars";
      const scalar = plugin === "scalars" ? tensorScalar(tensor) : undefined;
      if (scalar !== undefined) scalars.push([tag, scalar]);
      if (plugin === "images") images.push(...tensorImages(tag, tensor));
    }
  }
  if (scalars.length > 0) return [{ kind: "scalars", scalars: Object.fromEntries(scalars) }, ...images];
  return images.length > 0 ? images : [{ kind: "other" }];
}

export interface EventsPart {
  /** In the order of the file. A record that holds scalars and pictures gives an event for each kind. */
  readonly events: TbEvent[];
  /** How many damaged stretches or records were passed over. */
  readonly skipped: number;
  /** Bytes at the end that may be an event still being written: go on from `bytes.length - rest`. */
  readonly rest: number;
}

/** Reads one file's events, a part after the other. */
export class EventDecoder {
  readonly #plugins = new Map<string, string>();
  #inDamage = false;

  /**
   * Reads the events of the next part, which starts where the rest of the one before did. Damage is passed over and
   * counted, never thrown: wrong CRCs, records above 256 MiB, records that are no events. Pictures' bytes are views
   * into the bytes given. `atEnd`: nothing follows, so that what is not whole is damage too.
   */
  decode(bytes: Uint8Array, { atEnd = false }: Pick<PartPlace, "atEnd"> = {}): EventsPart {
    const part = decodeRecords(bytes, { inDamage: this.#inDamage, atEnd });
    this.#inDamage = part.inDamage;
    const events: TbEvent[] = [];
    let { skipped } = part;
    for (const record of part.records) {
      const message = readEventMessage(record);
      const { wallTime = 0, step = 0 } = message ?? {};
      if (message === null || !Number.isSafeInteger(step)) skipped++;
      else
        for (const content of contents(message, this.#plugins)) events.push({ wallTime, step, ...content });
    }
    return { events, skipped, rest: part.rest };
  }
}

/** Reads the events of a part of a file that starts at a record, for whom neither plugins nor the count of damage matter. */
export const decodeEvents = (bytes: Uint8Array): EventsPart => new EventDecoder().decode(bytes);
