import { basename } from "node:path";
import type { App } from "../app.ts";
import { setting } from "../setting.ts";
import { mention } from "../door/messages.ts";
import { say, words } from "../door/words.ts";

/** Starts a run's trainer, or queues it, and shows its dashboard: the page loads while the trainer starts. */
export async function begin(app: App, folder: string): Promise<void> {
  if (setting("openDashboard")) app.dashboards.open(folder);
  const outcome = await app.trainers.start(folder);
  await app.runs.refresh(folder);
  void app.explorer.reveal(folder);
  if (outcome === "queued") {
    const limit = setting("concurrentRuns");
    const others = limit === 1 ? "another run trains" : `${limit} runs train`;
    mention(say`${basename(folder)} is queued while ${words(others)}.`, 8_000);
  }
}
