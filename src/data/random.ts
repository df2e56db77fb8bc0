// Random numbers as a pure function of (seed, stream, step, index): nothing is carried from draw to draw, so
// resume, branch and replay need no saved state, and each kind of randomness can change without touching others.
// Layout: Philox4x32-10 with the seed as key (low, high word) and (block, low word of step, high word of step,
// stream) as counter; a block gives the values 4 block .. 4 block + 3.

import { normalOf } from "./normal.ts";
import { philox } from "./philox.ts";

/** The streams. Their numbers are part of every recorded run: new ones are added at the end, none is reused. */
export const streams = {
  initialization: 0,
  data: 1,
  discriminatorLatents: 2,
  generatorLatents: 3,
  pairingNoise: 4,
  evaluationLatents: 5,
  probeLatents: 6,
  heldOut: 7,
  userLatents: 8,
  split: 9,
  modeCenters: 10,
  normalisationLatents: 11,
  featureNetwork: 12,
  pairingLatents: 13,
  pairingUniform: 14,
  discriminatorPairingNoise: 15,
  penaltyLines: 16,
  realAugmentation: 17,
  fakeAugmentation: 18,
  generatorAugmentation: 19,
} as const;

export type StreamName = keyof typeof streams;

/** Where random numbers come from: one sequence of 2^34 values for each seed, stream and step. */
export interface RandomAddress {
  /** Integer 0 .. 2^53 - 1. */
  readonly seed: number;
  readonly stream: StreamName;
  /** Integer 0 .. 2^53 - 1. */
  readonly step: number;
}

const WORD = 2 ** 32;
const VALUES = 4 * WORD;
/** The largest float32 below 1: uniform values never round up to 1. */
const LAST_FLOAT32 = 1 - 2 ** -24;

const edge = new Uint32Array(4);
const chunk = new Uint32Array(1024);

function checkNatural(value: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${what} must be an integer from 0 to 2^53 - 1; it is ${value}`);
}

function checkRange(at: RandomAddress, from: number, count: number, room: number): void {
  checkNatural(at.seed, "a seed");
  checkNatural(at.step, "a step");
  checkNatural(from, "the first index");
  checkNatural(count, "the count");
  if (count > room) throw new RangeError(`${count} values do not fit into an array of ${room}`);
  if (from + count > VALUES) throw new RangeError(`a stream has ${VALUES} values a step`);
}

/** Writes values `from .. from + count` of the sequence at `at`, 32 random bits each, to the start of `out`. */
export function randomBits(out: Uint32Array, at: RandomAddress, from = 0, count = out.length): void {
  checkRange(at, from, count, out.length);
  const key = [at.seed >>> 0, Math.floor(at.seed / WORD)] as const;
  const blocksFrom = (block: number, to: Uint32Array, offset: number, blocks: number) => {
    philox(key, [block, at.step >>> 0, Math.floor(at.step / WORD), streams[at.stream]], to, offset, blocks);
  };
  const lane = from % 4;
  const block = (from - lane) / 4;
  // The end of a block that the slice starts within, whole blocks, the start of a last one.
  const head = lane === 0 ? 0 : Math.min(4 - lane, count);
  const whole = (count - head) >>> 2;
  const tail = count - head - 4 * whole;
  const next = head === 0 ? block : block + 1;
  if (head > 0) {
    blocksFrom(block, edge, 0, 1);
    out.set(edge.subarray(lane, lane + head));
  }
  blocksFrom(next, out, head, whole);
  if (tail > 0) {
    blocksFrom(next + whole, edge, 0, 1);
    out.set(edge.subarray(0, tail), head + 4 * whole);
  }
}

/** The uniform value of 32 random bits: (bits + 1/2) / 2^32, strictly between 0 and 1. */
export function uniformOf(bits: number): number {
  return (bits + 0.5) * 2 ** -32;
}

/**
 * Writes values `from .. from + count` of the uniform sequence at `at` to the start of `out`: value i lies
 * strictly between 0 and 1 and depends on (seed, stream, step, i) alone, however the sequence is sliced.
 */
export function fillUniform(
  out: Float32Array | Float64Array,
  at: RandomAddress,
  from = 0,
  count = out.length,
): void {
  checkRange(at, from, count, out.length);
  const last = out instanceof Float32Array ? LAST_FLOAT32 : 1;
  for (let done = 0; done < count; done += chunk.length) {
    const size = Math.min(chunk.length, count - done);
    randomBits(chunk, at, from + done, size);
    for (let i = 0; i < size; i++) out[done + i] = Math.min(uniformOf(chunk[i] ?? 0), last);
  }
}

/** As `fillUniform`, with standard normal values (the inverse distribution function of the uniform ones). */
export function fillNormal(
  out: Float32Array | Float64Array,
  at: RandomAddress,
  from = 0,
  count = out.length,
): void {
  checkRange(at, from, count, out.length);
  for (let done = 0; done < count; done += chunk.length) {
    const size = Math.min(chunk.length, count - done);
    randomBits(chunk, at, from + done, size);
    for (let i = 0; i < size; i++) out[done + i] = normalOf(chunk[i] ?? 0);
  }
}
