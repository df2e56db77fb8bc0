import { useComputed } from "@preact/signals";
import { usePage } from "./context.ts";
import { dataInWords } from "./run-words.ts";

/** What the run learns from. */
export function DataLine() {
  const { model } = usePage();
  const text = useComputed(() => (model.state.value === null ? "" : dataInWords(model.state.value))).value;
  return (
    <p class="data-line tiny" title={text}>
      {text}
    </p>
  );
}
