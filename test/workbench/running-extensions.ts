import type { Workbench } from "./workbench.ts";

/** What the workbench's own list says that each extension's activation took, in milliseconds, by its name. */
export async function activationTimes(window: Workbench): Promise<Map<string, number>> {
  await window.command("Developer: Show Running Extensions");
  const rows = window.page.locator(".runtime-extensions-editor .extension");
  await rows
    .filter({ hasText: /Activation: \d+ms/ })
    .first()
    .waitFor();
  const times = new Map<string, number>();
  for (const row of await rows.all()) {
    const [name, time] = [row.locator(".name"), row.locator(".activation-time")];
    const took = /(\d+)ms/.exec((await time.textContent()) ?? "")?.[1];
    if (took !== undefined) times.set((await name.textContent()) ?? "", Number(took));
  }
  return times;
}
