import { basename } from "node:path";
import { letGo } from "../../unattended/unattended.ts";
import type { Needs } from "../parts.ts";
import { setting } from "../setting.ts";
import { mention } from "../door/messages.ts";
import { say } from "../door/words.ts";

/** What it takes to start a training. */
export type StartingNeeds = Needs<"trainers" | "runs" | "explorer", "dashboard">;

/** Starts a run's trainer, or queues it, and shows its dashboard: the page loads while the trainer starts. */
export async function begin(app: StartingNeeds, folder: string): Promise<void> {
  if (setting("openDashboard")) app.pages.dashboard.open({ folder });
  const outcome = await app.trainers.start(folder);
  await app.runs.refresh(folder);
  letGo(app.explorer.reveal(folder));
  if (outcome === "queued") mention(say`${basename(folder)} is queued until others have ended.`, 8_000);
}
