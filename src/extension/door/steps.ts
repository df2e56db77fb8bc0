import * as vscode from "vscode";
import { draftUnder, itemOf, optionsOf, type Choice, type PickOptions, type Question } from "./questions.ts";
import { shown } from "./words.ts";

/** The person wants the question before. */
export const back = Symbol("back");
/** What came of one question of several; undefined where the person leaves them all. */
export type Answer<T> = T | typeof back | undefined;

interface Place {
  /** Whether there is a question before. */
  readonly hasBack: boolean;
}

/**
 * Asks one question after the other; the button with the arrow leads to the one before, whose answer can be given anew.
 * Each gets what was answered so far. Undefined when the person leaves.
 */
export async function askInTurn<Answers extends object>(
  questions: readonly ((so: Partial<Answers>, place: Place) => Promise<Answer<Partial<Answers>>>)[],
): Promise<Answers | undefined> {
  let answers: Partial<Answers> = {};
  for (let at = 0; ;) {
    const question = questions[at];
    // Each question has given its own part.
    if (question === undefined) return answers as Answers;
    const answer = await question(answers, { hasBack: at > 0 });
    if (answer === undefined) return undefined;
    if (answer === back) {
      at--;
      continue;
    }
    answers = { ...answers, ...answer };
    at++;
  }
}

type Row<C extends Choice> = Omit<ReturnType<typeof itemOf<C>>, "choice"> & {
  readonly choice?: C;
  readonly kind?: vscode.QuickPickItemKind;
};

/** The rows of choices, a head above each group. */
const grouped = <C extends Choice>(choices: readonly C[]): Row<C>[] =>
  choices.flatMap((choice, at) => {
    const { group } = choice;
    return group === undefined || group === choices[at - 1]?.group
      ? [itemOf(choice)]
      : [{ label: shown(group), kind: vscode.QuickPickItemKind.Separator }, itemOf(choice)];
  });

/** Lets the person pick one; what is typed may be one more, which stands first. */
export function pickStep<C extends Choice>(
  choices: readonly C[],
  { hasBack, ...options }: PickOptions & Place,
  choiceOf: (typed: string) => C | null = () => null,
): Promise<Answer<C>> {
  const { placeHolder, ...rest } = optionsOf(options);
  const pick = vscode.window.createQuickPick<Row<C>>();
  const items = grouped(choices);
  Object.assign(pick, rest, { placeholder: placeHolder, items });
  pick.onDidChangeValue(typed => {
    const choice = choiceOf(typed);
    pick.items = choice === null ? items : [itemOf({ ...choice, alwaysShow: true }), ...items];
  });
  return answered(pick, hasBack, () => pick.selectedItems[0]?.choice);
}

/** Asks for a line of text. */
export function askStep({ check, ...question }: Question, { hasBack }: Place): Promise<Answer<string>> {
  const box = vscode.window.createInputBox();
  box.ignoreFocusOut = true;
  box.title = shown(question.title);
  const { begin, keep } = draftUnder(box.title, question.value);
  box.value = begin ?? "";
  if (question.prompt !== undefined) box.prompt = shown(question.prompt);
  if (question.placeholder !== undefined) box.placeholder = shown(question.placeholder);
  const look = (typed: string) => {
    if (typed !== begin) keep(typed);
    const problem = check?.(typed) ?? null;
    box.validationMessage = problem === null ? undefined : shown(problem);
    return problem === null;
  };
  box.onDidChangeValue(look);
  return answered(box, hasBack, () => (look(box.value) ? box.value : undefined)).finally(() => {
    keep(undefined);
  });
}

/** Shows it until it is answered; what cannot be taken leaves it as it is. */
function answered<T>(
  input: vscode.QuickInput & Pick<vscode.InputBox, "buttons" | "onDidAccept" | "onDidTriggerButton">,
  hasBack: boolean,
  take: () => T | undefined,
): Promise<Answer<T>> {
  if (hasBack) input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<Answer<T>>(resolve => {
    input.onDidTriggerButton(() => {
      resolve(back);
    });
    input.onDidAccept(() => {
      const taken = take();
      if (taken !== undefined) resolve(taken);
    });
    input.onDidHide(() => {
      resolve(undefined);
    });
    input.show();
  }).finally(() => {
    input.dispose();
  });
}
