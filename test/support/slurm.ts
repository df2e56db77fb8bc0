// A real Slurm of one machine: controller and node daemon in a folder of their own, on ports of their own.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const has = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

/** The reason to skip a test that needs Slurm, or false. */
export function slurmMissing(): string | false {
  const missing = ["slurmctld", "slurmd", "sbatch", "munged"].filter(program => !has(program));
  if (missing.length > 0) return `no Slurm (${missing.join(", ")}); Debian: slurm-wlm, munge`;
  return process.getuid?.() === 0 ? false : "a Slurm of one's own can be started by root alone";
}

export interface Slurm {
  /** For the environment of its clients. */
  readonly conf: string;
  /** Ends it; resolves when its daemons are gone. */
  stop(): Promise<void>;
}

/** Where a Slurm that is started in a folder has its configuration. */
export const slurmConfOf = (folder: string): string => join(folder, "slurm.conf");

/**
 * Starts it, with a partition `main` whose jobs those of `urgent` preempt, and waits until its node is idle. The caller stops it. A requeued job waits until the credentials of its first
 * start have expired: here five seconds, not the two minutes that is usual.
 */
export async function startSlurm(folder: string, port: number): Promise<Slurm> {
  for (const name of ["state", "spool"]) mkdirSync(join(folder, name), { recursive: true });
  startMunge();
  const host = hostname().split(".")[0] ?? "localhost";
  const conf = slurmConfOf(folder);
  const pids = ["ctld.pid", "d.pid"].map(name => join(folder, name));
  writeFileSync(
    conf,
    `ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${port}
SlurmdPort=${port + 1}
AuthType=auth/munge
AuthInfo=cred_expire=5
SlurmUser=root
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${pids[0]}
SlurmdPidFile=${pids[1]}
SlurmctldLogFile=${folder}/ctld.log
SlurmdLogFile=${folder}/d.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
SwitchType=switch/none
SchedulerParameters=batch_sched_delay=0,sched_interval=5
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${cpus().length} State=UNKNOWN
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP PriorityTier=1
PartitionName=urgent Nodes=${host} MaxTime=INFINITE State=UP PriorityTier=2
`,
  );
  const env = { ...process.env, SLURM_CONF: conf };
  const stop = async () => {
    // A test that failed half way leaves its jobs running.
    spawnSync("scancel", ["--user", "root", "--signal=KILL", "--full"], { env, timeout: 10_000 });
    const daemons = pids.filter(existsSync).map(file => Number(readFileSync(file, "utf8").trim()));
    for (const pid of daemons) signal(pid, "SIGTERM");
    for (let i = 0; i < 100 && daemons.some(pid => signal(pid, 0)); i++) await delay(100);
  };
  try {
    for (const daemon of ["slurmctld", "slurmd"])
      execFileSync(daemon, ["-f", conf], { env, stdio: "ignore", timeout: 30_000 });
    for (let i = 0; i < 120; i++) {
      const { status, stdout } = spawnSync("sinfo", ["-h", "-o", "%T"], {
        env,
        encoding: "utf8",
        timeout: 10_000,
      });
      if (status === 0 && stdout.includes("idle")) return { conf, stop };
      await delay(500);
    }
    throw new Error("Slurm's node did not become idle");
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Sends a signal; gives whether there was somebody to get it. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** Slurm's clients prove who they are by munge, of which a machine has one. */
function startMunge(): void {
  if (spawnSync("sh", ["-c", "munge -n | unmunge"], { timeout: 10_000 }).status === 0) return;
  const script = `
    [ -f /etc/munge/munge.key ] || { head -c 1024 /dev/urandom >/etc/munge/munge.key; chown munge /etc/munge/munge.key; chmod 400 /etc/munge/munge.key; }
    mkdir -p /run/munge && chown munge /run/munge
    su -s /bin/sh munge -c munged`;
  execFileSync("sh", ["-c", script], { stdio: "ignore", timeout: 30_000 });
}
