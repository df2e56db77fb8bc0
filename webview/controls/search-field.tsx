import { useNativeText } from "./toolkit/native.ts";

interface SearchFieldProps {
  /** What is searched. */
  readonly name: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly title?: string;
  readonly maxLength?: number;
  /** Why it is not understood. */
  readonly problem?: string | null;
  readonly class?: string;
  readonly onType: (text: string) => void;
}

/** A line of text that is acted on while it is typed. */
export function SearchField({ name, value, title, problem = null, onType, ...rest }: SearchFieldProps) {
  const host = useNativeText(name, {
    title,
    "aria-invalid": String(problem !== null),
    // An element of the page cannot describe one inside another element.
    "aria-description": problem ?? undefined,
  });
  return (
    <pl-text-field
      ref={host}
      type="search"
      class={`field ${problem === null ? "" : "invalid"} ${rest.class ?? ""}`}
      value={value}
      {...(rest.placeholder === undefined ? {} : { placeholder: rest.placeholder })}
      {...(rest.maxLength === undefined ? {} : { maxlength: rest.maxLength })}
      onInput={event => {
        onType(event.currentTarget.value);
      }}
    />
  );
}
