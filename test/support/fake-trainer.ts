// A trainer that trains nothing: its state is a number that every step and the pairing weight change. It keeps the
// trainer's promises otherwise, so that launching can be tested without a compiled step.
import { setImmediate as turn } from "node:timers/promises";
import { parseArgs } from "node:util";
import { lastCheckpoint, readState } from "../../src/runs/checkpoints.ts";
import { readDigests } from "../../src/runs/digests.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { openRunForWriting } from "../../src/runs/run-writer.ts";
import { STOP_MESSAGE } from "../../src/runs/stop-message.ts";
import { timeline } from "../../src/experiment/timeline.ts";
import { startTrainer, type Trainer, type TrainerOptions } from "../../src/launching/trainer.ts";
import { statusOf } from "./run-folder.ts";
import { role, roleEnvironment } from "./self-as-child.ts";

/** The test's own file, which plays the trainer (see `playTrainer`). */
export const [, script = ""] = process.argv;

/** Settings of a run that does not end by itself. */
export const endless = [
  { key: "steps", value: 1e6 },
  { key: "record.checkpoint", value: 1e5 },
];

/**
 * To be called at the start of a test file that starts trainers. In a process started as the trainer it plays that and
 * ends; in the test it makes sure that the processes it starts are told to.
 */
export async function playTrainer(): Promise<void> {
  if (role === "trainer") await fakeTrainer();
  Object.assign(process.env, roleEnvironment("trainer"));
  delete process.env["NODE_TEST_CONTEXT"];
}

export function startFake(folder: string, options: Partial<TrainerOptions> = {}): Promise<Trainer> {
  return startTrainer(folder, { detached: false, script, ...options });
}

async function fakeTrainer(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { steps: { type: "string" }, "up-to": { type: "string" }, "replay-of": { type: "string" } },
  });
  const [folder = ""] = positionals;
  process.on("disconnect", () => process.exit(1));
  const interrupt = new AbortController();
  // One that hears no signals, as on Windows.
  process.on("SIGINT", () => {
    if (process.env["FAKE_DEAF"] === undefined) interrupt.abort();
  });
  process.on("message", message => {
    if (message === STOP_MESSAGE) interrupt.abort();
  });
  if (process.env["FAKE_FAILURE"] !== undefined) {
    console.error("first line\nthe disk is on fire");
    process.exit(Number(process.env["FAKE_FAILURE"]));
  }
  if (process.env["FAKE_TALK"] !== undefined)
    console.error(
      "\u001b[0;93m2026-12-01 04:03:37 [W:onnxruntime:onnxruntime-node, telemetry.cc:800 operator()] Failed to persist\u001b[m\nWarning: loader\n    at loader.cc",
    );
  const driftFrom = Number(process.env["FAKE_DRIFT"] ?? Infinity);
  const writer = await openRunForWriting(folder);
  const { experiment, seed } = writer.info;
  const steps = Number(values["up-to"] ?? values.steps ?? experiment.steps);
  const source = values["replay-of"];
  const wanted = source === undefined ? [] : [...readDigests(source).keys()];
  const interventions = readJournal(source ?? folder).flatMap(({ key, to, step }) =>
    key === undefined || to === undefined ? [] : [{ key, to, step }],
  );
  const last = lastCheckpoint(folder);
  let state = last === null ? seed : (readState(last.folder).tensors.get("state")?.data[0] ?? NaN);
  let step = last?.step ?? 0;
  const checkpoint = () => {
    writer.checkpoint(step, {
      tensors: new Map([
        ["constant", { shape: [1], data: Float64Array.of(1) }],
        ["state", { shape: [1], data: Float64Array.of(state) }],
      ]),
      metadata: {},
      generator: Buffer.of(1),
      discriminator: Buffer.of(1),
    });
  };
  const end = (code: number, ending: "done" | "stopped") => {
    checkpoint();
    writer.status(statusOf(step, { state: ending }));
    writer.close();
    if (code === 130) console.error("interrupted; saved");
    process.exit(code);
  };
  if (step === 0) checkpoint();
  writer.status(statusOf(step, { steps }));
  while (step < steps) {
    await turn();
    if (interrupt.signal.aborted) end(130, "stopped");
    for (const request of writer.requests(step)) {
      const { id, by } = request;
      if (request.do === "set") {
        interventions.push({ key: request.key, to: request.value, step });
        writer.journal({ step, kind: "intervention", request: id, by, key: request.key, to: request.value });
      } else if (request.do === "pause") {
        writer.journal({ step, kind: "refused", request: id, by, message: "never pauses" });
      } else {
        // As the trainer's: what the journal says is done.
        if (request.do === "checkpoint") checkpoint();
        writer.journal({ step, kind: "intervention", request: id, by, do: request.do });
        if (request.do === "stop") end(0, "stopped");
      }
    }
    step++;
    const weight = timeline(experiment, interventions).at(step)["pairing.weight"] ?? NaN;
    state = state * 0.9 + seed + weight + step / 100 + (step >= driftFrom ? 0.5 : 0);
    if (step % experiment.record.checkpoint === 0 || wanted.includes(step)) checkpoint();
    writer.status(statusOf(step, { steps }));
    writer.beat();
  }
  end(0, "done");
}
