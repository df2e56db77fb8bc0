// libwebp's decoder as WebAssembly: no file, no network, and a memory of its own, which a damaged picture cannot leave.

import start from "@jsquash/webp/codec/dec/webp_dec.js";
import decoder from "@jsquash/webp/codec/dec/webp_dec.wasm?bytes";

interface Size {
  readonly width: number;
  readonly height: number;
}

type Decode = (file: Uint8Array) => { readonly data: Uint8ClampedArray } | null;

/** The memory of a decoder never shrinks: after a picture of more pixels it is let go. */
const MOST_PIXELS_KEPT = 2 ** 22;

let program: WebAssembly.Module | null = null;
let kept: Decode | null = null;

function newDecoder(): Decode {
  program ??= new WebAssembly.Module(decoder);
  const compiled = program;
  const module: Parameters<typeof start>[0] = {
    instantiateWasm: (imports, done) => {
      const instance = new WebAssembly.Instance(compiled, imports);
      done(instance);
      return instance.exports;
    },
    printErr: () => undefined,
  };
  // What the promise gives is there already, since the instance was made at once; a failure is thrown as well.
  start(module).catch(() => undefined);
  if (module.decode === undefined) throw new Error("the WebP decoder did not start");
  return module.decode;
}

/**
 * A still WebP picture of a size that is known as [height, width, red green blue alpha]; null where the file is damaged
 * or cut. What a damaged file left in a decoder's memory no other file meets.
 */
export function decodeStillWebp(file: Uint8Array, { width, height }: Size): Uint8ClampedArray | null {
  const decode = kept ?? newDecoder();
  kept = null;
  let data: Uint8ClampedArray | null;
  try {
    data = decode(file)?.data ?? null;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) return null;
    throw error;
  }
  if (data?.length !== 4 * width * height) return null;
  if (width * height <= MOST_PIXELS_KEPT) kept = decode;
  return data;
}
