// A feature network of the user's own, as evaluation.features names it: what it must be like.
import { DataError } from "../data/data-error.ts";
import type { OnnxPort } from "../formats/model-signature.ts";
import type { PictureShape } from "./picture-shape.ts";
import { readNetwork, shapeText } from "./readable-network.ts";

const MOST_FEATURES = 65_536;

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

/**
 * Reads a feature network and checks, without running it, that it fits pictures of this shape: one float32 input [n, c, h, w]
 * or [n, h, w, c] and one float32 output [n, d]. Sizes may be open; c is the pictures' channels, or 3 for grey ones.
 * Nothing is resized: a network brings its own resizing and scaling of values from -1 to 1. Throws DataError.
 */
export function readFeatureNetwork(file: string, shape: PictureShape): FeatureNetwork {
  const { onnx, input, output } = readNetwork(file, "feature network", "pictures", "features");
  const refuse = (message: string): never => {
    throw new DataError(file, message);
  };
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
