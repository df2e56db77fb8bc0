// What Linux's Vulkan loader says on standard error with VK_LOADER_DEBUG=driver: the only way to the adapter's name, which
// ONNX Runtime does not give.

/** A line such as: Using "llvmpipe (LLVM 15.0.6, 256 bits)" with driver: "/usr/lib/libvulkan_lvp.so" */
const used = /Using "([^"]*)" with driver: "([^"]*)"/g;

/** Drivers and adapters that compute on the processor: Mesa's lavapipe, SwiftShader. */
const software = /llvmpipe|lavapipe|libvulkan_lvp|swiftshader/i;

export interface Adapter {
  readonly maker: string;
  readonly software: boolean;
}

/** The adapter that a process used last, by the loader's words; null where it used none. */
export function adapterIn(said: string): Adapter | null {
  const last = [...said.matchAll(used)].at(-1);
  if (last === undefined) return null;
  const [, maker = "", driver = ""] = last;
  return { maker, software: software.test(maker) || software.test(driver) };
}
