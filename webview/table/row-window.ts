import { useSignal, type ReadonlySignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Rows beyond those in sight, above and below: as many as are drawn anew together while one scrolls. */
const SPARE = 10;

/** Rows from `first` up to `last`, not included. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/** The rows that are to be drawn for a place of scrolling; it changes once in so many rows, not with every pixel. */
export function windowAt(top: number, height: number, rowHeight: number): RowWindow {
  const block = Math.floor(Math.max(0, top) / rowHeight / SPARE);
  const visible = Math.ceil(height / rowHeight);
  return { first: Math.max(0, (block - 1) * SPARE), last: (block + 2) * SPARE + visible };
}

/** Which rows of a box that scrolls are in sight or near to it. */
export function useRowWindow(
  box: RefObject<HTMLElement | null>,
  rowHeight: number,
): ReadonlySignal<RowWindow> {
  const window = useSignal<RowWindow>(windowAt(0, 1000, rowHeight));
  useEffect(() => {
    const { current } = box;
    if (current === null) return undefined;
    const look = () => {
      const now = windowAt(current.scrollTop, current.clientHeight, rowHeight);
      const { first, last } = window.peek();
      if (now.first !== first || now.last !== last) window.value = now;
    };
    const observer = new ResizeObserver(look);
    observer.observe(current);
    current.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      current.removeEventListener("scroll", look);
    };
  }, []);
  return window;
}
