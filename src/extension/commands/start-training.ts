import { basename } from "node:path";
import { letGo } from "../../unattended/unattended.ts";
import type { App } from "../app.ts";
import { setting } from "../setting.ts";
import { mention } from "../door/messages.ts";
import { say } from "../door/words.ts";

/** Starts a run's trainer, or queues it, and shows its dashboard: the page loads while the trainer starts. */
export async function begin(app: App, folder: string): Promise<void> {
  if (setting("openDashboard")) app.dashboards.open(folder);
  const outcome = await app.trainers.start(folder);
  await app.runs.refresh(folder);
  letGo(app.explorer.reveal(folder));
  if (outcome === "queued") mention(say`${basename(folder)} is queued until others have ended.`, 8_000);
}
