import { computed, signal, useSignal } from "@preact/signals";
import type { CanvasHTMLAttributes, Ref } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { inks } from "./inks.ts";
import { keepPainted } from "./paint.ts";
import type { Surface } from "./surface.ts";

interface PlateProps extends Omit<CanvasHTMLAttributes, "ref"> {
  /** Draws everything; runs again when a signal it read has changed, the size, or `of`. */
  readonly draw: (surface: Surface) => void;
  /** What the drawing shows and reads from no signal: props of its component. Another one is drawn anew. */
  readonly of?: unknown;
  readonly canvasRef?: Ref<HTMLCanvasElement>;
}

/** Sizes a canvas to its box in device pixels, clears it, and gives its surface; null while it has no size. */
export function prepare(canvas: HTMLCanvasElement, width: number, height: number): Surface | null {
  const context = canvas.getContext("2d");
  if (context === null || width < 1 || height < 1) return null;
  const ratio = devicePixelRatio || 1;
  const deviceWidth = Math.round(width * ratio);
  const deviceHeight = Math.round(height * ratio);
  if (canvas.width !== deviceWidth || canvas.height !== deviceHeight) {
    canvas.width = deviceWidth;
    canvas.height = deviceHeight;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.clearRect(0, 0, width, height);
  return { context, width, height, inks: inks.value };
}

/** A canvas that follows its box, the theme and what its drawing reads. */
export function Plate({ draw, of, canvasRef, ...rest }: PlateProps) {
  const own = useRef<HTMLCanvasElement>(null);
  const latest = useRef(draw);
  latest.current = draw;
  const shown = useSignal(of);
  useEffect(() => {
    shown.value = of;
  }, [of]);
  useEffect(() => {
    const canvas = own.current;
    if (canvas === null) return undefined;
    const size = signal({ width: canvas.clientWidth, height: canvas.clientHeight });
    const observer = new ResizeObserver(() => {
      size.value = { width: canvas.clientWidth, height: canvas.clientHeight };
    });
    observer.observe(canvas);
    const paint = computed(() => ({ ...size.value, of: shown.value }));
    const stop = keepPainted(() => {
      const { width, height } = paint.value;
      const surface = prepare(canvas, width, height);
      if (surface !== null) latest.current(surface);
    });
    return () => {
      observer.disconnect();
      stop();
    };
  }, []);
  return (
    <canvas
      {...rest}
      ref={canvas => {
        own.current = canvas;
        if (typeof canvasRef === "function") canvasRef(canvas);
        else if (canvasRef !== undefined && canvasRef !== null) canvasRef.current = canvas;
      }}
    />
  );
}
