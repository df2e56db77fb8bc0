import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Task } from "../sweep/launcher.ts";
import { newRun, statusOf } from "../../../test/support/run-folder.ts";
import { shellWord } from "../../plain/shell-word.ts";
import { listRuns } from "../../runs/list.ts";
import { openRunForWriting } from "../../runs/run-writer.ts";
import {
  OLDEST_NODE,
  arrayLimit,
  batchScript,
  sbatchArguments,
  submittedJob,
  taskList,
} from "./batch-script.ts";
import { clustersOf, placedOptions, slurmEnvironment } from "./environment.ts";
import { cpusAskedBy, optionProblem, splitOptions } from "./sbatch-options.ts";
import { parseQueue } from "./job-queue.ts";
import { readArrays } from "./slurm-jobs.ts";
import { LEAVE, trainOnSlurm } from "./train-on-slurm.ts";

test("options are split as a shell splits them, and nothing is expanded", () => {
  assert.deepEqual(splitOptions(`--partition=main  --comment="two words" --mail-user='a b'c \\"x $HOME`), [
    "--partition=main",
    "--comment=two words",
    "--mail-user=a bc",
    '"x',
    "$HOME",
  ]);
  assert.deepEqual(splitOptions(" "), []);
  assert.deepEqual(splitOptions(`a '' "b`), ["a", "", '"b']);
});

test("an array has a task a run; the user's options come last", () => {
  const order = { name: "w", count: 4, jobs: 2, threads: 1, logs: "/r/100%/slurm", options: ["--time=1"], script: "/s.sh" }; // prettier-ignore
  assert.deepEqual(sbatchArguments(order), [
    "--parsable",
    "--array=0-3%2",
    "--job-name=w",
    "--output=/r/100%%/slurm/%A_%a.log",
    "--open-mode=append",
    "--requeue",
    "--cpus-per-task=1",
    "--time=1",
    "/s.sh",
  ]);
  assert.ok(sbatchArguments({ ...order, jobs: null, threads: 0 }).includes("--array=0-3"));
});

test("the CPUs of a task are those that the options ask for, however they are written", () => {
  const asked = (text: string) => cpusAskedBy(splitOptions(text));
  for (const text of [
    "--cpus-per-task=4",
    "--cpus-per-task 4",
    "-c4",
    "-c 4",
    "-c 2 --time=1 --cpus-per-task=4",
    "-sc4",
    "--cpus-per-t 4 -J -c8",
  ])
    assert.equal(asked(text), 4, text);
  for (const text of ["", "--partition=main", "--cpus-per-gpu=8", "-c", "--comment=-c4", "--comment -c4"])
    assert.equal(asked(text), null, text);
});

test("what Slurm prints is read, and what is none of it passed over", () => {
  assert.deepEqual(submittedJob("123\n"), { job: "123" });
  assert.deepEqual(submittedJob("sbatch: note\n77;cluster\n"), { job: "77", cluster: "cluster" });
  assert.equal(arrayLimit("MaxArraySize            = 4001\nMaxBatchRequeue = 5\n"), 4001);
  assert.equal(arrayLimit("nothing"), null);
  assert.equal(submittedJob("Submitted batch job"), null);
  assert.deepEqual(parseQueue("CLUSTER: far\n9_1|RUNNING|None\n", "far"), [
    { job: "9", cluster: "far", index: 1, state: "RUNNING", reason: "None" },
  ]);
  assert.deepEqual(parseQueue("12_0|RUNNING|None\n12_3|PENDING|Resources\nnonsense\n"), [
    { job: "12", index: 0, state: "RUNNING", reason: "None" },
    { job: "12", index: 3, state: "PENDING", reason: "Resources" },
  ]);
});

