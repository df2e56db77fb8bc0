import { effect } from "@preact/signals";

/**
 * Draws now and again, in the next frame, whenever a signal that the drawing read has changed; many changes are one
 * drawing. A hidden page gets no frames and draws nothing. Gives what ends it.
 */
export function keepPainted(draw: () => void): () => void {
  let frame = 0;
  let stopTracking: () => void = () => undefined;
  const paint = () => {
    frame = 0;
    stopTracking();
    let drawn = false;
    stopTracking = effect(() => {
      if (!drawn) {
        drawn = true;
        draw();
      } else if (frame === 0) frame = requestAnimationFrame(paint); // reads nothing: tracking ends here
    });
  };
  paint();
  return () => {
    stopTracking();
    if (frame !== 0) cancelAnimationFrame(frame);
  };
}
