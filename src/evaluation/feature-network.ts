// A feature network of the user's own, as evaluation.features names it: what it must be like.
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { DataError } from "../data/data-error.ts";
import { FormatError } from "../formats/format-error.ts";
import { readOnnxSignature } from "../formats/model-signature.ts";
import type { OnnxPort } from "../formats/model-signature.ts";
import type { PictureShape } from "./picture-shape.ts";

/** A larger file is not read: 2^30 bytes hold a network of 268 million weights. */
const MOST_BYTES = 2 ** 30;
const MOST_FEATURES = 65_536;
const FLOAT = 1;

export interface FeatureNetwork {
  readonly onnx: Uint8Array;
  readonly input: string;
  readonly output: string;
  /** Outputs of a picture. */
  readonly size: number;
  /** Pictures that it takes at once; null: any number. */
  readonly rows: number | null;
  /** Whether pictures are [channels, height, width] or [height, width, channels]. */
  readonly layout: "channels first" | "channels last";
  /** Channels that it takes: those of the pictures, or 3 of grey ones, all alike. */
  readonly channels: number;
}

function bytesOf(file: string): Uint8Array {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new DataError(file, missing ? "no such file; expected an ONNX feature network" : "cannot be read");
  }
  try {
    const facts = fstatSync(descriptor);
    if (!facts.isFile()) throw new DataError(file, "this is no file; expected an ONNX feature network");
    if (facts.size > MOST_BYTES) throw new DataError(file, "larger than 1 GiB");
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const shapeText = (shape: OnnxPort["shape"]): string =>
  shape === null ? "no known shape" : `the shape [${shape.map(size => size ?? "any").join(", ")}]`;

/**
 * Reads a feature network and checks, without running it, that it fits pictures of this shape: one float32 input [n, c, h, w]
 * or [n, h, w, c] and one float32 output [n, d]. Sizes may be open; c is the pictures' channels, or 3 for grey ones.
 * Nothing is resized: a network brings its own resizing and scaling of values from -1 to 1. Throws DataError.
 */
export function readFeatureNetwork(file: string, shape: PictureShape): FeatureNetwork {
  const onnx = bytesOf(file);
  const refuse = (message: string): never => {
    throw new DataError(file, message);
  };
  const signature = (() => {
    try {
      return readOnnxSignature(onnx);
    } catch (error) {
      if (error instanceof FormatError) return refuse(error.message);
      throw error;
    }
  })();
  const [input, ...otherInputs] = signature.inputs;
  const [output, ...otherOutputs] = signature.outputs;
  if (input === undefined || otherInputs.length > 0)
    return refuse(`found ${signature.inputs.length} inputs; expected one, of pictures`);
  if (output === undefined || otherOutputs.length > 0)
    return refuse(`found ${signature.outputs.length} outputs; expected one, of features`);
  if (input.elementType !== FLOAT || output.elementType !== FLOAT)
    return refuse("its input and its output must be float32 tensors");
  const found = arrangement(input.shape, shape);
  if (found === null) {
    const [height, width, channels] = shape;
    const grey = channels === 1 ? " (or 3 channels)" : "";
    return refuse(
      `its input ${input.name} has ${shapeText(input.shape)}; expected [any, ${channels}, ${height}, ${width}] or [any, ${height}, ${width}, ${channels}]${grey}`,
    );
  }
  const [rows = null, size = null] = output.shape ?? [];
  if (
    output.shape?.length !== 2 ||
    size === null ||
    size > MOST_FEATURES ||
    (rows !== null && rows !== found.rows)
  )
    return refuse(
      `its output ${output.name} has ${shapeText(output.shape)}; expected [any, d] with d at most ${MOST_FEATURES}`,
    );
  return { onnx, input: input.name, output: output.name, size, ...found };
}

function arrangement(
  given: OnnxPort["shape"],
  [height, width, channels]: PictureShape,
): Pick<FeatureNetwork, "rows" | "layout" | "channels"> | null {
  if (given?.length !== 4) return null;
  const [rows = null, ...sizes] = given;
  const fits = (wanted: readonly number[]) => sizes.every((size, i) => size === null || size === wanted[i]);
  for (const own of channels === 1 ? [1, 3] : [channels]) {
    // Channels must be told: with all sizes open, nobody could say which one they are.
    if (sizes[0] === own && fits([own, height, width]))
      return { rows, layout: "channels first", channels: own };
    if (sizes[2] === own && fits([height, width, own]))
      return { rows, layout: "channels last", channels: own };
  }
  return null;
}
