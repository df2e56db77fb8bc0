import type { ModeFacts, PointCloud } from "../../src/protocol/pictures.ts";
import { placeInModes, sharesWithin } from "../numbers/modes.ts";
import { drawLens } from "./lens.ts";
import { Plate } from "./plate.tsx";

/** With more they are too small to tell anything. */
const MOST_LENSES = 8;

interface ModeLensesProps {
  readonly real: { readonly samples: PointCloud; readonly modes: ModeFacts | null } | null;
  readonly samples: PointCloud | null;
}

/** A glance into each mode, with the percentage of the samples that lie within it. Nothing where there are no modes, or many. */
export function ModeLenses({ real, samples }: ModeLensesProps) {
  const modes = real?.modes ?? null;
  if (real === null || modes === null || samples === null || modes.count > MOST_LENSES) return null;
  const shares = sharesWithin(placeInModes(samples, modes), modes.count);
  return (
    <ol class="lenses" aria-label="Inside each mode, within 3 standard deviations">
      {Array.from(shares, (share, mode) => (
        <li key={mode}>
          <Plate
            aria-hidden="true"
            of={samples}
            draw={surface => {
              drawLens(surface, { mode, modes, axes: [0, 1], real: real.samples, samples });
            }}
          />
          <span class="tiny">
            <b>{mode + 1}</b>
            <span>{(100 * share).toFixed(1)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
