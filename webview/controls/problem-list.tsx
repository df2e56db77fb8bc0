import type { ReadonlySignal } from "@preact/signals";
import type { Problems } from "./problems.ts";
import { IconButton } from "./button.tsx";

interface ProblemListProps {
  /** Why nothing comes from the host any more; null while it does. */
  readonly lost: ReadonlySignal<string | null>;
  readonly problems: Problems;
}

/** Above a page: what is wrong, said as it comes. */
export function ProblemList({ lost, problems }: ProblemListProps) {
  return (
    <>
      {lost.value !== null && (
        <p class="notice error" role="alert">
          {lost.value}
        </p>
      )}
      {problems.texts.value.map(text => (
        <p key={text} class="notice warning" role="alert">
          <span class="grow">{text}</span>
          <IconButton
            icon="close"
            name="Dismiss"
            onPress={() => {
              problems.dismiss(text);
            }}
          />
        </p>
      ))}
    </>
  );
}
