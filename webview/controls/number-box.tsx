import { useLayoutEffect, useRef } from "preact/hooks";
import { readNumber, readWhole } from "../../src/plain/typed-number.ts";
import { formatKnob, formatStep } from "../numbers/format.ts";
import { useNumberDraft, type NumberDraft } from "./number-draft.ts";

interface BoxLooks {
  readonly name?: string;
  readonly id?: string;
  readonly class?: string;
  readonly disabled?: boolean;
  readonly title?: string;
  readonly invalid?: boolean;
  readonly describedBy?: string;
  /** The value an arrow key leads to; left out: arrow keys do nothing. */
  readonly nudge?: (value: number, up: boolean, coarse: boolean) => number;
}

interface NumberBoxProps extends BoxLooks {
  readonly value: number;
  /** It counts something, as a step does: thousands are set apart, and nothing else is meant by a mark. */
  readonly whole?: boolean;
  readonly onCommit: (value: number) => void;
}

/** A box for a number with a draft of its own; what cannot be read stays, with the reason below it. */
export function NumberBox({ value, whole = false, onCommit, ...looks }: NumberBoxProps) {
  const [format, read] = whole ? [formatStep, readWhole] : [formatKnob, readNumber];
  const draft = useNumberDraft({ value, format, read, onCommit }, `number ${looks.id ?? looks.name ?? ""}`);
  const box = useRef<HTMLInputElement>(null);
  const stopped = draft.now.value?.stopped ?? null;
  return (
    <>
      <DraftBox
        {...looks}
        value={value}
        draft={draft}
        inputRef={box}
        invalid={looks.invalid === true || stopped !== null}
        onLeave={() => {
          draft.leave();
        }}
      />
      {stopped !== null && <Problem text={stopped.why} below={box} />}
    </>
  );
}

interface DraftBoxProps extends BoxLooks {
  /** The number that holds. */
  readonly value: number;
  readonly draft: NumberDraft;
  readonly inputRef?: { current: HTMLInputElement | null };
  /** Left out: whoever holds the draft knows when it is left. */
  readonly onLeave?: () => void;
}

/** A box that shows a draft, or the number that holds: Enter applies, Escape drops, arrow keys nudge. */
export function DraftBox({ value, draft, nudge, inputRef, onLeave, ...looks }: DraftBoxProps) {
  const staged = draft.now.value;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") draft.apply();
    else if (event.key === "Escape") {
      if (draft.drop()) event.stopPropagation();
    } else if (nudge !== undefined && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      draft.nudge(nudge(draft.shown, event.key === "ArrowUp", event.shiftKey));
    }
  };
  return (
    <input
      type="text"
      inputMode="decimal"
      class={`box ${looks.class ?? ""}${staged === null ? "" : " staged"}`}
      {...(inputRef === undefined ? {} : { ref: inputRef })}
      {...(looks.id === undefined ? {} : { id: looks.id })}
      {...(looks.name === undefined ? {} : { "aria-label": looks.name })}
      {...(looks.describedBy === undefined ? {} : { "aria-describedby": looks.describedBy })}
      aria-invalid={looks.invalid ?? false}
      title={looks.title}
      disabled={looks.disabled ?? false}
      autocomplete="off"
      spellcheck={false}
      value={staged?.text ?? draft.of.format(value)}
      onInput={event => {
        draft.type(event.currentTarget.value);
      }}
      onKeyDown={onKeyDown}
      onBlur={onLeave}
    />
  );
}

/** Why a box's text is not taken, below it, or above where the window ends. */
function Problem({
  text,
  below,
}: {
  readonly text: string;
  readonly below: { current: HTMLInputElement | null };
}) {
  const own = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    const [box, problem] = [below.current, own.current];
    if (box === null || problem === null) return;
    const { left, top, bottom } = box.getBoundingClientRect();
    const { width, height } = problem.getBoundingClientRect();
    problem.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    problem.style.top = `${bottom + height + 4 > innerHeight ? top - height - 4 : bottom + 4}px`;
  }, [text]);
  return (
    <p class="box-problem" role="alert" ref={own}>
      {text}.
    </p>
  );
}
