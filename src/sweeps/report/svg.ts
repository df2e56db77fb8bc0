import { axisScale, type AxisScale } from "./axis-scale.ts";
import { titleOf, type Arm, type Report } from "./report.ts";
import { questionOf, seriesOf, type Series } from "./series.ts";
import { valueRange } from "./value-range.ts";
import { armText, cellText, meansText, progressText, undefinedText } from "./words.ts";

const PANEL = { width: 300, height: 220, left: 44, right: 14, top: 30, bottom: 34 };
const COLUMNS = 3;
const HEAD = 44;
/** Series beyond these share the last look; their labels tell them apart. */
const MOST_LOOKS = 6;

/** Colours that keep 4.5:1 on white and on VS Code's dark ground alike are few, so each ground has its own. */
const style = `
text { font: 11px system-ui, sans-serif; fill: #57606a; }
.title { font-size: 14px; font-weight: 600; fill: #1f2328; } .name { font-size: 12px; font-weight: 600; fill: #1f2328; }
.grid { stroke: #d0d7de; } .axis { stroke: #8c959f; }
.s0 { color: #0969da; } .s1 { color: #bc4c00; } .s2 { color: #1a7f6b; } .s3 { color: #8250df; } .s4 { color: #953800; } .s5 { color: #57606a; }
.line { fill: none; stroke: currentColor; stroke-width: 1.75; } .whisker { stroke: currentColor; stroke-width: 1.25; }
.mean { fill: currentColor; } .seed { fill: currentColor; opacity: 0.45; } .label { fill: currentColor; }
.d1 { stroke-dasharray: 6 3; } .d2 { stroke-dasharray: 2 3; } .d3 { stroke-dasharray: 8 3 2 3; } .d4 { stroke-dasharray: 4 2; } .d5 { stroke-dasharray: 1 2; } .join { stroke-dasharray: 2 3; stroke-width: 1; }
@media (prefers-color-scheme: dark) {
text { fill: #a8b0b9; } .title, .name { fill: #e6edf3; } .grid { stroke: #3d444d; } .axis { stroke: #7d8590; }
.s0 { color: #4da3ff; } .s1 { color: #f0883e; } .s2 { color: #3fb9a5; } .s3 { color: #b48cf2; } .s4 { color: #d4a72c; } .s5 { color: #a8b0b9; }
}`;

const escaped = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    // Control characters are no XML.
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "");

const n = (value: number) => String(Number(value.toFixed(2)));
const text = (x: number, y: number, content: string, attributes = "") =>
  `<text x="${n(x)}" y="${n(y)}" ${attributes}>${escaped(content)}</text>`;
const line = (x1: number, y1: number, x2: number, y2: number, look: string) =>
  `<line x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}" class="${look}"/>`;
const lookOf = (index: number) => Math.min(index, MOST_LOOKS - 1);

/**
 * A report as a vector picture: a small multiple for each measure, the question's axis from left to right, a line for each
 * setting of the other axes, means with their 95 % intervals, a dot a seed. Readable on light and dark ground.
 */
export function reportSvg(report: Report): string {
  const { tags, name } = report;
  const series = seriesOf(report);
  const question = questionOf(report);
  const scale = axisScale(question?.values ?? ["the experiment"]);
  const labelled = series.filter(({ label }) => label !== "");
  const legend = labelled.length > 0 ? 18 * labelled.length + 6 : 0;
  const columns = Math.min(COLUMNS, Math.max(1, tags.length));
  const rows = Math.max(1, Math.ceil(tags.length / columns));
  const width = Math.max(480, columns * PANEL.width);
  const height = HEAD + legend + rows * PANEL.height + 22;
  const panels = tags.map((tag, i) => {
    const [x, y] = [(i % columns) * PANEL.width, HEAD + legend + Math.floor(i / columns) * PANEL.height];
    return `<g transform="translate(${n(x)} ${n(y)})">${panel(report, tag, series, scale)}</g>`;
  });
  const keys = labelled.map(({ label }, i) => {
    const y = HEAD + 18 * i + 4;
    return `<g class="s${lookOf(i)}">${line(10, y - 4, 38, y - 4, `line d${lookOf(i)}`)}${text(46, y, label, 'class="label"')}</g>`;
  });
  const foot = question === null ? "" : `across: ${question.key}; `;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${n(width)} ${n(height)}" width="${n(width)}" height="${n(height)}" role="img" aria-labelledby="t d">`,
    `<title id="t">${escaped(`Sweep ${name}`)}</title>`,
    `<desc id="d">${escaped(descriptionOf(report))}</desc>`,
    `<style>${style}</style>`,
    text(10, 20, name, 'class="title"'),
    text(10, 36, progressText(report)),
    ...keys,
    ...panels,
    text(
      10,
      height - 8,
      `${foot}${meansText(report)}${isWhole(report) ? "" : "; × n: undefined in n seeds"}`,
    ),
    "</svg>\n",
  ].join("\n");
}

