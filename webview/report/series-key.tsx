import type { ReportState } from "../../src/protocol/report.ts";
import { Plate } from "../plates/plate.tsx";
import type { ReportModel } from "./model.ts";
import { drawMark, lookOf } from "./series-looks.ts";

/** More are told by the table. */
const MOST_NAMED = 6;

/** Which line means what; a press hides a series everywhere, or shows it again. */
export function SeriesKey({ model, state }: { readonly model: ReportModel; readonly state: ReportState }) {
  const { series } = state.plan;
  const { hidden } = model.arranged.value;
  if (series.length < 2) return null;
  return (
    <span class="key" role="group" aria-label="Settings that are shown">
      {series.slice(0, MOST_NAMED).map((label, index) => (
        <button
          key={label}
          type="button"
          class="toggle"
          aria-pressed={!hidden.includes(label)}
          title={label}
          onClick={() => {
            const others = hidden.filter(one => one !== label);
            model.arrange({ hidden: others.length < hidden.length ? others : [...hidden, label] });
          }}
        >
          <SeriesMark series={index} line />
          {label}
        </button>
      ))}
      {series.length > MOST_NAMED && <span class="tiny">and {series.length - MOST_NAMED} more</span>}
    </span>
  );
}

/** The mark of a series, with or without its line. */
export function SeriesMark({ series, line = false }: { readonly series: number; readonly line?: boolean }) {
  return (
    <Plate
      class={line ? "series-line" : "series-mark"}
      aria-hidden="true"
      draw={({ context, width, height, inks }) => {
        const look = lookOf(series);
        context.fillStyle = inks[look.ink];
        context.strokeStyle = inks[look.ink];
        if (line) {
          context.lineWidth = 1.75;
          context.beginPath();
          context.moveTo(0, height / 2);
          context.lineTo(width, height / 2);
          context.stroke();
        }
        drawMark(context, look, width / 2, height / 2, 3);
      }}
    />
  );
}
