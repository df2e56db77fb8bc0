import assert from "node:assert/strict";
import { test } from "node:test";
import { newRun, statusOf, temporaryFolder } from "../../../test/support/run-folder.ts";
import { newStandIn } from "../../../test/support/vscode-stand-in.ts";
import { readJournal } from "../../runs/journal.ts";
import { openRunForWriting } from "../../runs/run-writer.ts";
import { readStatus } from "../../runs/status.ts";
import type { App } from "../app.ts";
import { trainingCommands } from "./training-commands.ts";

test("a finished run gets the steps that are asked for, on record before it is started; asked for none, it stays as it is", async t => {
  const window = newStandIn();
  const folder = await newRun(temporaryFolder(t));
  const writer = await openRunForWriting(folder);
  writer.status(statusOf(100, { state: "done", steps: 100 }));
  writer.close();
  const started: (readonly [folder: string, steps: number])[] = [];
  const app = {
    trainers: {
      start: (run: string) => {
        started.push([run, readStatus(run).steps]);
        return Promise.resolve("started");
      },
    },
    runs: { refresh: () => Promise.resolve(), all: [] },
    pages: { dashboard: { open: () => undefined, active: { folder } } },
    explorer: { reveal: () => Promise.resolve(), focused: [] },
  } as unknown as App; // what this command asks of it
  await trainingCommands["pairingLab.run.extend"](app, []);
  assert.deepEqual(started, []);
  window.type = () => "250";
  await trainingCommands["pairingLab.run.extend"](app, []);
  assert.deepEqual(started, [[folder, 250]]);
  assert.deepEqual(
    readJournal(folder).map(({ step, key, from, to, by }) => [step, key, from, to, by]),
    [[100, "steps", 100, 250, "extension"]],
  );
});
