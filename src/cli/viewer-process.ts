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
  // Not "close": Node leaves it out when it is we who disconnect.
  const ended = new Promise<void>(resolve => {
    child.once("error", error => {
      viewer.close(new CallError("closed", `the viewer cannot be started: ${error.message}`));
      resolve();
    });
    child.once("exit", (code, signal) => {
      const tell = () => {
        viewer.close(new CallError("closed", endMessage(signal ?? `exit code ${String(code)}`, lastWords)));
        resolve();
      };
      if (child.stderr === null || child.stderr.closed) tell();
      else child.stderr.once("close", tell);
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

function endMessage(how: string, lastWords: string): string {
  const why = lastWords.trim().split("\n").at(-1) ?? "";
  return `the viewer ended (${how})${why === "" ? "" : `: ${why}`}`;
}
