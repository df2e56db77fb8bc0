import type { SharedRun } from "../../src/protocol/shared-page.ts";
import { flattened } from "../../src/protocol/run-names.ts";
import { whatDiffers } from "../numbers/comparison.ts";
import { RunMark } from "./run-mark.tsx";

/** The key paths in which the experiments differ, a row each. */
export function Differences({ runs }: { readonly runs: readonly SharedRun[] }) {
  const [first, ...others] = runs.map(({ facts }) => facts.experiment);
  if (first === undefined) return null;
  const keys = [...new Set(others.flatMap(other => whatDiffers(first, other).map(({ key }) => key)))];
  const values = runs.map(({ facts }) => flattened(facts.experiment));
  return (
    <section aria-label="What differs">
      <h2>What differs</h2>
      {keys.length === 0 ? (
        <p class="quiet">Nothing: the experiments are the same.</p>
      ) : (
        <div class="wide" tabIndex={0} role="group" aria-label="What differs: table">
          <table>
            <thead>
              <tr>
                <th scope="col">Key</th>
                {runs.map((_, i) => (
                  <th key={i} scope="col">
                    <RunMark place={i} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {keys.map(key => (
                <tr key={key}>
                  <th scope="row">
                    <code>{key}</code>
                  </th>
                  {values.map((own, i) => (
                    <td key={i} class="text">
                      {own.get(key) ?? "none"}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
