// TensorBoard's event files: TFRecords that each hold one Event message.

import {
  DT_STRING,
  readEventMessage,
  SESSION_START,
  writeEventMessage,
  type EventMessage,
  type TensorMessage,
} from "./event-messages.ts";
import { tensorNumber } from "./tensor-number.ts";
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
  /** A value that is no number and no picture, named by TensorBoard's plugin for it: `histograms`, `text`, `audio`; "" for none. */
  | { readonly kind: "tagged"; readonly tag: string; readonly plugin: string }
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
    case "tagged":
      return {
        summary: { value: [{ tag: event.tag, metadata: { plugin: { name: event.plugin } }, tensor: {} }] },
      };
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

/** What TensorBoard's plugins are called that show what old writers put into fields of their own. */
const HISTOGRAMS = "histograms";
const AUDIO = "audio";

function contents(
  { fileVersion, summary, sessionLog }: EventMessage,
  plugins: Map<string, string>,
): TbContent[] {
  if (fileVersion !== undefined) return [{ kind: "version" }];
  if (sessionLog?.status === SESSION_START) return [{ kind: "restart" }];
  const found: TbContent[] = [];
  let scalars = new Map<string, number>();
  const finishScalars = () => {
    if (scalars.size > 0) found.push({ kind: "scalars", scalars: Object.fromEntries(scalars) });
    scalars = new Map();
  };
  const addScalar = (tag: string, value: number) => {
    // A writer that collects values may give a tag several of them at once: each is a point.
    if (scalars.has(tag)) finishScalars();
    scalars.set(tag, value);
  };
  const others: TbContent[] = [];
  for (const value of summary?.value ?? []) {
    const { tag = "", simpleValue, image, histogram, audio, tensor, nodeName = "", metadata } = value;
    const named = metadata?.plugin?.name ?? "";
    // The first one holds for all that follow.
    if (named !== "" && !plugins.has(tag) && plugins.size < MOST_PLUGINS) plugins.set(tag, named);
    if (simpleValue !== undefined) addScalar(tag, simpleValue);
    else if (image !== undefined) {
      const { width = 0, height = 0, encoded = new Uint8Array() } = image;
      others.push({ kind: "image", tag, width, height, png: encoded });
    } else if (histogram !== undefined) others.push({ kind: "tagged", tag, plugin: HISTOGRAMS });
    else if (audio !== undefined) others.push({ kind: "tagged", tag, plugin: AUDIO });
    else if (tensor !== undefined) {
      const name = tag === "" ? nodeName : tag;
      // A tensor of one number may be a part of something else: its tag's plugin tells.
      const plugin = plugins.get(tag) ?? named;
      const scalar = plugin === "" || plugin === "scalars" ? tensorNumber(tensor) : undefined;
      if (scalar !== undefined) addScalar(name, scalar);
      else if (plugin === "images") others.push(...tensorImages(name, tensor));
      else others.push({ kind: "tagged", tag: name, plugin });
    }
  }
  finishScalars();
  found.push(...others);
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

/** Reads one file's events, a part after the other. */
export class EventDecoder {
  readonly #plugins: Map<string, string>;
  #inDamage = false;

  /** `plugins`: of each tag, as decoders of the same run's other files found them and this one goes on to find. */
  constructor(plugins = new Map<string, string>()) {
    this.#plugins = plugins;
  }

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
