interface SliderProps {
  readonly name: string;
  /** From 0 to 1. */
  readonly position: number;
  /** What the position means, for readers: "0.02", "step 6,400 of 8,000". */
  readonly text: string;
  readonly look?: string;
  readonly id?: string;
  readonly disabled?: boolean;
  readonly title?: string;
  /** While it is dragged. */
  readonly onInput: (position: number) => void;
  /** When it is let go. */
  readonly onChange?: (position: number) => void;
  /** Keys that the slider itself does not know; arrow keys too, where the caller prevents the default. */
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

const STEPS = 10_000;
/** Half a thumb: the browser keeps the whole thumb inside the track. */
const THUMB = 6;

/** A native slider over 0 to 1, filled up to its thumb. */
export function Slider(props: SliderProps) {
  const { position, onInput, onChange } = props;
  const share = `calc(${THUMB}px + (100% - ${2 * THUMB}px) * ${position})`;
  const read = (event: Event) =>
    event.currentTarget instanceof HTMLInputElement ? event.currentTarget.valueAsNumber / STEPS : position;
  return (
    <input
      type="range"
      class={props.look ?? "thin"}
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.name}
      aria-valuetext={props.text}
      title={props.title}
      disabled={props.disabled ?? false}
      min={0}
      max={STEPS}
      step={1}
      value={Math.round(position * STEPS)}
      style={{ "--share": share }}
      onInput={event => {
        onInput(read(event));
      }}
      onChange={event => {
        onChange?.(read(event));
      }}
      onKeyDown={props.onKeyDown}
    />
  );
}
