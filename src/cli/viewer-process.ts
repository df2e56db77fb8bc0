import { fork } from "node:child_process";
import { join } from "node:path";
import { CallError } from "../protocol/calls.ts";
import { Caller } from "../protocol/channel.ts";
import { viewerProtocol, type ViewerCalls } from "../protocol/viewer-calls.ts";
import type { Terminal } from "./terminal.ts";

/** How much of the viewer's standard error is kept, to say why it died. */
const KEPT_CHARACTERS = 2000;

/** Starts a viewer process for as long as `use` runs. Its calls fail with the reason when it dies. */
export async function withViewer<T>(
  terminal: Terminal,
  use: (viewer: Caller<ViewerCalls>) => Promise<T>,
): Promise<T> {
  const child = fork(join(terminal.programFolder, "viewer.js"), [], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let lastWords = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-KEPT_CHARACTERS);
  });
  const viewer = new Caller<ViewerCalls>(viewerProtocol, packet => {
    child.send(packet, error => {
      if (error !== null)
        viewer.close(new CallError("closed", `the viewer cannot be reached: ${error.message}`));
    });
  });
  const ended = new Promise<void>(resolve => {
    child.once("error", error => {
      viewer.close(new CallError("closed", `the viewer cannot be started: ${error.message}`));
      resolve();
    });
    child.once("close", (code, signal) => {
      const why = lastWords.trim().split("\n").at(-1) ?? "";
      viewer.close(
        new CallError(
          "closed",
          `the viewer ended (${signal ?? `exit code ${String(code)}`})${why === "" ? "" : `: ${why}`}`,
        ),
      );
      resolve();
    });
  });
  child.on("message", packet => {
    viewer.receive(packet);
  });
  try {
    return await use(viewer);
  } finally {
    if (child.connected) child.disconnect();
    await ended;
  }
}
