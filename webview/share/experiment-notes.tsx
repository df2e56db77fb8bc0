import type { SharedRun } from "../../src/protocol/shared-page.ts";

/** What people wrote beside the experiments' files, as they wrote it: text, of which nothing is a link or a picture. */
export function ExperimentNotes({ runs }: { readonly runs: readonly SharedRun[] }) {
  const all = runs.flatMap(({ experimentNotes }) => (experimentNotes === null ? [] : [experimentNotes]));
  // Runs of one experiment have the same ones.
  const each = new Map(all.map(notes => [`${notes.name}\n${notes.text}`, notes]));
  return [...each].map(([key, { name, text }]) => (
    <section key={key} aria-label={`Notes of the experiment: ${name}`}>
      <h2>
        Notes of the experiment <span class="tiny">{name}</span>
      </h2>
      <p class="written">{text}</p>
    </section>
  ));
}
