import { useNativeText } from "./toolkit/native.ts";

interface TextAreaProps {
  readonly name: string;
  readonly value: string;
  readonly rows: number;
  readonly maxLength: number;
  readonly onType: (text: string) => void;
  /** Ctrl+Enter, Cmd+Enter. */
  readonly onSend: () => void;
}

/** Text of several lines. */
export function TextArea({ name, value, rows, maxLength, onType, onSend }: TextAreaProps) {
  const host = useNativeText(name, {});
  return (
    <pl-text-area
      ref={host}
      class="text-area"
      resize="vertical"
      rows={rows}
      maxlength={maxLength}
      value={value}
      onInput={event => {
        onType(event.currentTarget.value);
      }}
      onKeyDown={event => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSend();
      }}
    />
  );
}
