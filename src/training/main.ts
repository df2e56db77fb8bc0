// The trainer process: `node dist/trainer.js RUN_FOLDER [--steps N] [--replay-of FOLDER]`.
// It shares the run's folder with whoever watches, and nothing else. Exit codes: 0 done or stopped, 1 failed,
// 2 wrong input, 130 interrupted after saving. What the user should read is the last line of standard error.
import { parseArgs } from "node:util";
import { runTraining } from "./run-training.ts";
import { exitCodeOf, messageOf } from "./failure.ts";

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    interrupt.abort();
  });
// An attached trainer has a channel to its parent; when the parent is gone, nobody waits for this run.
if (process.channel !== undefined) {
  process.on("disconnect", () => process.exit(1));
  process.channel.unref();
}

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { steps: { type: "string" }, "replay-of": { type: "string" } },
  });
  const [folder] = positionals;
  const steps = values.steps === undefined ? null : Number(values.steps);
  if (
    folder === undefined ||
    positionals.length > 1 ||
    (steps !== null && !(Number.isSafeInteger(steps) && steps > 0))
  )
    throw new TypeError("usage: trainer RUN_FOLDER [--steps N] [--replay-of FOLDER]");
  const replayOf = values["replay-of"] ?? null;
  const { code, message } = await runTraining(folder, { steps, replayOf, interrupt: interrupt.signal });
  if (message !== "") console.error(message);
  process.exitCode = code;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = exitCodeOf(error);
}
