import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Dialog } from "../controls/dialog.tsx";
import { NumberBox } from "../controls/number-box.tsx";
import { Segments } from "../controls/segments.tsx";
import { whyNot } from "../host/restricted.ts";
import { formatStep } from "../numbers/format.ts";
import { usePage } from "./context.ts";
import { exportFrames, thinnedSteps } from "./frames.ts";
import { fileName } from "./saving.ts";

/** The most frames of one file. */
const MOST_FRAMES = 200;
const SIDE = 480;

/** Which steps become frames, and as what. */
export function FramesDialog({ onClose }: { readonly onClose: () => void }) {
  const page = usePage();
  const { model } = page;
  const sampled = model.steps.value.sampled;
  const from = useSignal(sampled[0] ?? 0);
  const to = useSignal(sampled.at(-1) ?? 0);
  const count = useSignal(Math.min(80, sampled.length));
  const speed = useSignal(10);
  const format = useSignal<"gif" | "png">("gif");
  const done = useSignal<number | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(
    () => () => {
      abort.current?.abort();
    },
    [],
  );
  const inRange = sampled.filter(step => step >= from.value && step <= to.value);
  const steps = thinnedSteps(inRange, Math.max(2, count.value));
  const start = async () => {
    const controller = new AbortController();
    abort.current = controller;
    done.value = 0;
    try {
      const wish = { steps, format: format.value, side: SIDE, speed: speed.value };
      const bytes = await exportFrames(page, wish, value => (done.value = value), controller.signal);
      const kind = format.value === "gif" ? "gif" : "zip";
      await model.call("host/save", { name: fileName(model, "frames", null, kind), kind, bytes });
      onClose();
    } catch (error) {
      done.value = null;
      if (!controller.signal.aborted) model.problems.complain(error);
    }
  };
  const busy = done.value !== null;
  return (
    <Dialog
      small
      title="Export frames"
      onClose={onClose}
      footer={
        <>
          {busy && (
            <span class="quiet grow" role="status">
              Drawing {formatStep(steps.length)} frames
              <progress max={steps.length} value={done.value ?? 0} aria-label="Frames drawn" />
            </span>
          )}
          {busy ? (
            <Button onPress={() => abort.current?.abort()}>Cancel</Button>
          ) : (
            <Button
              look="primary"
              refused={steps.length === 0 ? "No step with samples lies between the two" : whyNot("writes")}
              onPress={() => {
                void start();
              }}
            >
              Export {formatStep(steps.length)} frames
            </Button>
          )}
        </>
      }
    >
      <div class="form">
        <span>Format</span>
        <Segments
          name="Format"
          values={["gif", "png"] as const}
          value={format.value}
          onChange={value => {
            format.value = value;
          }}
        />
        <span>From step</span>
        <NumberBox name="From step" value={from.value} whole onCommit={value => (from.value = value)} />
        <span>To step</span>
        <NumberBox name="To step" value={to.value} whole onCommit={value => (to.value = value)} />
        <span>Frames, at most</span>
        <NumberBox
          name="Frames, at most"
          value={count.value}
          whole
          onCommit={value => (count.value = Math.min(MOST_FRAMES, Math.max(2, Math.round(value))))}
        />
        {format.value === "gif" && (
          <>
            <span>Frames a second</span>
            <NumberBox
              name="Frames a second"
              value={speed.value}
              onCommit={value => (speed.value = Math.min(50, Math.max(1, value)))}
            />
          </>
        )}
      </div>
      <p class="tiny">
        {format.value === "gif"
          ? `One animated GIF. Each frame is the ${model.state.value?.run.domain === "images" ? "grid as it is shown" : "scatter with its layers"}, the step and the pairing weight.`
          : "A ZIP of PNG pictures named by their step."}
      </p>
    </Dialog>
  );
}
