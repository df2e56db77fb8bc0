import { markdownText } from "../../src/plain/markdown-text.ts";
import { formatMeasure, formatStep } from "../numbers/format.ts";
import { inks } from "../plates/inks.ts";
import { inkOf } from "./column-plate.tsx";
import { differencesOf } from "./column-view.tsx";
import { directionOf, intervalWords, measureRows } from "./measure-rows.ts";
import { differenceText, intervalText } from "./measures.tsx";
import type { CompareModel } from "./model.ts";

const WIDTH = 480;
const GAP = 24;
const HEAD = 56;

/** The columns' pictures beside each other with their names, as PNG. */
async function picture(model: CompareModel): Promise<Uint8Array> {
  const columns = model.columns.value.filter(({ canvas }) => canvas !== null);
  const tallest = Math.max(
    1,
    ...columns.map(({ canvas }) =>
      canvas === null ? 0 : (WIDTH * canvas.height) / Math.max(1, canvas.width),
    ),
  );
  const out = new OffscreenCanvas(GAP + columns.length * (WIDTH + GAP), Math.ceil(HEAD + tallest + GAP));
  const context = out.getContext("2d");
  if (context === null) throw new Error("this browser cannot draw the picture");
  const now = inks.value;
  context.fillStyle = now.background;
  context.fillRect(0, 0, out.width, out.height);
  for (const [i, column] of columns.entries()) {
    const left = GAP + i * (WIDTH + GAP);
    const run = column.run.value;
    context.fillStyle = now[inkOf(model, column)];
    context.fillRect(left, 16, 10, 10);
    context.fillStyle = now.foreground;
    context.font = `600 15px ${now.family}`;
    context.fillText(`${model.nameOf(column.folder)}, seed ${run?.seed ?? ""}`, left + 18, 26, WIDTH - 18);
    context.font = `12px ${now.family}`;
    context.fillStyle = now.quiet;
    context.fillText(`step ${formatStep(column.shown.value ?? 0)}`, left, 46, WIDTH);
    const { canvas } = column;
    if (canvas !== null) context.drawImage(canvas, left, HEAD, WIDTH, (WIDTH * canvas.height) / canvas.width);
  }
  const blob = await out.convertToBlob({ type: "image/png" });
  return new Uint8Array(await blob.arrayBuffer());
}

const namesOf = (model: CompareModel): string[] =>
  model.columns.value.map(({ folder }) => model.nameOf(folder));

/** A file's name of the runs' names. */
function fileName(model: CompareModel, ending: string): string {
  const names = namesOf(model)
    .join(" vs ")
    .replace(/[^\p{L}\p{N} ._-]/gu, "_");
  return `compare ${names}`.slice(0, 120).trim() + ending;
}

export async function savePng(model: CompareModel): Promise<void> {
  await model.call("host/save", { name: fileName(model, ".png"), bytes: await picture(model) });
}

const cell = (text: string): string => text.replaceAll("|", "\\|");
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

/** The comparison as Markdown: what differs, the picture, the measures with their differences. `{picture}` is its file. */
export function markdown(model: CompareModel): string {
  const columns = model.columns.value;
  const names = namesOf(model).map(markdownText);
  const heads = columns.map((column, i) =>
    column === model.baseline.value ? `${names[i] ?? ""} (baseline)` : (names[i] ?? ""),
  );
  const steps = columns.map(column => formatStep(column.shown.value ?? 0));
  return [
    `# ${names.join(" vs ")}`,
    "",
    "![The same probe latents in each run]({picture})",
    "",
    row(["", ...heads]),
    row(["---", ...columns.map(() => "---:")]),
    row(["Seed", ...columns.map(column => String(column.run.value?.seed ?? ""))]),
    row(["Step", ...steps]),
    ...measureRows(model).map(({ measure, values, missing }) =>
      row([
        `${measure.title} ${directionOf(measure)}`.trim(),
        ...values.map((value, i) => {
          if (missing[i] !== undefined && missing[i] !== "") return missing[i];
          const mean = formatMeasure(measure.tag, value.value);
          const text = value.best ? `**${mean}**` : mean;
          const interval = intervalText(value);
          if (value.difference === null) return `${text} ${interval}`.trim();
          return `${text} (${[differenceText(value), interval].filter(part => part !== "").join(", ")})`;
        }),
      ]),
    ),
    "",
    ["Bold: best. In brackets: the difference to the baseline.", ...intervalWords(model, "table")].join(" "),
    "",
    ...columns.flatMap((column, i) =>
      differencesOf(model, column).map(difference => `- ${names[i] ?? ""}: ${markdownText(difference)}`),
    ),
    "",
  ].join("\n");
}

export async function saveMarkdown(model: CompareModel): Promise<void> {
  const text = markdown(model);
  await model.call("host/saveMarkdown", {
    name: fileName(model, ".md"),
    text,
    picture: await picture(model),
  });
}
