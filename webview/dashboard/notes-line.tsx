import { useComputed } from "@preact/signals";
import { whyNot } from "../host/restricted.ts";
import { usePage } from "./context.ts";

/** The person's tags and note of the run, and the way to change them. */
export function NotesLine() {
  const { model } = usePage();
  const notes = useComputed(() => model.state.value?.notes).value;
  if (notes === undefined) return null;
  const refused = whyNot("writes");
  const ask = (what: "tags" | "note") => () => {
    if (refused === null) model.attempt(model.call("host/open", { what }));
  };
  const parts = [
    { what: "tags", text: notes.tags.join(", ") },
    { what: "note", text: notes.note },
  ] as const;
  return (
    <p class="notes-line tiny">
      {parts.map(({ what, text }) => (
        <button
          key={what}
          type="button"
          class="line-action"
          aria-label={text === "" ? `add ${what} of this run` : `Edit ${what}: ${text}`}
          aria-disabled={refused !== null}
          title={refused ?? (text === "" ? undefined : `${text}\n(press to edit)`)}
          onClick={ask(what)}
        >
          {text === "" ? `add ${what}` : text}
        </button>
      ))}
    </p>
  );
}
