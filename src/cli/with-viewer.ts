import { join } from "node:path";
import { startViewer } from "../launching/viewer.ts";
import type { Caller } from "../protocol/channel.ts";
import type { ViewerCalls } from "../protocol/viewer-calls.ts";
import type { Terminal } from "./terminal.ts";

/** Starts a viewer process for as long as `use` runs. Its calls fail with the reason when it dies. */
export async function withViewer<T>(
  terminal: Terminal,
  use: (viewer: Caller<ViewerCalls>) => Promise<T>,
): Promise<T> {
  const viewer = startViewer(join(terminal.programFolder, "viewer.js"));
  try {
    return await use(viewer.caller);
  } finally {
    viewer.end();
    await viewer.ended;
  }
}
