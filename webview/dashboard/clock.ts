import { signal } from "@preact/signals";

/** The time in milliseconds since 1970, every second while something reads it. */
let timer: ReturnType<typeof setInterval> | undefined;

export const clock = signal(Date.now(), {
  watched() {
    clock.value = Date.now();
    timer = setInterval(() => {
      clock.value = Date.now();
    }, 1000);
  },
  unwatched() {
    clearInterval(timer);
  },
});
