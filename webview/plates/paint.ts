import { effect } from "@preact/signals";

/** What waits for the next frame. */
const due = new Set<() => void>();

/** Draws at once what would be drawn in the next frame: what is printed has none. */
export function paintDue(): void {
  for (const paint of [...due]) paint();
}

/**
 * Draws now and again, in the next frame, whenever a signal that the drawing read has changed; many changes are one
 * drawing. A hidden page gets no frames and draws nothing. Gives what ends it.
 */
export function keepPainted(draw: () => void): () => void {
  let frame = 0;
  let stopTracking: () => void = () => undefined;
  const paint = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    due.delete(paint);
    stopTracking();
    let drawn = false;
    stopTracking = effect(() => {
      if (!drawn) {
        drawn = true;
        draw();
      } else if (frame === 0) {
        frame = requestAnimationFrame(paint); // reads nothing: tracking ends here
        due.add(paint);
      }
    });
  };
  paint();
  return () => {
    stopTracking();
    due.delete(paint);
    if (frame !== 0) cancelAnimationFrame(frame);
  };
}
