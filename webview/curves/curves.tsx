import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { SourceFacts } from "../../src/protocol/curves.ts";
import { Button } from "../controls/button.tsx";
import { DataTable } from "../controls/data-table.tsx";
import { Icon } from "../controls/icon.tsx";
import { PageNotices } from "../controls/page-notices.tsx";
import { UnreadNotices } from "../controls/unread-notices.tsx";
import type { TagGroup } from "../numbers/tag-groups.ts";
import { CurvesHead } from "./head.tsx";
import type { CurvesModel } from "./model.ts";
import { TagPictures } from "./pictures.tsx";
import { Sources } from "./sources.tsx";
import { StepFooter } from "./step-footer.tsx";
import { TagChart } from "./tag-chart.tsx";

interface Props {
  readonly model: CurvesModel;
}

/** Every curve of one to four runs or logs in the same charts, by tag, and their pictures. */
export function Curves({ model }: Props) {
  const ready = useComputed(() => model.state.value !== null).value;
  const table = model.table.value;
  return (
    <>
      <CurvesHead model={model} />
      <Sources model={model} />
      <Problems model={model} />
      <main class="wall" aria-busy={!ready}>
        {ready ? (
          <Wall model={model} />
        ) : (
          <p class="plate skeleton" role="status" aria-label="Reading the curves" />
        )}
      </main>
      <StepFooter model={model} />
      {table !== null && (
        <DataTable
          table={table}
          onCopy={text => {
            model.attempt(model.call("host/copy", { text }));
          }}
          onClose={() => {
            model.table.value = null;
          }}
        />
      )}
    </>
  );
}

function Problems({ model }: Props) {
  return (
    <div class="problems">
      <PageNotices model={model} trustAdds="writes curves and pictures" />
      <UnreadNotices
        unread={model.state.value?.unread ?? []}
        onRemove={source => {
          model.attempt(model.call("sources/remove", { source }));
        }}
      />
    </div>
  );
}

function Wall({ model }: Props) {
  const groups = model.groups.value;
  const pictures = model.pictureTags.value;
  if (groups.length === 0 && pictures.length === 0) return <Nothing model={model} />;
  return (
    <>
      {pictures.length > 0 && (
        <Group model={model} name="Pictures" count={pictures.length}>
          {pictures.map(tag => (
            <TagPictures key={tag} model={model} tag={tag} />
          ))}
        </Group>
      )}
      {groups.map(group => (
        <CurveGroup key={group.name} model={model} group={group} />
      ))}
    </>
  );
}

function CurveGroup({ model, group }: Props & { readonly group: TagGroup }) {
  return (
    <Group model={model} name={group.name} count={group.tags.length}>
      {group.tags.map(tag => (
        <TagChart key={tag} model={model} tag={tag} />
      ))}
    </Group>
  );
}

interface GroupProps extends Props {
  readonly name: string;
  readonly count: number;
  readonly children: ComponentChildren;
}

/** Charts under one heading, which folds them up. */
function Group({ model, name, count, children }: GroupProps) {
  const folded = model.field("folded").value;
  const isOpen = !folded.includes(name);
  return (
    <section class="group" aria-label={name}>
      <h2>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => {
            model.arrange({ folded: isOpen ? [...folded, name] : folded.filter(one => one !== name) });
          }}
        >
          <Icon name="chevron-down" />
          {name} <span class="tiny">{count}</span>
        </button>
      </h2>
      {isOpen && <div class="tags">{children}</div>}
    </section>
  );
}

const isReading = ({ reading }: SourceFacts): boolean => reading !== null;

/** Why there is nothing to see, and what to do about it. */
function Nothing({ model }: Props) {
  const sources = model.state.value?.sources ?? [];
  if (model.field("filter").value.trim() !== "")
    return (
      <p class="empty">
        No tag fits the filter.
        <Button
          look="secondary"
          onPress={() => {
            model.arrange({ filter: "" });
          }}
        >
          Clear the filter
        </Button>
      </p>
    );
  if (sources.length === 0)
    return (
      <p class="empty">
        No run is shown.
        <Button
          look="primary"
          onPress={() => {
            model.attempt(model.call("sources/add", null));
          }}
        >
          Add a run
        </Button>
      </p>
    );
  return (
    <p class="empty" role="status">
      {sources.some(isReading)
        ? "Reading the event files."
        : "There are no scalars and no pictures yet. What is appended is shown as it comes."}
    </p>
  );
}
