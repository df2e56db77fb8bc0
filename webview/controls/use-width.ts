import { useSignal, type Signal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** How wide an element is, in CSS pixels; 0 until it is there. */
export function useWidth(box: RefObject<HTMLElement | null>): Signal<number> {
  const width = useSignal(0);
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return undefined;
    const look = () => {
      width.value = current.clientWidth;
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, []);
  return width;
}
