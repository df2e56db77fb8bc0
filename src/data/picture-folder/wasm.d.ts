/** The bundler puts the bytes of a WebAssembly module into the bundle. */
declare module "*.wasm?bytes" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
