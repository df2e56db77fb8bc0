/** libwebp's decoder as Emscripten builds it; the package's own types need a browser's. */
declare module "@jsquash/webp/codec/dec/webp_dec.js" {
  interface Decoder {
    /** [height, width, red green blue alpha]; null for what is no whole WebP picture. */
    readonly decode: (file: Uint8Array) => { readonly data: Uint8ClampedArray } | null;
  }
  type Instantiate = (imports: object, done: (instance: WebAssembly.Instance) => void) => object;
  /** Fills `module` with the decoder before it returns, where it is instantiated at once. */
  export default function start(
    module: Partial<Decoder> & { readonly instantiateWasm: Instantiate; readonly printErr: () => void },
  ): Promise<Decoder>;
}

/** As much of it as is used; Node's types leave it to a browser's. */
declare namespace WebAssembly {
  type Module = object;
  const Module: new (bytes: Uint8Array) => Module;
  class Instance {
    constructor(module: Module, imports: object);
    readonly exports: object;
  }
  class RuntimeError extends Error {}
}
