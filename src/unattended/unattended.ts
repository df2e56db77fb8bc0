/** How many failures of different words are told; what fails anew in other words each time would fill a log. */
const MOST_TOLD = 100;

let tell: (failure: unknown) => void = failure => {
  console.error(failure);
};
const told = new Set<string>();

/** Says, once a process, where failures are told of that nobody waits for; the standard error where it was not said. */
export function tellFailuresTo(listener: (failure: unknown) => void): void {
  tell = listener;
}

/**
 * Makes a callback that nobody waits for one that ends nothing: what it throws, or what its promise rejects with, would end
 * the process, with a training or a window's extension in it. It is told instead, once, and the next call goes on.
 */
export function unattended<Given extends unknown[]>(
  act: (...given: Given) => unknown,
): (...given: Given) => void {
  return (...given) => {
    try {
      const result = act(...given);
      if (isPromise(result)) letGo(result);
    } catch (failure) {
      tellOnce(failure);
    }
  };
}

/** Lets a promise go, where there is one: nobody waits for it, and a failure of it is told once. */
export function letGo(work: PromiseLike<unknown> | undefined): void {
  work?.then(undefined, tellOnce);
}

/** Does something every so many milliseconds; a failure of it is told once. */
export function every(milliseconds: number, act: () => unknown): NodeJS.Timeout {
  return setInterval(unattended(act), milliseconds);
}

/** Does something in so many milliseconds; a failure of it is told once. */
export function later(milliseconds: number, act: () => unknown): NodeJS.Timeout {
  return setTimeout(unattended(act), milliseconds);
}

function tellOnce(failure: unknown): void {
  const words = String(failure);
  if (told.has(words) || told.size >= MOST_TOLD) return;
  told.add(words);
  tell(failure);
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