/** Whether no measure is undefined anywhere. */
const isWhole = ({ arms }: Report): boolean =>
  arms.every(({ cells }) => Object.values(cells).every(cell => cell.undefined.length === 0));

function panel(report: Report, tag: string, series: readonly Series[], scale: AxisScale): string {
  const { width, height, left, right, top, bottom } = PANEL;
  const [low, high] = valueRange(report, tag);
  const inset = 8;
  const X = (place: number) => left + inset + (width - left - right - 2 * inset) * place;
  const Y = (value: number) =>
    top + (height - top - bottom) * (1 - (Math.min(high, Math.max(low, value)) - low) / (high - low));
  const parts = [text(left - 4, 16, titleOf(tag), 'class="name"')];
  for (const share of [0, 0.5, 1]) {
    const value = low + share * (high - low);
    parts.push(line(left, Y(value), width - right, Y(value), share === 0 ? "axis" : "grid"));
    parts.push(text(left - 6, Y(value) + 4, String(Number(value.toPrecision(3))), 'text-anchor="end"'));
  }
  for (const [place, label] of spacedLabels(scale, width - left - right))
    parts.push(text(X(place), height - bottom + 16, label, 'text-anchor="middle"'));
  if (scale.gap) {
    const x = (X(0) + X(Math.min(...scale.places.filter(place => place > 0)))) / 2;
    for (const d of [-2, 2]) parts.push(line(x + d - 2, Y(low) + 4, x + d + 2, Y(low) - 4, "axis"));
  }
  for (const [i, { arms }] of series.entries()) {
    // Settings stand side by side where they would cover each other.
    const shift = (i - (series.length - 1) / 2) * Math.min(4, 20 / series.length);
    parts.push(
      `<g class="s${lookOf(i)}">${marks(arms, tag, scale, lookOf(i), place => X(place) + shift, Y)}</g>`,
    );
  }
  return parts.join("");
}

function marks(
  arms: readonly Arm[],
  tag: string,
  scale: AxisScale,
  look: number,
  X: (place: number) => number,
  Y: (value: number) => number,
): string {
  const parts: string[] = [];
  let before: { x: number; y: number; place: number } | null = null;
  for (const [i, arm] of arms.entries()) {
    const cell = arm.cells[tag] ?? { values: [], undefined: [], interval: null };
    const { values, interval } = cell;
    const place = scale.places[i] ?? 0;
    const x = X(place);
    for (const { value } of values)
      parts.push(`<circle cx="${n(x)}" cy="${n(Y(value))}" r="2" class="seed"/>`);
    if (cell.undefined.length > 0) {
      // The mean of what is left is no fair value: it is not drawn, and no line leads to it.
      parts.push(
        `<g><title>${escaped(undefinedText(cell))}</title>${text(x, PANEL.top - 2, `× ${cell.undefined.length}`, 'text-anchor="middle" class="label"')}</g>`,
      );
      before = null;
      continue;
    }
    if (interval === null) {
      before = null;
      continue;
    }
    const { mean, halfWidth } = interval;
    if (halfWidth !== null) parts.push(line(x, Y(mean - halfWidth), x, Y(mean + halfWidth), "whisker"));
    parts.push(`<circle cx="${n(x)}" cy="${n(Y(mean))}" r="3" class="mean"/>`);
    // A 0 apart from a logarithmic axis is joined by dots: nothing is known between.
    if (before !== null && scale.kind !== "names")
      parts.push(
        line(before.x, before.y, x, Y(mean), scale.gap && before.place === 0 ? "line join" : `line d${look}`),
      );
    before = { x, y: Y(mean), place };
  }
  return parts.join("");
}

/** The labels of an axis that do not run into each other, from the left. */
function spacedLabels({ places, labels }: AxisScale, width: number): (readonly [number, string])[] {
  const shown: (readonly [number, string])[] = [];
  let free = -Infinity;
  for (const [place, label] of places
    .map((at, i) => [at, labels[i] ?? ""] as const)
    .sort((a, b) => a[0] - b[0])) {
    const cut = label.length > 14 ? `${label.slice(0, 13)}…` : label;
    const half = cut.length * 3.2;
    if (place * width - half < free) continue;
    shown.push([place, cut]);
    free = place * width + half + 6;
  }
  return shown;
}

/** The picture in words: for each measure the best mean. */
function descriptionOf(report: Report): string {
  const lines = report.tags.flatMap(tag => {
    const best = report.arms.find(({ key }) => key === report.best[tag]);
    const cell = best?.cells[tag];
    const lacking = report.arms.flatMap(arm => {
      const own = arm.cells[tag];
      const text = own === undefined ? "" : undefinedText(own);
      return text === "" ? [] : [`${titleOf(tag)}: ${text} at ${armText(report, arm)}`];
    });
    return best === undefined || cell === undefined
      ? lacking
      : [`${titleOf(tag)}: best mean ${cellText(cell)} at ${armText(report, best)}`, ...lacking];
  });
  return [`${progressText(report)}.`, ...lines].join(" ");
}
