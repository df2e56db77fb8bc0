import { isFields } from "../plain/fields.ts";
import { customParts } from "../experiment/custom-parts.ts";
import { byImportance } from "../protocol/key-order.ts";
import { Turns } from "../runs/turns.ts";
import { settingOf } from "./differ.ts";
import { factTitles, type Fact, type Side } from "./side.ts";
import { factWords, turnWords } from "./words.ts";

/** What an editor would take for the end of a line, though no line of ours ends there. */
const oddLineEnds = /[\u000b\u000c\u0085\u2028\u2029]/g;

/**
 * A side as text in one form, so that two of them differ in lines where the sides do: every setting, what trains first, each
 * default marked; below, as comments, what was turned by hand, what is known beside, and modules. JSON with comments.
 */
export async function canonicalText(side: Side): Promise<string> {
  const lines = [...(await settingLines(side)), ...recordLines(side), ""];
  return lines
    .join("\n")
    .replace(oddLineEnds, end => `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A file's lines, built level by level; whoever waits for it gets its turn between the keys. */
async function settingLines(side: Side): Promise<string[]> {
  const turns = new Turns();
  const lines = ["{"];
  const write = async (fields: object, above: readonly string[]): Promise<void> => {
    const entries = Object.entries(fields).map(([name, value]) => ({ key: name, value: value as unknown }));
    const ordered = above.length === 0 ? entries.sort(byImportance) : entries;
    for (const [i, { key, value }] of ordered.entries()) {
      await turns.rest();
      const indent = "  ".repeat(above.length + 1);
      const comma = i < ordered.length - 1 ? "," : "";
      const path = [...above, key];
      if (isFields(value)) {
        lines.push(`${indent}${JSON.stringify(key)}: {`);
        await write(value, path);
        lines.push(`${indent}}${comma}`);
        continue;
      }
      const mark = settingOf(side, path.join("."), value)?.isDefault === true ? " // default" : "";
      lines.push(`${indent}${JSON.stringify(key)}: ${inOneLine(value)}${comma}${mark}`);
    }
  };
  await write(side.experiment, []);
  return [...lines, "}"];
}

/** A list as people write it, with room between its entries. */
const inOneLine = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(entry => JSON.stringify(entry)).join(", ")}]` : JSON.stringify(value);

function recordLines({ turns, facts, modules }: Side): string[] {
  const turned = turns.map(turn => `${turn.key} ${turnWords(turn)}`);
  const known = (Object.keys(factTitles) as Fact[]).flatMap(fact => {
    const said = facts[fact];
    return said === undefined ? [] : [`${factTitles[fact]}: ${factWords(fact, said)}`];
  });
  return [
    ...section("Turned by hand", turned),
    ...section("Beside the settings", known),
    ...customParts.flatMap(part => {
      const text = modules[part];
      return text === undefined ? [] : section(`The module "${part}"`, text.split(/\r\n|\r|\n/));
    }),
  ];
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0
    ? []
    : ["", `// ${title}`, ...lines.map(line => `//   ${line.replace(/[\r\n]/g, " ")}`.trimEnd())];
