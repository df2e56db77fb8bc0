import { useSignal } from "@preact/signals";
import { columnGroups, type ColumnFacts } from "../../src/protocol/table.ts";
import { Button } from "../controls/button.tsx";
import { Dialog } from "../controls/dialog.tsx";
import { SearchField } from "../controls/search-field.tsx";
import { formatStep } from "../numbers/format.ts";
import type { TableModel } from "./model.ts";

/** Of settings there are hundreds: those that fit what is looked for, and of many the first. */
const MOST_LISTED = 200;

interface Props {
  readonly model: TableModel;
  readonly onClose: () => void;
}

/** Which columns are shown, and in which order. */
export function ColumnsDialog({ model, onClose }: Props) {
  const sought = useSignal("");
  const offered = model.state.value?.head.offered ?? [];
  const shown = model.columns.value;
  const wanted = sought.value.trim().toLowerCase();
  const fits = ({ title, key }: ColumnFacts) =>
    title.toLowerCase().includes(wanted) || key.toLowerCase().includes(wanted);
  const listed = offered.filter(fits);
  const isShown = new Set(shown.map(({ key }) => key));
  return (
    <Dialog title="Columns" onClose={onClose}>
      <div class="columns-dialog">
        <section aria-label="Shown columns">
          <h2>Shown</h2>
          {shown.length === 0 && <p class="quiet">Only the run and its seed.</p>}
          <ol>
            {shown.map(({ key, title }, i) => (
              <li key={key}>
                <span class="cut" title={title}>
                  {title}
                </span>
                <Button
                  title={`Move ${title} to the left`}
                  refused={i === 0 ? "It is the first" : null}
                  onPress={() => {
                    model.moveColumn(key, -1);
                  }}
                >
                  {"←"}
                </Button>
                <Button
                  title={`Move ${title} to the right`}
                  refused={i === shown.length - 1 ? "It is the last" : null}
                  onPress={() => {
                    model.moveColumn(key, 1);
                  }}
                >
                  {"→"}
                </Button>
                <Button
                  title={`Hide ${title}`}
                  onPress={() => {
                    model.toggleColumn(key);
                  }}
                >
                  Hide
                </Button>
              </li>
            ))}
          </ol>
        </section>
        <section aria-label="All columns">
          <SearchField
            name="Find a column"
            placeholder="Find a column"
            value={sought.value}
            onType={text => {
              sought.value = text;
            }}
          />
          {columnGroups.map(group => {
            const columns = listed.filter(column => column.group === group);
            if (columns.length === 0) return null;
            return (
              <fieldset key={group}>
                <legend>{group === "Setting" ? "Settings and knobs, those that differ first" : group}</legend>
                {columns.slice(0, MOST_LISTED).map(({ key, title, description, differs }) => (
                  <label key={key} title={description} class={differs ? "" : "quiet"}>
                    <input
                      type="checkbox"
                      checked={isShown.has(key)}
                      onChange={() => {
                        model.toggleColumn(key);
                      }}
                    />
                    <span>{title}</span>
                  </label>
                ))}
                {columns.length > MOST_LISTED && (
                  <p class="tiny">
                    {formatStep(columns.length - MOST_LISTED)} more; type a part of the name.
                  </p>
                )}
              </fieldset>
            );
          })}
          {listed.length === 0 && <p class="quiet">No column has this in its name.</p>}
        </section>
      </div>
    </Dialog>
  );
}
