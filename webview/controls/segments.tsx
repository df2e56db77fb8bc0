import { useRef } from "preact/hooks";

interface SegmentsProps<Value extends string> {
  readonly name: string;
  readonly values: readonly Value[];
  readonly value: Value;
  /** What stands for a value that is not called by itself. */
  readonly words?: Readonly<Partial<Record<Value, string>>>;
  readonly onChange: (value: Value) => void;
}

const moves: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** One of a few words: a radio group with one tab stop, moved by the arrow keys. */
export function Segments<Value extends string>({
  name,
  values,
  value,
  words,
  onChange,
}: SegmentsProps<Value>) {
  const group = useRef<HTMLSpanElement>(null);
  const move = (event: KeyboardEvent) => {
    const by = moves[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const index = (values.indexOf(value) + by + values.length) % values.length;
    const next = values[index];
    if (next === undefined) return;
    onChange(next);
    group.current?.querySelectorAll("button")[index]?.focus();
  };
  return (
    <span class="segments" role="radiogroup" aria-label={name} ref={group} onKeyDown={move}>
      {values.map(item => (
        <button
          key={item}
          type="button"
          role="radio"
          aria-checked={item === value}
          tabIndex={item === value ? 0 : -1}
          onClick={() => {
            onChange(item);
          }}
        >
          {words?.[item] ?? item}
        </button>
      ))}
    </span>
  );
}
