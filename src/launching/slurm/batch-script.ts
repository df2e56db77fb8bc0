import { shellWord } from "../../plain/shell-word.ts";

/** The oldest Node that runs our programs: that of package.json. */
export const OLDEST_NODE = { major: 20, minor: 19 } as const;

/** One task of an array: a run's folder, and the step to train up to. */
export interface ArrayTask {
  readonly folder: string;
  readonly upTo: number;
}

/** The file that an array's tasks find their run in: line i + 1 is task i's, its step and its folder. */
export function taskList(tasks: readonly ArrayTask[]): string {
  return tasks.map(({ folder, upTo }) => `${upTo} ${folder}\n`).join("");
}

/**
 * The script of a job array. A task becomes the trainer of its run, so that Slurm's signals reach it: it saves a
 * checkpoint when it is cancelled, preempted or out of time, and goes on from there when it is requeued.
 * @param trainer the words after Node's
 * @param permissions what the trainer is told that it may run
 */
export function batchScript(
  list: string,
  trainer: readonly string[],
  permissions: readonly string[],
  node = process.execPath,
): string {
  return `#!/bin/sh
# A task is a run of a sweep: line SLURM_ARRAY_TASK_ID + 1 of this list.
task=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" ${shellWord(list)}) || exit 1
step=\${task%% *}
folder=\${task#* }
export ELECTRON_RUN_AS_NODE=1
node=${shellWord(node)}
# An update of an editor's server removes its Node, and a job may wait for longer than that.
if [ ! -x "$node" ]; then
  node=$(command -v node)
  version=$([ -z "$node" ] || "$node" -p process.versions.node)
  major=\${version%%.*}
  minor=\${version#*.}
  minor=\${minor%%.*}
  if [ "$((\${major:-0} * 1000 + \${minor:-0}))" -lt ${OLDEST_NODE.major * 1000 + OLDEST_NODE.minor} ]; then
    echo Node ${process.version} is not at ${shellWord(node)} any more, as it was when this job was submitted, and on the PATH of "$(hostname)" is "\${version:-none}". Put Node ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or newer there, then start the sweep again: it goes on with what is missing. | tee -a "$folder/trainer.log" >&2
    exit 1
  fi
fi
exec "$node" ${trainer.map(shellWord).join(" ")} "$folder" --up-to "$step"${permissions.map(word => ` ${shellWord(word)}`).join("")} >>"$folder/trainer.log" 2>&1
`;
}

export interface ArrayOrder {
  readonly name: string;
  readonly count: number;
  /** Tasks at a time; null: as many as Slurm likes. */
  readonly jobs: number | null;
  readonly threads: number;
  readonly logs: string;
  /** The array that must end before this one begins, so that no more than `jobs` are at work. */
  readonly after?: JobName;
  /** The user's own options; they come last, and so they win. */
  readonly options: readonly string[];
  readonly script: string;
}

/** The arguments of sbatch for one array. */
export function sbatchArguments(order: ArrayOrder): string[] {
  const { name, count, jobs, threads, logs, options, script, after } = order;
  return [
    "--parsable",
    `--array=0-${count - 1}${jobs === null ? "" : `%${jobs}`}`,
    `--job-name=${name}`,
    `--output=${logs.replaceAll("%", "%%")}/%A_%a.log`,
    "--open-mode=append",
    "--requeue",
    ...(threads > 0 ? [`--cpus-per-task=${threads}`] : []),
    ...options,
    // What the user's own jobs wait for, the first array has waited for.
    ...(after === undefined ? [] : [`--dependency=afterany:${after.job}`]),
    // A cluster knows no job of another, so the next array goes where the first was sent.
    ...(after?.cluster === undefined ? [] : [`--clusters=${after.cluster}`]),
    script,
  ];
}

/** A job by its number, and the cluster that it was sent to where that is another than the submitting machine's own. */
export interface JobName {
  readonly job: string;
  readonly cluster?: string;
}

/** The job in what `sbatch --parsable` prints (`123` or `123;cluster`); null where there is none. */
export function submittedJob(out: string): JobName | null {
  const last = out.trim().split("\n").at(-1)?.trim() ?? "";
  const [, job, cluster] = /^(\d+)(?:;([\w.-]*))?$/.exec(last) ?? [];
  if (job === undefined) return null;
  return { job, ...(cluster !== undefined && cluster !== "" && { cluster }) };
}

/** How many tasks an array may have in what `scontrol show config` prints; null where it does not tell. */
export function arrayLimit(config: string): number | null {
  const [, limit] = /^MaxArraySize\s*=\s*(\d+)/m.exec(config) ?? [];
  return limit === undefined || Number(limit) < 1 ? null : Number(limit);
}
