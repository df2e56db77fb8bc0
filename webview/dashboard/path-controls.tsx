import { IconButton } from "../controls/button.tsx";
import { NumberBox } from "../controls/number-box.tsx";
import { Segments } from "../controls/segments.tsx";
import { Slider } from "../controls/slider.tsx";
import type { Arranged } from "./arranged.ts";
import { usePage } from "./context.ts";

interface ProbeBoxProps {
  readonly letter: string;
  readonly title: string;
  readonly name: "from" | "to" | "third";
  /** The last probe latent. */
  readonly last: number;
}

/** A probe latent by its number. */
export function ProbeBox({ letter, title, name, last }: ProbeBoxProps) {
  const { model } = usePage();
  const bounded = (probe: number): number => Math.min(last, Math.max(0, Math.round(probe)));
  return (
    <label class="probe" title={title}>
      {letter} #
      <NumberBox
        name={`Probe latent ${letter}`}
        value={Math.min(last, model.field(name).value)}
        whole
        nudge={(held, up, coarse) => bounded(held + (up ? 1 : -1) * (coarse ? 10 : 1))}
        onCommit={probe => {
          const change: Partial<Arranged> = { [name]: bounded(probe) };
          model.arrange(change);
        }}
      />
    </label>
  );
}

/** The two ends of a path; `how` says how they are chosen elsewhere. */
export function Ends({ last, how }: { readonly last: number; readonly how: (letter: "A" | "B") => string }) {
  const { model } = usePage();
  const title = (letter: "A" | "B") =>
    `Probe latent ${letter}: type a number or use the arrow keys; ${how(letter)}`;
  return (
    <span class="ends">
      <ProbeBox letter="A" title={title("A")} name="from" last={last} />
      <IconButton
        icon="arrow-swap"
        name="Swap A and B"
        onPress={() => {
          const { from, to } = model.arranged.peek();
          model.arrange({ from: to, to: from });
        }}
      />
      <ProbeBox letter="B" title={title("B")} name="to" last={last} />
    </span>
  );
}

export function PathKinds() {
  const { model } = usePage();
  return (
    <Segments
      name="Path through the latent space"
      values={["lerp", "slerp"] as const}
      value={model.field("path").value}
      onChange={path => {
        model.arrange({ path });
      }}
    />
  );
}

/** Moves along the path by hundredths, with Shift by tenths. `where` says in words what lies there. */
export function Scrub({ where }: { readonly where: string }) {
  const { model } = usePage();
  const t = model.field("t").value;
  return (
    <div class="scrub">
      <Slider
        name="Interpolation position t"
        position={t}
        text={`${t.toFixed(2)}${where}`}
        onInput={position => {
          model.arrange({ t: position });
        }}
        onKeyDown={event => {
          const by = { ArrowLeft: -0.01, ArrowDown: -0.01, ArrowRight: 0.01, ArrowUp: 0.01 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          model.arrange({
            t: Math.min(1, Math.max(0, Number((t + by * (event.shiftKey ? 10 : 1)).toFixed(4)))),
          });
        }}
      />
      <span class="tiny">
        t <b>{t.toFixed(2)}</b>
      </span>
    </div>
  );
}
