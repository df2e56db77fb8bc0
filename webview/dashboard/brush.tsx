import { computed, signal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { GrowingCurve } from "../numbers/growing-curve.ts";
import { chartPadding } from "../charts/chart-overlay.ts";
import { calmly } from "../numbers/calmly.ts";
import { formatStep } from "../numbers/format.ts";
import { strokeCurve } from "../plates/curve-line.ts";
import { Plate } from "../plates/plate.tsx";
import { font, verticalLine, type Surface } from "../plates/surface.ts";
import { usePage } from "./context.ts";
import { CALM_MS } from "./model.ts";
import { overviewTags } from "./series-looks.ts";
import { useCurves } from "./use-curves.ts";

const { left, right } = chartPadding;
/** The fewest steps that can be shown, as a share of all. */
const LEAST_SHARE = 0.02;
/** How near to a handle a grip takes it, in pixels. */
const GRIP = 8;

type Grip = "from" | "to" | { readonly at: number; readonly from: number; readonly to: number };

/** The whole run in small, and a window over it that both charts show. */
export function Brush() {
  const { model } = usePage();
  const grip = useRef<Grip | null>(null);
  const width = useMemo(() => signal(0), []);
  const tags = useMemo(() => {
    const curves = model.slice("curves");
    return computed(() =>
      Object.values(overviewTags)
        .filter(tag => curves.value?.some(curve => curve.tag === tag) === true)
        .join("\n"),
    );
  }, [model]);
  const view = useCurves(() =>
    width.value === 0 || tags.value === ""
      ? null
      : {
          tags: tags.value.split("\n"),
          from: 0,
          to: null,
          buckets: Math.max(16, Math.round((width.value - left - right) / 2)),
          scale: "linear",
          smoothing: 0.9,
        },
  );
  const all = () => Math.max(1, model.newest.value);
  const calmEnd = useMemo(() => computed(() => Math.max(1, model.newestCalmly.value)), [model]);
  const set = (from: number, to: number) => {
    const end = all();
    const least = end * LEAST_SHARE;
    const low = Math.max(0, Math.min(from, end - least));
    const high = Math.min(end, Math.max(to, low + least));
    model.arrange({ range: low <= 0 && high >= end ? null : [Math.round(low), Math.round(high)] });
  };
  const stepAt = (event: PointerEvent, canvas: HTMLCanvasElement) => {
    const box = canvas.getBoundingClientRect();
    const share = (event.clientX - box.left - left) / Math.max(1, box.width - left - right);
    return all() * Math.min(1, Math.max(0, share));
  };
  const start = (event: PointerEvent, canvas: HTMLCanvasElement) => {
    const [from, to] = model.range.value;
    const step = stepAt(event, canvas);
    const near = (GRIP * all()) / Math.max(1, canvas.clientWidth - left - right);
    if (Math.abs(step - from) < near) grip.current = "from";
    else if (Math.abs(step - to) < near) grip.current = "to";
    else grip.current = { at: step, from, to };
    canvas.setPointerCapture(event.pointerId);
  };
  const drag = (event: PointerEvent, canvas: HTMLCanvasElement) => {
    const held = grip.current;
    if (held === null) return;
    const step = stepAt(event, canvas);
    const [from, to] = model.range.value;
    if (held === "from") set(Math.min(step, to - all() * LEAST_SHARE), to);
    else if (held === "to") set(from, step);
    else if (held.to - held.from < all()) {
      const by = Math.min(Math.max(step - held.at, -held.from), all() - held.to);
      set(held.from + by, held.to + by);
    } else if (Math.abs(step - held.at) > near(canvas)) set(Math.min(step, held.at), Math.max(step, held.at));
  };
  const near = (canvas: HTMLCanvasElement) => (GRIP * all()) / Math.max(1, canvas.clientWidth - left - right);
  const onKeyDown = (event: KeyboardEvent) => {
    const [from, to] = model.range.value;
    const by = { ArrowLeft: -all() / 40, ArrowRight: all() / 40 }[event.key];
    if (event.key === "Escape") model.arrange({ range: null });
    else if (by === undefined) return;
    else if (event.shiftKey) set(from, to + by);
    else {
      const moved = Math.min(Math.max(by, -from), all() - to);
      // A window over everything cannot move; an arrow narrows it from its side.
      if (to - from >= all()) set(by > 0 ? from + by : from, by > 0 ? to : to + by);
      else set(from + moved, to + moved);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const calm = useMemo(() => calmly(view.version, CALM_MS), [view]);
  const draw = (surface: Surface) => {
    width.value = surface.width;
    // Reading the version subscribes to the curves; at 0 nothing has come.
    const curve = (tag: string) => (calm.value === 0 ? null : view.curve(tag));
    drawBrush(surface, {
      coverage: curve(overviewTags.coverage)?.raw ?? null,
      pairing: curve(overviewTags.pairing)?.smoothed ?? null,
      marks: model.marks.value.filter(({ quiet }) => !quiet).map(({ step }) => step),
      range: model.field("range").value ?? [0, calmEnd.value],
      all: calmEnd.value,
      whole: model.field("range").value === null,
    });
  };
  const range = computed(() => model.field("range").value ?? ([0, calmEnd.value] as const));
  const text = `${formatStep(range.value[0])} to ${formatStep(range.value[1])}`;
  return (
    <div class="plot brush">
      <Plate
        draw={draw}
        tabIndex={0}
        role="slider"
        aria-label="Step range shown"
        aria-valuemin={0}
        aria-valuemax={model.newestCalmly}
        aria-valuenow={Math.round(range.value[1])}
        aria-valuetext={text}
        title="Drag to choose the steps shown. Arrow keys move the window, with Shift its end. Escape or a double click shows all."
        onPointerDown={event => {
          start(event, event.currentTarget);
        }}
        onPointerMove={event => {
          drag(event, event.currentTarget);
        }}
        onPointerUp={() => {
          grip.current = null;
        }}
        onDblClick={() => {
          model.arrange({ range: null });
        }}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

interface BrushScene {
  readonly coverage: GrowingCurve | null;
  readonly pairing: GrowingCurve | null;
  readonly marks: readonly number[];
  readonly range: readonly [number, number];
  readonly all: number;
  readonly whole: boolean;
}

function drawBrush({ context, width, height, inks }: Surface, scene: BrushScene): void {
  const end = width - right;
  const x = (step: number) => left + ((end - left) * step) / scene.all;
  const [top, bottom] = [4, height - 4];
  context.fillStyle = inks.hair;
  context.fillRect(left, top, end - left, bottom - top);
  // What came since the window's ends were drawn waits for them.
  context.save();
  context.beginPath();
  context.rect(left, top, end - left, bottom - top);
  context.clip();
  for (const [curve, ink, lineWidth] of [
    [scene.pairing, inks.pairing, 1],
    [scene.coverage, inks.coverage, 1.25],
  ] as const) {
    if (curve === null) continue;
    const { low, high } = curve.bounds(0, Infinity);
    context.strokeStyle = ink;
    context.lineWidth = lineWidth;
    const share = (value: number) => (high > low ? (value - low) / (high - low) : 0);
    strokeCurve(context, curve, x, value => bottom - 4 - (bottom - top - 8) * share(value));
  }
  context.strokeStyle = inks.pairing;
  context.lineWidth = 1;
  context.setLineDash([2, 2]);
  for (const mark of scene.marks) verticalLine(context, x(mark), top, bottom);
  context.setLineDash([]);
  context.restore();
  const [from, to] = [x(scene.range[0]), x(Math.min(scene.range[1], scene.all))];
  context.fillStyle = inks.background;
  context.globalAlpha = 0.7;
  context.fillRect(left, top, from - left, bottom - top);
  context.fillRect(to, top, end - to, bottom - top);
  context.globalAlpha = 1;
  context.strokeStyle = inks.quiet;
  context.strokeRect(
    Math.round(from) + 0.5,
    top + 0.5,
    Math.max(1, Math.round(to - from) - 1),
    bottom - top - 1,
  );
  context.fillStyle = inks.foreground;
  for (const handle of [from, to]) {
    context.beginPath();
    context.roundRect(handle - 2.5, height / 2 - 7, 5, 14, 2);
    context.fill();
  }
  context.font = font(inks, 11);
  context.fillStyle = inks.quiet;
  context.textBaseline = "middle";
  const text = scene.whole ? "all steps" : `${formatStep(scene.range[0])} to ${formatStep(scene.range[1])}`;
  context.fillText(text, end + 10, height / 2);
}
