import { effect, signal, type ReadonlySignal } from "@preact/signals";

/**
 * Follows a signal that changes every frame at most once in `interval` milliseconds, at once after a rest; the last
 * value always comes through. For small pictures that nobody reads sixty times a second.
 */
export function calmly<Value>(source: ReadonlySignal<Value>, interval: number): ReadonlySignal<Value> {
  let stop: () => void = () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pass = () => {
    timer = setTimeout(() => {
      timer = undefined;
      if (calm.peek() !== source.peek()) pass();
    }, interval);
    calm.value = source.peek();
  };
  const calm = signal(source.peek(), {
    watched() {
      stop = effect(() => {
        if (source.value !== calm.peek() && timer === undefined) pass();
      });
    },
    unwatched() {
      stop();
      clearTimeout(timer);
      timer = undefined;
    },
  });
  return calm;
}
