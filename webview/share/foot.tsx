import type { SharedDocument } from "../../src/protocol/shared-page.ts";
import { formatStep } from "../numbers/format.ts";

interface Props {
  readonly shared: SharedDocument;
}

const day = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** Where the page comes from, and what is not in it. */
export function Foot({ shared: { runs, sweep, exportedAt, madeBy } }: Props) {
  const ofRuns = runs.flatMap(({ leftOut }, i) =>
    leftOut.map(sentence => (runs.length > 1 ? `Run ${i + 1}: ${sentence}` : sentence)),
  );
  const left = sweep?.leftOut ?? ofRuns;
  return (
    <footer aria-label="About this page">
      <p>
        Exported on {day(exportedAt)} by Pairing Lab {madeBy}. This file needs no network; its data are JSON
        inside it.
      </p>
      {runs.map(({ facts, digest }) => (
        <p key={facts.id}>
          Run {facts.id}: begun on {day(facts.createdAt)} by Pairing Lab {facts.versions["pairingLab"]},{" "}
          {facts.device}.
          {digest !== null && (
            <>
              {" "}
              SHA-256 of the state at step {formatStep(digest.step)}: <code>{digest.sha256}</code>
            </>
          )}
        </p>
      ))}
      {left.length > 0 && (
        <>
          <h2>Not in this page</h2>
          <ul class="plain">
            {left.map(sentence => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </footer>
  );
}
