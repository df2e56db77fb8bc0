import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { formatStep } from "../numbers/format.ts";
import { inks } from "../plates/inks.ts";
import { keepPainted } from "../plates/paint.ts";
import { LineChart } from "./line-chart.ts";
import type { ChartScene } from "./scene.ts";

/** The steps that all charts of a page share. */
export interface Timeline {
  /** The step that is pointed at in any chart. */
  readonly cursor: Signal<number | null>;
  /** The step that the page shows. */
  readonly shown: ReadonlySignal<number | null>;
  /** The newest step, a few times a second. */
  readonly end: ReadonlySignal<number>;
  /** Shows another step. */
  readonly goTo: (step: number) => void;
  /** Shows some steps alone; null: all. */
  readonly zoom: (range: readonly [number, number] | null) => void;
}

interface CurveChartProps {
  readonly timeline: Timeline;
  readonly title: string;
  /** What is drawn; null while nothing is there. */
  readonly scene: ReadonlySignal<ChartScene | null>;
  /** Hears the width of the canvas in CSS pixels. */
  readonly onWidth: (width: number) => void;
  /** Hears the chart, for exports. */
  readonly onChart: (chart: LineChart | null) => void;
}

/** How far an arrow key moves the cursor: by a hundredth of what is shown; Page Up and Down by a tenth. */
const FINE = 100;
const COARSE = 10;

/** How far the pointer must be dragged to mean a range of steps, in pixels. */
const LEAST_DRAG = 6;

/**
 * A chart with the page's one cursor. A click moves the shown step there, dragging shows the steps between alone; Escape
 * or a double click shows all.
 */
export function CurveChart({ timeline, title, scene, onWidth, onChart }: CurveChartProps) {
  const { cursor, shown, end } = timeline;
  const dragged = useMemo(() => signal<{ readonly x: number; readonly step: number } | null>(null), []);
  const isDrag = useRef(false);
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<LineChart | null>(null);
  const described = useMemo(() => signal(""), []);

  useEffect(() => {
    const element = canvas.current;
    const box = element?.parentElement;
    if (element === null || box === null || box === undefined) return undefined;
    const line = new LineChart(element, Math.max(1, box.clientWidth), Math.max(1, box.clientHeight));
    chart.current = line;
    onChart(line);
    const size = signal({ width: box.clientWidth, height: box.clientHeight });
    const observer = new ResizeObserver(() => {
      size.value = { width: box.clientWidth, height: box.clientHeight };
    });
    observer.observe(box);
    let sized = { width: 0, height: 0 };
    let describing = 0;
    let told = false;
    const stop = keepPainted(() => {
      const { width, height } = size.value;
      const drawn = scene.value;
      if (width < 1 || height < 1) return;
      if (sized.width !== width || sized.height !== height) {
        sized = { width, height };
        line.resize(width, height);
        onWidth(width);
      }
      if (drawn === null) return;
      const from = dragged.value;
      const to = cursor.value;
      const range = from === null || to === null || !isDrag.current ? null : ([from.step, to] as const);
      line.draw(drawn, { cursor: to, shown: shown.value, range }, inks.value);
      // The first words come with the first picture, and with the first values; later ones follow at leisure: no reader hears
      // each frame.
      if (described.peek() === "" || (line.hasValues && !told)) {
        described.value = line.describe();
        told = line.hasValues;
      } else if (describing === 0) {
        describing = window.setTimeout(() => {
          describing = 0;
          described.value = line.describe();
        }, 250);
      }
    });
    return () => {
      clearTimeout(describing);
      observer.disconnect();
      stop();
      line.destroy();
      chart.current = null;
      onChart(null);
    };
  }, []);

  const point = (step: number | null) => {
    cursor.value = step;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const drawn = scene.value;
    if (drawn === null) return;
    const span = drawn.to - drawn.from;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: -span / FINE,
      ArrowRight: span / FINE,
      PageUp: span / COARSE,
      PageDown: -span / COARSE,
      Home: -Infinity,
      End: Infinity,
    };
    const move = moves[event.key];
    const from = cursor.value ?? shown.value ?? drawn.to;
    if (move !== undefined) point(Math.round(Math.min(drawn.to, Math.max(drawn.from, from + move))));
    else if (event.key === "Enter") timeline.goTo(from);
    else if (event.key === "Escape") {
      if (cursor.value === null) timeline.zoom(null);
      point(null);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const now = computed(() => cursor.value ?? shown.value ?? 0);
  const stepUnder = (event: PointerEvent, canvas: HTMLCanvasElement) =>
    chart.current?.stepAt(event.clientX - canvas.getBoundingClientRect().left) ?? null;
  return (
    <canvas
      ref={canvas}
      tabIndex={0}
      role="slider"
      aria-roledescription="chart"
      aria-label={`${title}, ${described.value}`}
      aria-valuemin={0}
      aria-valuemax={end}
      aria-valuenow={now.value}
      aria-valuetext={
        cursor.value === null ? described.value : `${formatStep(now.value)}: ${described.value}`
      }
      title="Click: show this step. Drag: show these steps alone; a double click shows all. Arrow keys move the cursor."
      onPointerDown={event => {
        const step = stepUnder(event, event.currentTarget);
        isDrag.current = false;
        if (step === null || event.button !== 0) return;
        dragged.value = { x: event.clientX, step };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={event => {
        const began = dragged.value;
        if (began !== null && Math.abs(event.clientX - began.x) >= LEAST_DRAG) isDrag.current = true;
        point(stepUnder(event, event.currentTarget));
      }}
      onPointerUp={event => {
        const began = dragged.value;
        dragged.value = null;
        const to = stepUnder(event, event.currentTarget);
        if (began === null || to === null || !isDrag.current) return;
        const [low, high] = [Math.min(began.step, to), Math.max(began.step, to)].map(Math.round);
        if (low !== undefined && high !== undefined && high > low) timeline.zoom([low, high]);
      }}
      onPointerCancel={() => {
        dragged.value = null;
      }}
      onPointerLeave={() => {
        point(null);
      }}
      onBlur={() => {
        point(null);
      }}
      onClick={() => {
        // The end of a drag is a click too.
        if (!isDrag.current && cursor.value !== null) timeline.goTo(cursor.value);
      }}
      onDblClick={() => {
        timeline.zoom(null);
      }}
      onKeyDown={onKeyDown}
    />
  );
}