test("what is the sweep's own is refused however it is written, and what only looks like it is not", () => {
  for (const text of [
    "-o x",
    "-ox",
    "--output=x",
    "--outp x",
    "-W",
    "--wait",
    "--test-only",
    "-a0-3",
    "--array 0-3",
    "--parsable",
    "--wrap=x",
    "-Q",
    "-HW",
    "-Ha1-3",
    "-so x",
    "-h",
    "--version",
  ])
    // prettier-ignore
    assert.ok(optionProblem(splitOptions(`--time=1 ${text}`))?.startsWith(`${splitOptions(text)[0] ?? ""} is the sweep's own`), text);
  for (const text of [
    "-A me",
    "--account=me",
    "-p main",
    "--wait-all-nodes=1",
    "--open-mode=append",
    "-M far",
    "--clusters=far",
    "-w node1",
    "-Aacct -pa,b",
    "-sp main",
    "--comment -W",
    "--comment '--array of mine'",
    "-J -a",
    "--export=NONE --get-user-env -H -s -O",
    "--export=A='x y',B=2 -d afterok:5:6 --nice",
    "--hold --time 5 --exclusive",
  ])
    // prettier-ignore
    assert.equal(optionProblem(splitOptions(text)), null, text);
});

test("a word that is no option of sbatch is refused, which would take it for its script", () => {
  for (const text of ["run.sh", "--comment two words", "-p main long", "-- x", "--hold 5", "-c 4 -"])
    assert.match(optionProblem(splitOptions(text)) ?? "", /is no option of sbatch, .*quotes$/, text);
});

function temporary(t: TestContext): string {
  // A name that a careless script would trip over.
  const folder = mkdtempSync(join(tmpdir(), "pairing lab's $HOME "));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

test("the script becomes the trainer of its task's run, whatever the folder is called", t => {
  const folder = temporary(t);
  const runs = ["one", "two"].map(name => join(folder, name));
  for (const run of runs) mkdirSync(run);
  const list = join(folder, "list.txt");
  writeFileSync(list, taskList([{ folder: runs[0] ?? "", upTo: 60 }, { folder: runs[1] ?? "", upTo: 40 }])); // prettier-ignore
  writeFileSync(join(folder, "task.sh"), batchScript(list, ["it's"], ["--trust"], "/bin/echo"));
  for (const index of ["0", "1"])
    execFileSync("sh", [join(folder, "task.sh")], { env: { ...process.env, SLURM_ARRAY_TASK_ID: index } });
  assert.equal(
    readFileSync(join(runs[0] ?? "", "trainer.log"), "utf8"),
    `it's ${runs[0]} --up-to 60 --trust\n`,
  );
  assert.equal(
    readFileSync(join(runs[1] ?? "", "trainer.log"), "utf8"),
    `it's ${runs[1]} --up-to 40 --trust\n`,
  );
});

test("a task whose Node is gone takes the machine's own; where there is none, or one too old, it says so, and what to do", t => {
  const folder = temporary(t);
  const [run, bin, script] = ["run", "bin", "task.sh"].map(name => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const name of [run, bin]) mkdirSync(name);
  for (const tool of ["hostname", "sed", "tee"])
    symlinkSync(
      execFileSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).trim(),
      join(bin, tool),
    );
  writeFileSync(join(folder, "tasks.txt"), taskList([{ folder: run, upTo: 60 }]));
  writeFileSync(
    script,
    batchScript(join(folder, "tasks.txt"), ["trainer.js"], [], join(folder, "it's gone")),
  );
  const env = { PATH: bin, SLURM_ARRAY_TASK_ID: "0" };
  const told =
    /^Node v[\d.]+ is not at .*it's gone any more, .* and on the PATH of .+ is (none|20\.18\.9|9\.99\.0)\. Put Node 20\.19 or newer there, then start the sweep again/;
  const own = (version: string) => {
    const answers = `[ "$*" = "-p process.versions.node" ] && echo ${version} && exit`;
    writeFileSync(join(bin, "node"), `#!/bin/sh\n${answers}\necho "the machine's own: $*"\n`, {
      mode: 0o755,
    });
  };
  for (const version of [null, "9.99.0", "20.18.9"]) {
    if (version !== null) own(version);
    const refused = spawnSync("/bin/sh", [script], { env, encoding: "utf8" });
    assert.equal(refused.status, 1);
    assert.equal(told.exec(refused.stderr)?.[1], version ?? "none");
    assert.match(readFileSync(join(run, "trainer.log"), "utf8"), told);
    rmSync(join(run, "trainer.log"));
  }
  own("20.19.0");
  assert.equal(spawnSync("/bin/sh", [script], { env }).status, 0);
  assert.match(
    readFileSync(join(run, "trainer.log"), "utf8"),
    /^the machine's own: trainer\.js .* --up-to 60\n$/,
  );
});

