import { knobs, type KnobKey } from "../experiment/catalog.ts";
import { knobScale } from "../dashboard/knob-facts.ts";
import { readNumber, readWhole, whyNoNumber, type TypedNumber } from "../plain/typed-number.ts";
import { askBeforeHeld } from "../protocol/knob-range.ts";
import { confirmed } from "./door/messages.ts";
import { ask, type Question } from "./door/questions.ts";
import { words, type Text } from "./door/words.ts";
import { grouped, knobText } from "./number-text.ts";

interface NumberQuestion extends Omit<Question, "check"> {
  readonly read?: (typed: string) => TypedNumber;
  /** Why a number may not be; null where it may. */
  readonly check: (value: number) => string | null;
}

/** Asks for a number; undefined when the person thought better of it. */
export async function askNumber({
  check,
  read = readNumber,
  ...question
}: NumberQuestion): Promise<number | undefined> {
  const typed = await ask({ ...question, check: text => whyNoNumber(read(text), check) });
  const found = typed === undefined ? undefined : read(typed);
  return found?.is === "number" ? found.value : undefined;
}

interface WholeQuestion extends Omit<NumberQuestion, "check" | "read"> {
  readonly from: number;
  readonly to: number;
}

/** Asks for a whole number between two others, both included. */
export const askWhole = ({ from, to, ...question }: WholeQuestion): Promise<number | undefined> =>
  askNumber({
    ...question,
    read: readWhole,
    check: value =>
      Number.isSafeInteger(value) && value >= from && value <= to
        ? null
        : `a whole number from ${grouped(from)} to ${grouped(to)}`,
  });

interface KnobQuestion {
  readonly title: Text;
  readonly prompt: string;
  /** What stands there already. */
  readonly proposed: number;
  /** What the knob is now. */
  readonly held: number;
}

/** Asks for a knob's value, and once more for one that is far off. `check` says why it may not be. */
export async function askKnob(
  check: NumberQuestion["check"],
  key: KnobKey,
  { title, prompt, proposed, held }: KnobQuestion,
): Promise<number | undefined> {
  const value = await askNumber({
    title,
    prompt,
    value: knobText(proposed),
    check,
  });
  if (value === undefined) return undefined;
  const why = askBeforeHeld(knobScale(key), held, value);
  if (why === null) return value;
  const question = words(`${knobs[key].title}: ${why}. Is it meant so?`);
  return (await confirmed(question, `Set ${value}`)) ? value : undefined;
}
