import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { LineChart } from "../charts/line-chart.ts";
import type { ChartScene } from "../charts/scene.ts";
import { formatStep } from "../numbers/format.ts";
import { pinAt } from "../numbers/step-bar.ts";
import { inks } from "../plates/inks.ts";
import { keepPainted } from "../plates/paint.ts";
import { usePage } from "./context.ts";

interface CurveChartProps {
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

/** A chart with the page's one cursor. A click moves the shown step there; Escape or a double click shows all. */
export function CurveChart({ title, scene, onWidth, onChart }: CurveChartProps) {
  const { model } = usePage();
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
      line.draw(drawn, { cursor: model.cursor.value, shown: model.shown.value }, inks.value);
      // The first words come with the first picture; later ones follow at leisure: no reader hears each frame.
      if (described.peek() === "") described.value = line.describe();
      else if (describing === 0) {
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
    model.cursor.value = step;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const shown = scene.value;
    if (shown === null) return;
    const span = shown.to - shown.from;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: -span / FINE,
      ArrowRight: span / FINE,
      PageUp: span / COARSE,
      PageDown: -span / COARSE,
      Home: -Infinity,
      End: Infinity,
    };
    const move = moves[event.key];
    const from = model.cursor.value ?? model.shown.value ?? shown.to;
    if (move !== undefined) point(Math.round(Math.min(shown.to, Math.max(shown.from, from + move))));
    else if (event.key === "Enter") model.pin(pinAt(model.steps.value, from));
    else if (event.key === "Escape") {
      if (model.cursor.value === null) model.arrange({ range: null });
      point(null);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const now = computed(() => model.cursor.value ?? model.shown.value ?? 0);
  return (
    <canvas
      ref={canvas}
      tabIndex={0}
      role="slider"
      aria-roledescription="chart"
      aria-label={`${title}, ${described.value}`}
      aria-valuemin={0}
      aria-valuemax={model.newestCalmly}
      aria-valuenow={now.value}
      aria-valuetext={
        model.cursor.value === null ? described.value : `${formatStep(now.value)}: ${described.value}`
      }
      title="Click: show this step. Arrow keys move the cursor."
      onPointerMove={event => {
        const rectangle = event.currentTarget.getBoundingClientRect();
        point(chart.current?.stepAt(event.clientX - rectangle.left) ?? null);
      }}
      onPointerLeave={() => {
        point(null);
      }}
      onBlur={() => {
        point(null);
      }}
      onClick={() => {
        if (model.cursor.value !== null) model.pin(pinAt(model.steps.value, model.cursor.value));
      }}
      onDblClick={() => {
        model.arrange({ range: null });
      }}
      onKeyDown={onKeyDown}
    />
  );
}
