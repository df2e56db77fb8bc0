import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodePng } from "../../src/formats/png.ts";
import { encodeEvent, type TbEvent } from "../../src/formats/tensorboard.ts";

export const scalar = (step: number, scalars: Readonly<Record<string, number>>): TbEvent => ({
  kind: "scalars",
  wallTime: 1.7e9 + step,
  step,
  scalars,
});

/** A picture of one colour a row, told apart by its step. */
export function pictureAt(step: number, tag = "samples"): TbEvent {
  const data = Uint8Array.from({ length: 4 * 3 * 3 }, (_, i) => (i * 7 + step) & 255);
  const png = encodePng({ width: 4, height: 3, channels: 3, data });
  return { kind: "image", wallTime: 1.7e9 + step, step, tag, width: 4, height: 3, png };
}

export const bytesOf = (events: readonly TbEvent[]): Buffer => Buffer.concat(events.map(encodeEvent));

/** Writes an event file into a folder, which is made; gives its path. */
export function writeEventFile(folder: string, events: readonly TbEvent[] | Uint8Array, number = 0): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `events.out.tfevents.170000000${number}.host.1.${number}`);
  writeFileSync(file, events instanceof Uint8Array ? events : bytesOf(events));
  return file;
}

export function appendEvents(file: string, events: readonly TbEvent[]): void {
  appendFileSync(file, bytesOf(events));
}

export const version: TbEvent = { kind: "version", wallTime: 1.7e9, step: 0 };
