import { visibleLength } from "./style.ts";

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** Lines of aligned columns, two spaces apart, a title line first unless every title is empty. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const titles = columns.map(column => column.title);
  const lines = titles.every(title => title === "") ? rows : [titles, ...rows];
  const widths = columns.map((_, i) => Math.max(...lines.map(line => visibleLength(line[i] ?? ""))));
  return lines.map(line =>
    columns
      .map(({ align }, i) => {
        const cell = line[i] ?? "";
        const gap = " ".repeat((widths[i] ?? 0) - visibleLength(cell));
        return align === "right" ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd(),
  );
}
