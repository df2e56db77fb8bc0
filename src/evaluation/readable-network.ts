import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { DataError } from "../data/data-error.ts";
import { NEWEST_IR, NEWEST_OPSET } from "./readable-models.ts";
import { FormatError } from "../formats/format-error.ts";
import { readOnnxSignature, type OnnxPort, type OnnxSignature } from "../formats/model-signature.ts";

/** A larger file is not read: 2^30 bytes hold a network of 268 million weights. */
const MOST_BYTES = 2 ** 30;
const FLOAT = 1;

/** What people call ONNX's types of numbers. */
const typeNames: Readonly<Record<number, string>> = {
  0: "no tensor",
  1: "float32",
  2: "uint8",
  3: "int8",
  6: "int32",
  7: "int64",
  9: "bool",
  10: "float16 (half precision)",
  11: "float64",
  16: "bfloat16 (half precision)",
};

export interface ReadNetwork extends OnnxSignature {
  readonly onnx: Uint8Array;
  readonly input: OnnxPort;
  readonly output: OnnxPort;
}

function bytesOf(file: string, what: string): Uint8Array {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new DataError(file, missing ? `no such file; expected an ONNX ${what}` : "cannot be read");
  }
  try {
    const facts = fstatSync(descriptor);
    if (!facts.isFile()) throw new DataError(file, `this is no file; expected an ONNX ${what}`);
    if (facts.size > MOST_BYTES) throw new DataError(file, "larger than 1 GiB");
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** "the shape [any, 64]" */
export const shapeText = (shape: OnnxPort["shape"]): string =>
  shape === null ? "no known shape" : `the shape [${shape.map(size => size ?? "any").join(", ")}]`;

/** What the runtime would refuse, and would name by its own inner words; null where it reads the network. */
function whyUnreadable({ irVersion, opsets, external }: OnnxSignature): string | null {
  if (irVersion > NEWEST_IR)
    return `it is of ONNX's format version ${irVersion}; versions up to ${NEWEST_IR} are read: export it again for an older one (model.ir_version = 10 in Python's onnx)`;
  const newer = opsets.find(({ domain, version }) => domain === "" && version > NEWEST_OPSET);
  if (newer !== undefined)
    return `it uses ONNX's operators of version ${newer.version}; versions up to ${NEWEST_OPSET} are known: export it again with opset_version=18 or so`;
  const [weight] = external;
  return weight === undefined
    ? null
    : `its weights lie in other files (${JSON.stringify(weight.slice(0, 80))} and ${external.length - 1} more); save it as one file (onnx.save(onnx.load(path), path, save_as_external_data=False))`;
}

/**
 * Reads a network that takes one float32 tensor and gives one, and checks without running it that the runtime reads it.
 * @param what it is, such as "feature network"; `takes` and `gives`: what its input and output are, for messages
 * @throws DataError that names what does not fit
 */
export function readNetwork(file: string, what: string, takes: string, gives: string): ReadNetwork {
  const onnx = bytesOf(file, what);
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
  const unreadable = whyUnreadable(signature);
  if (unreadable !== null) refuse(unreadable);
  const [input, ...otherInputs] = signature.inputs;
  const [output, ...otherOutputs] = signature.outputs;
  if (input === undefined || otherInputs.length > 0)
    return refuse(`found ${signature.inputs.length} inputs; expected one, of ${takes}`);
  if (output === undefined || otherOutputs.length > 0)
    return refuse(`found ${signature.outputs.length} outputs; expected one, of ${gives}`);
  for (const [port, which] of [
    [input, "input"],
    [output, "output"],
  ] as const)
    if (port.elementType !== FLOAT)
      refuse(
        `its input and its output must be float32 tensors; the ${which} ${JSON.stringify(port.name.slice(0, 80))} is ${typeNames[port.elementType] ?? `of ONNX's type ${port.elementType}`}`,
      );
  return { ...signature, onnx, input, output };
}
