import { played } from "../numbers/step-bar.ts";
import type { CompareModel } from "./model.ts";

/** Plays all columns from the shown step (from the first, at the end) until the newest, or until it is asked to stop. */
export function togglePlaying(model: CompareModel): void {
  if (model.playing.peek()) {
    model.playing.value = false;
    return;
  }
  const first = model.sampled.peek()[0];
  if (first === undefined || !model.arranged.peek().stepsLinked) return;
  const from = model.arranged.peek().pin ?? first;
  const since = performance.now();
  model.playing.value = true;
  model.arrange({ pin: from });
  const frame = (now: number) => {
    if (!model.playing.peek()) return;
    const steps = { sampled: model.sampled.peek(), stops: [] };
    const { pin, ended } = played(steps, from, Math.max(0, now - since), 1);
    if (pin !== model.arranged.peek().pin) model.arrange({ pin });
    if (ended) model.playing.value = false;
    else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
