import { useSignal, type ReadonlySignal } from "@preact/signals";
import type { PageLine } from "../host/connect-page.ts";
import { isRestricted } from "../host/restricted.ts";
import { Button, IconButton } from "./button.tsx";
import type { Problems } from "./problems.ts";

interface PageNoticesProps {
  readonly model: {
    /** Null until something is shown. */
    readonly state: ReadonlySignal<unknown>;
    /** Why nothing comes from the host; null while it does. */
    readonly lost: ReadonlySignal<string | null>;
    readonly problems: Problems;
    readonly connection: PageLine;
  };
  /** What the page does in a trusted workspace alone, as the end of a sentence. */
  readonly trustAdds: string;
}

/** Why nothing is shown, or nothing new: a sentence of the host's. */
export const lostText = (reason: string, isShown: boolean): string =>
  isShown
    ? `Nothing new comes any more: ${reason.replace(/[.]?$/, ".")} What is shown may be old.`
    : `This cannot be shown: ${reason.replace(/[.]?$/, ".")}`;

/** Above a page: what is wrong, said as it comes, and what can be done about it. */
export function PageNotices({ model, trustAdds }: PageNoticesProps) {
  const { state, lost, problems, connection } = model;
  const dismissed = useSignal(false);
  return (
    <>
      {lost.value !== null && (
        <p class="notice error" role="alert">
          <span class="grow">{lostText(lost.value, state.value !== null)}</span>
          <Button look="secondary" onPress={connection.restart}>
            Try again
          </Button>
        </p>
      )}
      {isRestricted() && !dismissed.value && (
        <p class="notice info" role="status">
          <span class="grow">
            Restricted Mode: what was recorded is shown. In a trusted workspace this page also {trustAdds}.
          </span>
          <Button
            look="secondary"
            onPress={() => {
              problems.attempt(connection.manageTrust());
            }}
          >
            Manage Workspace Trust
          </Button>
          <IconButton
            icon="close"
            name="Dismiss"
            onPress={() => {
              dismissed.value = true;
            }}
          />
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
