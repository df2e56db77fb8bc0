import type { SourceFacts } from "../../src/protocol/curves.ts";
import { Icon } from "../controls/icon.tsx";
import { Menu } from "../controls/menu.tsx";
import { formatStep } from "../numbers/format.ts";
import { shortened } from "../numbers/tag-groups.ts";
import type { CurvesModel } from "./model.ts";

/** Characters of a folder that are shown; the rest stands in the tooltip. */
const DETAIL_ROOM = 48;

const counted = (count: number, what: string): string =>
  `${formatStep(count)} ${what}${count === 1 ? "" : "s"}`;

/** What was not shown, and why. */
function shortcomings({ damaged, others, leftOut }: SourceFacts): string[] {
  return [
    ...(damaged > 0 ? [`${counted(damaged, "damaged record")} skipped`] : []),
    ...(leftOut.values > 0 ? [`${counted(leftOut.values, "value")} not finite`] : []),
    ...(leftOut.curves > 0 ? [`${counted(leftOut.curves, "further tag")} left out`] : []),
    ...(leftOut.early > 0 ? [`${counted(leftOut.early, "value")} before step 0 left out`] : []),
    ...(leftOut.further > 0 ? [`${counted(leftOut.further, "further value")} left out`] : []),
    ...(leftOut.pictures > 0 ? [`${counted(leftOut.pictures, "picture")} left out`] : []),
    ...others.map(
      ({ plugin, tags }) => `${counted(tags, "tag")} of ${kinds[plugin] ?? "other tensors"} not drawn`,
    ),
  ];
}

/** TensorBoard's plugins, as people call what they show. */
const kinds: Readonly<Record<string, string>> = {
  histograms: "histograms",
  text: "text",
  audio: "sound",
  hparams: "hyper-parameters",
  pr_curves: "precision-recall curves",
};

interface Props {
  readonly model: CurvesModel;
}

/** Whose curves are shown, with the colour and the number of each. */
export function Sources({ model }: Props) {
  const sources = model.state.value?.sources ?? [];
  return (
    <ul class="sources" aria-label="Runs shown">
      {sources.map((source, i) => (
        <Source key={source.folder} model={model} source={source} number={i + 1} />
      ))}
    </ul>
  );
}

function Source({
  model,
  source,
  number,
}: Props & { readonly source: SourceFacts; readonly number: number }) {
  const { folder, name, detail, kind, reading, trouble } = source;
  const notes = shortcomings(source);
  return (
    <li>
      <i class={`swatch run${number}`} />
      <b title={folder}>
        {number} {name}
      </b>
      <span class="tiny detail" title={folder}>
        {shortened(detail, DETAIL_ROOM)}
      </span>
      {reading !== null && (
        <span class="tiny" role="status">
          reading, {Math.floor(100 * reading)} %
        </span>
      )}
      {notes.length > 0 && (
        <span class="tiny warning" title="Everything else is shown">
          <Icon name="warning" />
          {notes.join(", ")}
        </span>
      )}
      {trouble !== null && (
        <span class="tiny problem" role="alert">
          {trouble}
        </span>
      )}
      <Menu
        name={`Run ${name}`}
        icon="ellipsis"
        items={[
          ...(kind === "run"
            ? [
                {
                  label: "Open its dashboard",
                  onPick: () => {
                    model.attempt(model.call("sources/open", { source: folder }));
                  },
                },
              ]
            : []),
          {
            label: "Remove from this page",
            onPick: () => {
              model.attempt(model.call("sources/remove", { source: folder }));
            },
          },
        ]}
      />
    </li>
  );
}
