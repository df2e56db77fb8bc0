import { MOST_SOURCES } from "../../src/protocol/curves.ts";
import { Button } from "../controls/button.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { Menu } from "../controls/menu.tsx";
import { NumberBox } from "../controls/number-box.tsx";
import { Slider } from "../controls/slider.tsx";
import { Separator } from "../controls/separator.tsx";
import { SearchField } from "../controls/search-field.tsx";
import { whyNot } from "../host/restricted.ts";
import { MOST_SMOOTHING } from "./arranged.ts";
import { savePoints } from "./chart-tools.tsx";
import type { CurvesModel } from "./model.ts";

interface Props {
  readonly model: CurvesModel;
}

/** What holds for all charts of the page. */
export function CurvesHead({ model }: Props) {
  const count = model.state.value?.sources.length ?? 0;
  return (
    <header class="bar">
      <h1>Curves</h1>
      <SearchField
        class="filter"
        name="Filter tags"
        placeholder="Filter tags"
        maxLength={300}
        value={model.field("filter").value}
        onType={filter => {
          model.arrange({ filter });
        }}
      />
      <span class="grow" />
      <Smoothing model={model} />
      <Toggle
        pressed={model.field("logValues").value}
        title="Logarithmic value axes"
        onChange={logValues => {
          model.arrange({ logValues });
        }}
      >
        log y
      </Toggle>
      <Toggle
        pressed={model.field("logSteps").value}
        title="Logarithmic step axes"
        onChange={logSteps => {
          model.arrange({ logSteps });
        }}
      >
        log step
      </Toggle>
      <Separator />
      <StepRange model={model} />
      <Separator />
      <Button
        icon="add"
        refused={count >= MOST_SOURCES ? `${MOST_SOURCES} runs are as many as can be shown together` : null}
        onPress={() => {
          model.attempt(model.call("sources/add", null));
        }}
      >
        Add run
      </Button>
      <Menu
        name="Export all curves"
        icon="export"
        items={[
          {
            label: "All curves as CSV",
            refused: whyNot("writes"),
            onPick: () => {
              savePoints(model, null, "csv");
            },
          },
          {
            label: "All curves as JSON lines",
            refused: whyNot("writes"),
            onPick: () => {
              savePoints(model, null, "jsonl");
            },
          },
        ]}
      />
    </header>
  );
}

function Smoothing({ model }: Props) {
  const amount = model.field("smoothing").value;
  return (
    <label class="tiny smooth" title="Exponential smoothing; the raw curve stays behind it">
      Smoothing
      <Slider
        name="Smoothing"
        position={amount / MOST_SMOOTHING}
        text={amount.toFixed(2)}
        onInput={position => {
          model.arrange({ smoothing: Number((position * MOST_SMOOTHING).toFixed(2)) });
        }}
      />
      <span>{amount.toFixed(2)}</span>
    </label>
  );
}

/** The steps that all charts show; dragging in a chart sets them too. */
function StepRange({ model }: Props) {
  const range = model.field("range").value;
  const newest = model.timeline.end.value;
  const [from, to] = range ?? [0, newest];
  const set = (low: number, high: number) => {
    const [start, end] = [Math.max(0, Math.round(low)), Math.round(high)];
    if (end > start) model.arrange({ range: start === 0 && end >= newest ? null : [start, end] });
  };
  return (
    <span class="range tiny">
      Steps
      <NumberBox
        name="First step shown"
        value={from}
        whole
        onCommit={low => {
          set(low, to);
        }}
      />
      to
      <NumberBox
        name="Last step shown"
        value={to}
        whole
        onCommit={high => {
          set(from, high);
        }}
      />
      {range !== null && (
        <Button
          title="Show all steps (double click in a chart)"
          onPress={() => {
            model.arrange({ range: null });
          }}
        >
          All
        </Button>
      )}
    </span>
  );
}
