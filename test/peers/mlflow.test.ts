// Runs that MLflow itself writes into its file store, against what it reads of them (pip install mlflow-skinny).
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { EventLogTail } from "../../src/foreign/event-log-tail.ts";
import { findLogRuns } from "../../src/foreign/log-folder.ts";
import { temporaryFolder } from "../support/run-folder.ts";
import { peersMissing, python } from "./python.ts";

const program = `
import os
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
import mlflow
mlflow.set_tracking_uri("file://" + given["folder"])
mlflow.set_experiment("gan")
runs = {}
for name in ("first", "second"):
    with mlflow.start_run(run_name=name) as run:
        mlflow.log_params({"lr": 1e-3, "batch": 64})
        for i in range(6): mlflow.log_metric("loss/d", i / 3, step=i)
        for value in (float("nan"), float("inf"), float("-inf"), 1e-30, -2): mlflow.log_metric("odd name", value, step=-3)
        mlflow.log_metric("no step", 5)
        mlflow.log_metrics({"a": 1, "b": 2}, step=10)
        id = run.info.run_id
    client = mlflow.MlflowClient()
    runs[id] = [[key, m.step, repr(m.value)] for key in sorted(client.get_run(id).data.metrics) for m in client.get_metric_history(id, key)]
print(json.dumps(runs))
`;

const no = (what: string) => () => {
  throw new assert.AssertionError({ message: `${what}, which MLflow does not write` });
};

test("metrics of MLflow's runs are read as by MLflow", { skip: peersMissing("mlflow") }, async t => {
  const folder = join(temporaryFolder(t), "mlruns");
  const theirs = python(program, { folder }) as Readonly<Record<string, [string, number, string][]>>;
  const runs = await findLogRuns(folder);
  assert.equal(runs.length, 2);
  for (const { name, folder: run } of runs) {
    const ours: [string, number, string][] = [];
    const parameters: string[] = [];
    const tail = new EventLogTail(run, {
      scalar: (tag, step, value) => void ours.push([tag, step, String(value)]),
      tagged: tag => void parameters.push(tag),
      picture: no("picture"),
      restart: no("restart"),
      damaged: no("damaged"),
      reset: no("reset"),
      progress: () => undefined,
    });
    await tail.look();
    await tail.finish();
    const spoken: Readonly<Record<string, string>> = { nan: "NaN", inf: "Infinity", "-inf": "-Infinity" };
    const expected = (theirs[name.split("/").at(-1) ?? ""] ?? []).map(([tag, step, value]) => {
      return [tag, step, spoken[value] ?? String(Number(value))];
    });
    const inOrder = (points: readonly unknown[]) => points.map(point => JSON.stringify(point)).sort();
    assert.equal(expected.length, 14);
    assert.deepEqual(inOrder(ours), inOrder(expected));
    assert.deepEqual(parameters.sort(), ["batch", "lr"]);
  }
});
