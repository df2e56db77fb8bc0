import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const runtime = "node_modules/onnxruntime-node/bin/napi-v6";

/**
 * The platforms that ONNX Runtime's package has native code for, by VS Code's names (`linux-x64`): each is a package of ours.
 * It has none for macOS on Intel processors.
 */
export function targets() {
  return readdirSync(runtime).flatMap(system =>
    readdirSync(join(runtime, system)).map(processor => `${system}-${processor}`),
  );
}

/**
 * A target's native files, as paths. Where the runtime's package has a library under two names, as it has for macOS, the
 * one that the addon loads is enough.
 */
export function nativeFiles(target) {
  const folder = `${runtime}/${target.replace("-", "/")}`;
  const addon = readFileSync(`${folder}/onnxruntime_binding.node`);
  const byName = new Map(readdirSync(folder).map(name => [name, readFileSync(`${folder}/${name}`)]));
  const isSpare = name =>
    !addon.includes(name) &&
    [...byName].some(([other, bytes]) => other !== name && bytes.equals(byName.get(name)));
  return [...byName.keys()].filter(name => !isSpare(name)).map(name => `${folder}/${name}`);
}

const machines = {
  ELF: { 0x3e: "linux-x64", 0xb7: "linux-arm64" },
  Mach: { 0x01000007: "darwin-x64", 0x0100000c: "darwin-arm64" },
  PE: { 0x8664: "win32-x64", 0xaa64: "win32-arm64" },
};

/** The platform that native code is of, by the head of its file (ELF, Mach-O of 64 bits, PE), or "unknown". */
export function platformOf(bytes) {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.readUInt32BE(0) === 0x7f454c46) return machines.ELF[file.readUInt16LE(18)] ?? "unknown";
  if (file.readUInt32LE(0) === 0xfeedfacf) return machines.Mach[file.readUInt32LE(4)] ?? "unknown";
  if (file.toString("latin1", 0, 2) === "MZ")
    return machines.PE[file.readUInt16LE(file.readUInt32LE(0x3c) + 4)] ?? "unknown";
  return "unknown";
}
