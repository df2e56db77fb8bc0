/**
 * The same value with every typed array in a buffer of its own. What comes out of a process channel are views into one
 * large buffer, and a webview would be sent that whole buffer with each of them.
 */
export function owned<T>(value: T): T {
  return copied(value) as T; // the same shape with the same kinds of arrays
}

function copied(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return inOwnBuffer(value);
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copied(inner)]));
}

function inOwnBuffer(view: ArrayBufferView): ArrayBufferView {
  if (view.byteLength === view.buffer.byteLength) return view;
  if (view instanceof Float32Array || view instanceof Float64Array) return view.slice();
  if (view instanceof Uint16Array) return view.slice();
  // A Node Buffer's own slice would share its memory.
  if (view instanceof Uint8Array) return Uint8Array.from(view);
  return view;
}
