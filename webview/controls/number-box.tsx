import { useSignal } from "@preact/signals";
import { formatKnob, parseNumber } from "../numbers/format.ts";

interface NumberBoxProps {
  readonly name?: string;
  readonly id?: string;
  readonly value: number;
  readonly class?: string;
  readonly disabled?: boolean;
  readonly title?: string;
  readonly invalid?: boolean;
  readonly describedBy?: string;
  readonly format?: (value: number) => string;
  /** The value an arrow key leads to; left out: arrow keys do nothing. */
  readonly nudge?: (value: number, up: boolean, coarse: boolean) => number;
  /** With Enter, when the box is left, and after arrow keys once a key is let go. */
  readonly onCommit: (value: number) => void;
}

/** A box for a number: Enter sends, Escape takes back, arrow keys nudge. What is no number is taken back. */
export function NumberBox(props: NumberBoxProps) {
  const { value, onCommit, nudge, format = formatKnob } = props;
  const draft = useSignal<string | null>(null);
  const commit = () => {
    const typed = draft.value;
    draft.value = null;
    const number = typed === null ? null : parseNumber(typed);
    if (number !== null && format(number) !== format(value)) onCommit(number);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") commit();
    else if (event.key === "Escape" && draft.value !== null) {
      event.stopPropagation();
      draft.value = null;
    } else if (nudge !== undefined && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      const from = parseNumber(draft.value ?? "") ?? value;
      draft.value = format(nudge(from, event.key === "ArrowUp", event.shiftKey));
    }
  };
  return (
    <input
      type="text"
      inputMode="decimal"
      class={`box ${props.class ?? ""}`}
      {...(props.id === undefined ? {} : { id: props.id })}
      {...(props.name === undefined ? {} : { "aria-label": props.name })}
      {...(props.describedBy === undefined ? {} : { "aria-describedby": props.describedBy })}
      aria-invalid={props.invalid ?? false}
      title={props.title}
      disabled={props.disabled ?? false}
      autocomplete="off"
      spellcheck={false}
      value={draft.value ?? format(value)}
      onInput={event => {
        draft.value = event.currentTarget.value;
      }}
      onKeyDown={onKeyDown}
      onBlur={commit}
    />
  );
}
