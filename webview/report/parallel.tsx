import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { ReportState } from "../../src/protocol/report.ts";
import { IconButton } from "../controls/button.tsx";
import { Toggle } from "../controls/toggle.tsx";
import type { Coordinate, Range } from "../numbers/report.ts";
import { Plate } from "../plates/plate.tsx";
import { MeansTable } from "./means-table.tsx";
import { drawParallel, lineAt, parallelFrame, type ParallelScene } from "./draw-parallel.ts";
import type { ReportModel } from "./model.ts";

/** A drag shorter than this, in shares of an axis, is a press: it takes the range away. */
const LEAST = 0.02;
const NUDGE = 0.05;

interface Props {
  readonly model: ReportModel;
  readonly state: ReportState;
}

/** Every configuration as a line through its values; a drag on an axis keeps a range of it, everywhere in the report. */
export function Parallel({ model, state }: Props) {
  const table = useSignal(false);
  const focused = useSignal<number | null>(null);
  const drag = useRef<{ readonly id: string; readonly axis: number; readonly from: number } | null>(null);
  const coordinates = model.coordinates.value;
  const { ranges } = model.arranged.value;
  const kept = Object.keys(ranges).length > 0;
  const sceneNow = (): ParallelScene => ({
    coordinates: model.coordinates.value,
    arms: model.state.value?.arms ?? [],
    shown: model.shownKeys.value,
    hovered: model.hovered.value,
    ranges: model.arranged.value.ranges,
    focused: focused.value,
  });
  const place = (event: PointerEvent) => {
    const canvas = event.currentTarget;
    if (!(canvas instanceof HTMLCanvasElement)) return null;
    const { clientWidth, clientHeight } = canvas;
    const frame = parallelFrame(coordinates.length, clientWidth, clientHeight);
    return { canvas, clientWidth, clientHeight, ...frame.axisAt(event.offsetX, event.offsetY) };
  };
  const keep = (id: string, range: Range | null) => {
    const others = Object.entries(model.arranged.peek().ranges).filter(([one]) => one !== id);
    model.arrange({ ranges: Object.fromEntries(range === null ? others : [...others, [id, range]]) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = focused.value ?? 0;
    const coordinate = coordinates[at];
    if (coordinate === undefined) return;
    const [low, high] = ranges[coordinate.id] ?? [0, 1];
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const nudge = { ArrowUp: NUDGE, ArrowDown: -NUDGE }[event.key];
    if (move !== undefined) focused.value = Math.min(coordinates.length - 1, Math.max(0, at + move));
    else if (nudge !== undefined)
      keep(
        coordinate.id,
        event.shiftKey
          ? [low, Math.min(1, Math.max(low, high + nudge))]
          : [Math.min(high, Math.max(0, low + nudge)), high],
      );
    else if (event.key === "Escape" || event.key === "Delete") keep(coordinate.id, null);
    else return;
    event.preventDefault();
  };
  return (
    <section class="parallel" aria-label="Parallel coordinates">
      <div class="section-head">
        <h2>Parallel coordinates</h2>
        <span class="tiny">drag on an axis to keep a range; thick: Pareto-best</span>
        <span class="grow" />
        {kept && (
          <Toggle
            pressed={false}
            title="Show all configurations again"
            onChange={() => {
              model.arrange({ ranges: {} });
            }}
          >
            clear
          </Toggle>
        )}
        <IconButton
          icon="table"
          name="Data table of the configurations"
          onPress={() => {
            table.value = true;
          }}
        />
      </div>
      <div class="plot">
        <Plate
          tabIndex={0}
          role="slider"
          aria-label={`Parallel coordinates of ${state.arms.length} configurations. Left and right choose an axis, up and down move the lower end of its range, with Shift the upper end, Escape takes it away`}
          aria-valuemin={1}
          aria-valuemax={Math.max(1, coordinates.length)}
          aria-valuenow={(focused.value ?? 0) + 1}
          aria-valuetext={axisText(coordinates[focused.value ?? 0], ranges, model.shown.value.length)}
          draw={surface => {
            drawParallel(surface, sceneNow());
          }}
          onFocus={event => {
            if (event.currentTarget.matches(":focus-visible")) focused.value ??= 0;
          }}
          onBlur={() => {
            focused.value = null;
          }}
          onKeyDown={onKeyDown}
          onPointerDown={event => {
            const at = place(event);
            const coordinate = at === null ? undefined : coordinates[at.axis];
            if (at === null || coordinate === undefined) return;
            at.canvas.setPointerCapture(event.pointerId);
            drag.current = { id: coordinate.id, axis: at.axis, from: at.at };
          }}
          onPointerMove={event => {
            const at = place(event);
            if (at === null) return;
            const { current } = drag;
            if (current === null) {
              model.hovered.value = lineAt(
                sceneNow(),
                at.clientWidth,
                at.clientHeight,
                event.offsetX,
                event.offsetY,
              );
              return;
            }
            const [low, high] = [Math.min(current.from, at.at), Math.max(current.from, at.at)];
            if (high - low >= LEAST) keep(current.id, [low, high]);
          }}
          onPointerUp={event => {
            const at = place(event);
            const { current } = drag;
            drag.current = null;
            if (at === null || current === null || Math.abs(at.at - current.from) >= LEAST) return;
            keep(current.id, null);
          }}
          onPointerLeave={() => {
            model.hovered.value = null;
          }}
        />
      </div>
      <MeansTable model={model} state={state} isShown={table} />
    </section>
  );
}

/** "Coverage, from 50 to 100 % of the axis; 4 configurations". */
function axisText(
  coordinate: Coordinate | undefined,
  ranges: Readonly<Record<string, Range>>,
  shown: number,
): string {
  if (coordinate === undefined) return "";
  const range = ranges[coordinate.id];
  const part =
    range === undefined
      ? "whole"
      : `from ${Math.round(100 * range[0])} to ${Math.round(100 * range[1])} % of the axis`;
  return `${coordinate.title}, ${part}; ${shown} configurations`;
}