test("the oldest Node that a task takes is the package's", () => {
  const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
  assert.equal(engines.node, `>=${OLDEST_NODE.major}.${OLDEST_NODE.minor}`);
});

/** Slurm's programs as shell scripts, and a runs folder beside them. */
function fakeSlurm(
  t: TestContext,
  {
    scontrol = "exit 1",
    ...given
  }: Readonly<Record<"sbatch" | "squeue" | "scancel", string>> & { scontrol?: string },
  { options = ["--partition=main"], jobs = null }: { options?: readonly string[]; jobs?: number | null } = {},
) {
  const scripts = { ...given, scontrol };
  const folder = temporary(t);
  const runs = join(folder, "runs");
  mkdirSync(runs);
  const program = (name: keyof typeof scripts) => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\ncd ${shellWord(folder)}\necho "$@" >>${name}.calls\n${scripts[name]}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const said: string[] = [];
  const calls = (name: string) =>
    existsSync(join(folder, `${name}.calls`)) ? readFileSync(join(folder, `${name}.calls`), "utf8").trim().split("\n") : []; // prettier-ignore
  const launcher = trainOnSlurm({
    folder: runs,
    name: "w",
    threads: 1,
    jobs,
    options,
    wait: true,
    script: "dist/trainer.js",
    programs: {
      sbatch: program("sbatch"),
      squeue: program("squeue"),
      scancel: program("scancel"),
      scontrol: program("scontrol"),
    },
    timing: { poll: 20, answer: 1_500 },
  });
  const never = new AbortController().signal;
  const train = (tasks: readonly Task[], signal = never, kill = never) =>
    launcher({ tasks, signal, kill, say: line => void said.push(line) });
  return { folder, runs, said, calls, train };
}

const task = (runs: string, seed: number): Task => ({
  point: {},
  seed,
  key: String(seed),
  run: null,
  upTo: 60,
  make: () => newRun(runs),
});

const runsIn = (runs: string) => readdirSync(runs).filter(name => /^\d{4}-/.test(name));

