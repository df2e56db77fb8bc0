import { played } from "../numbers/step-bar.ts";
import type { DashboardModel } from "./model.ts";

/** Plays from the shown step (from the first, at the end) until the newest, or until it is asked to stop. */
export function togglePlaying(model: DashboardModel): void {
  if (model.playing.value) {
    model.playing.value = false;
    return;
  }
  const { sampled } = model.steps.value;
  const shown = model.shown.value;
  if (shown === null || sampled.length < 2) return;
  let from = shown === sampled.at(-1) ? (sampled[0] ?? 0) : shown;
  let speed = model.arranged.peek().speed;
  let since = performance.now();
  model.playing.value = true;
  model.pin(from);
  const frame = (now: number) => {
    if (!model.playing.peek()) return;
    const current = model.arranged.peek();
    if (current.speed !== speed) {
      [from, since, speed] = [model.shown.peek() ?? from, now, current.speed];
    }
    const { pin, ended } = played(model.steps.peek(), from, Math.max(0, now - since), speed);
    if (pin !== current.pin) model.pin(pin);
    if (ended) model.playing.value = false;
    else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** Goes to a step by hand: playing ends. */
export function goTo(model: DashboardModel, pin: number | null): void {
  model.playing.value = false;
  model.pin(pin);
}
