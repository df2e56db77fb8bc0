// A thread that decodes pictures for whoever started it, one list of files after the other.
import { parentPort } from "node:worker_threads";
import { decodeFiles } from "./decode-files.ts";
import type { DecodeOrder } from "./decoded.ts";

parentPort?.on("message", (order: DecodeOrder) => {
  const decoded = decodeFiles(order);
  parentPort?.postMessage(decoded, [decoded.pixels.buffer as ArrayBuffer]);
});