test("a sweep is submitted once and waited for; what never began is named", async t => {
  const { runs, said, calls, train } = fakeSlurm(t, {
    sbatch: "echo 41",
    // Twice at work, then gone.
    squeue: `[ $(wc -l <squeue.calls) -gt 2 ] || printf '41_0|RUNNING|None\\n41_1|PENDING|PartitionDown\\n'`,
    scancel: "",
  });
  await train([task(runs, 1), task(runs, 2)]);
  assert.equal(calls("sbatch").length, 1);
  assert.match(calls("sbatch")[0] ?? "", /^--parsable --array=0-1 .*--partition=main .*\.sh$/);
  assert.ok(calls("squeue").length > 2);
  assert.deepEqual(readArrays(runs).map(({ job, runs: names }) => [job, [...names].sort()]), [["41", runsIn(runs).sort()]]); // prettier-ignore
  assert.deepEqual(said.slice(0, 2), ["Submitted job 41: 2 runs.", "Job 41 waits: PartitionDown."]);
  assert.match(
    said[2] ?? "",
    /its training has not begun, and Slurm does not know its job 41_0 any more \(sacct --jobs=41 may/,
  );
});

test("a job on another cluster is asked for there, counted at work by the next call, and cancelled there", async t => {
  // Answers as sbatch(1) and squeue(1) describe them for --clusters: no real Slurm of two clusters is to be had without slurmdbd.
  const onFar =
    'case "$*" in *--clusters=far*) ;; *) echo "slurm_load_jobs error: Invalid job id specified" >&2; exit 1;; esac';
  const scripts = {
    sbatch: "echo '100;far'",
    squeue: `${onFar}\n[ -e gone ] || printf 'CLUSTER: far\\n100_0|RUNNING|None\\n'`,
    scancel: `${onFar}\ntouch gone`,
  };
  const { runs, said, calls, train } = fakeSlurm(t, scripts, { options: ["-M", "far"] });
  const leave = new AbortController();
  const first = train([task(runs, 1)], leave.signal);
  while (calls("squeue").length < 2) await delay(10);
  leave.abort(LEAVE);
  await first;
  assert.deepEqual(said, ["Submitted job 100 on far: 1 run."]);
  const [array] = readArrays(runs);
  assert.deepEqual([array?.job, array?.cluster], ["100", "far"]);
  const [name = ""] = runsIn(runs);
  const cancel = new AbortController();
  const again = { ...task(runs, 1), run: (await listRuns(runs)).find(found => found.kind === "run") ?? null };
  const second = train([again], cancel.signal);
  const before = calls("squeue").length;
  while (calls("squeue").length < before + 2) await delay(10);
  cancel.abort();
  await second;
  assert.equal(calls("sbatch").length, 1);
  assert.match(calls("scancel").join(), /^--clusters=far 100$/);
  assert.ok(name !== "");
});

test("arrays are as large as the site allows, and a limit of runs at a time holds over all of them", async t => {
  const { runs, calls, train } = fakeSlurm(
    t,
    {
      sbatch: "echo $((50 + $(wc -l <sbatch.calls)))",
      squeue: "",
      scancel: "",
      scontrol: "echo 'MaxArraySize            = 2'",
    },
    { jobs: 1, options: ["--clusters=far"] },
  );
  await train([1, 2, 3, 4, 5].map(seed => task(runs, seed)));
  assert.deepEqual(calls("scontrol"), ["--clusters=far show config"]);
  assert.deepEqual(
    calls("sbatch").map(line => [/--array=(\S+)/.exec(line)?.[1], /--dependency=(\S+)/.exec(line)?.[1]]),
    [
      ["0-1%1", undefined],
      ["0-1%1", "afterany:51"],
      ["0-0%1", "afterany:52"],
    ],
  );
  assert.deepEqual(
    readArrays(runs)
      .flatMap(array => array.runs)
      .sort(),
    runsIn(runs).sort(),
  );
});

test("where sbatch refuses, its reason is told and nothing is left behind", async t => {
  const { runs, train } = fakeSlurm(t, {
    sbatch: `echo "sbatch: error: invalid partition specified: nope" >&2; exit 1`,
    squeue: "",
    scancel: "",
  });
  await assert.rejects(train([task(runs, 1)]), {
    name: "SlurmError",
    message: /sbatch refused: invalid partition specified: nope$/,
  });
  assert.deepEqual(runsIn(runs), []);
  assert.deepEqual(readdirSync(join(runs, "slurm")), []);
});

test("a folder that no list of tasks can hold is refused before anything is made", async t => {
  const folder = join(temporary(t), "a\nb");
  const launcher = trainOnSlurm({ folder, name: "w", threads: 1, jobs: null, options: [], wait: false });
  const { signal } = new AbortController();
  await assert.rejects(
    launcher({
      tasks: [],
      signal,
      kill: signal,
      say: () => undefined,
      ended: () => undefined,
    } as never),
    { name: "SlurmError", message: /has a line break in its name/ },
  );
  assert.ok(!existsSync(folder));
});

test("where sbatch does not answer, that is told, and the runs stay: the job may have been taken", async t => {
  const { runs, train } = fakeSlurm(t, { sbatch: "exec sleep 1000000", squeue: "", scancel: "" });
  await assert.rejects(train([task(runs, 1)]), { name: "SlurmError", message: /did not answer within 2 s/ });
  assert.equal(runsIn(runs).length, 1);
});

test("where there is no Slurm, that is told", async t => {
  const folder = temporary(t);
  const never = new AbortController().signal;
  const programs = { sbatch: "no-such-sbatch", squeue: "no-such-squeue", scancel: "no-such-scancel" };
  const launcher = trainOnSlurm({ folder, name: "w", threads: 1, jobs: null, options: [], wait: true, programs, script: "dist/trainer.js" }); // prettier-ignore
  await assert.rejects(
    launcher({ tasks: [task(folder, 1)], signal: never, kill: never, say: () => undefined }),
    { message: /^no-such-sbatch cannot be run: it is not to be found/ },
  );
  assert.deepEqual(runsIn(folder), []);
});

test("a queue that fails for a while is asked again; one that stays silent ends the waiting, not the jobs", async t => {
  const flaky = fakeSlurm(t, {
    sbatch: "echo 5",
    squeue: `[ $(wc -l <squeue.calls) -gt 3 ] || { echo "slurm_load_jobs error: Unable to contact slurm controller" >&2; exit 1; }`, // prettier-ignore
    scancel: "",
  });
  await flaky.train([task(flaky.runs, 1)]);
  assert.equal(flaky.calls("squeue").length, 4);
  const dead = fakeSlurm(t, { sbatch: "echo 5", squeue: "exit 1", scancel: "" });
  await assert.rejects(dead.train([task(dead.runs, 1)]), { message: /squeue refused: exit code 1/ });
  assert.deepEqual(dead.calls("scancel"), []);
  assert.equal(readArrays(dead.runs).length, 1);
});

test("Ctrl-C cancels the jobs and waits until they are gone; leaving does not", async t => {
  const scripts = {
    sbatch: "echo 9",
    squeue: `[ -e scancel.calls ] || echo '9_0|RUNNING|None'`,
    scancel: "",
  };
  const cancelled = fakeSlurm(t, scripts);
  const looked = async ({ calls }: typeof cancelled) => {
    while (calls("squeue").length === 0) await delay(5);
  };
  const ctrlC = new AbortController();
  const untilGone = cancelled.train([task(cancelled.runs, 1)], ctrlC.signal);
  await looked(cancelled);
  ctrlC.abort();
  await untilGone;
  assert.deepEqual(cancelled.calls("scancel"), ["9"]);
  const left = fakeSlurm(t, scripts);
  const hangUp = new AbortController();
  const untilLeft = left.train([task(left.runs, 1)], hangUp.signal);
  await looked(left);
  hangUp.abort(LEAVE);
  await untilLeft;
  assert.deepEqual(left.calls("scancel"), []);
  // Slurm never says that they are gone.
  const stuck = fakeSlurm(t, { ...scripts, squeue: "echo '9_0|RUNNING|None'" });
  const [ask, kill] = [new AbortController(), new AbortController()];
  const untilKilled = stuck.train([task(stuck.runs, 1)], ask.signal, kill.signal);
  await looked(stuck);
  ask.abort();
  while (stuck.calls("scancel").length === 0) await delay(5);
  kill.abort();
  await untilKilled;
  assert.match(stuck.said.at(-1) ?? "", /^Not waiting any longer: Slurm ends the jobs/);
});

test("jobs that Slurm has forgotten are not ended ones: their runs' folders say when they have saved", async t => {
  const forgotten = `echo "slurm_load_jobs error: Invalid job id specified" >&2; exit 1`;
  const { runs, train, calls } = fakeSlurm(t, { sbatch: "echo 9", squeue: forgotten, scancel: forgotten });
  const ctrlC = new AbortController();
  let trainer: Awaited<ReturnType<typeof openRunForWriting>> | undefined;
  const begun: Task = {
    ...task(runs, 1),
    make: async () => {
      const folder = await newRun(runs);
      trainer = await openRunForWriting(folder);
      trainer.status(statusOf(3));
      return folder;
    },
  };
  let isOver = false;
  const training = train([begun], ctrlC.signal).finally(() => (isOver = true));
  const looks = async (count: number) => {
    while (calls("squeue").length < count && !isOver) await delay(5);
  };
  await looks(3);
  ctrlC.abort();
  await looks(calls("squeue").length + 3);
  assert.ok(!isOver, "it waits for the save");
  assert.deepEqual(calls("scancel"), ["9"]);
  trainer?.status(statusOf(4, { state: "stopped" }));
  trainer?.close();
  await training;
});

test("where a job lies is said by the options, or else by the variables that sbatch takes for them", () => {
  const environment = {
    SBATCH_CLUSTERS: "near",
    SLURM_CLUSTERS: "far",
    SBATCH_PARTITION: "gpu",
    SBATCH_ACCOUNT: "lab two",
    SBATCH_QOS: "",
    SBATCH_RESERVATION: "course",
    SBATCH_TIMELIMIT: "5",
  };
  const placed = (text: string) => placedOptions(splitOptions(text), environment);
  assert.deepEqual(placed("--time=1"), [
    "--clusters=far",
    "--partition=gpu",
    "--account=lab two",
    "--reservation=course",
    "--time=1",
  ]);
  for (const text of [
    "-M other -p main -A me --reservation x",
    "--clusters=other --partition main --account=me --res=x",
    "--cluster other --part=main --acc me --reservation=x",
  ])
    assert.deepEqual(placed(text), splitOptions(text), text);
  assert.deepEqual(placedOptions(["--mem=1"], {}), ["--mem=1"]);
  assert.deepEqual(clustersOf(splitOptions("-Mnear -M a,b")), ["a", "b"]);
  assert.deepEqual(clustersOf(splitOptions("-HM a,b --comment --clusters=far -J -Mx")), ["a", "b"]);
  assert.deepEqual(clustersOf(placed("")), ["far"]);
});

test("the user's filters and questions for squeue, scancel and sbatch reach no call of ours, and what clusters need does", () => {
  const kept = { PATH: "/bin", SLURM_CONF: "/etc/slurm.conf", SBATCH_TIMELIMIT: "5" };
  const passedOver = {
    SQUEUE_STATES: "RUNNING",
    SQUEUE_PARTITION: "other",
    SCANCEL_INTERACTIVE: "1",
    SBATCH_WAIT: "1",
    SLURM_CLUSTERS: "far",
  };
  assert.deepEqual(slurmEnvironment({ ...kept, ...passedOver }), kept);
});

test("arrays of a sweep that may go to several clusters are as small as each takes, and follow the first to where it was sent", async t => {
  const { runs, calls, train } = fakeSlurm(
    t,
    {
      sbatch: 'echo "$((50 + $(wc -l <sbatch.calls)));near"',
      squeue: "",
      scancel: "",
      scontrol: 'case "$1" in *far) echo MaxArraySize = 2;; *) echo MaxArraySize = 9;; esac',
    },
    { jobs: 1, options: ["-M", "near,far"] },
  );
  await train([1, 2, 3].map(seed => task(runs, seed)));
  assert.deepEqual(calls("scontrol"), ["--clusters=near show config", "--clusters=far show config"]);
  assert.match(calls("sbatch")[0] ?? "", /--array=0-1%1 .*-M near,far \S*pairing lab/);
  assert.match(
    calls("sbatch")[1] ?? "",
    /-M near,far --dependency=afterany:51 --clusters=near \S*pairing lab/,
  );
});
