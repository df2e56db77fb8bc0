import { signal } from "@preact/signals";

const names = {
  background: "--vscode-editor-background",
  foreground: "--vscode-foreground",
  quiet: "--vscode-descriptionForeground",
  error: "--vscode-errorForeground",
  warning: "--vscode-editorWarning-foreground",
  real: "--pl-real",
  generated: "--pl-generated",
  generator: "--pl-generator",
  discriminator: "--pl-discriminator",
  pairing: "--pl-pairing",
  precision: "--pl-precision",
  recall: "--pl-recall",
  coverage: "--pl-coverage",
  density: "--pl-density",
  modes: "--pl-modes",
  grid: "--pl-grid",
  axis: "--pl-axis",
  hair: "--pl-hair",
  plate: "--pl-plate",
  run1: "--pl-run-1",
  run2: "--pl-run-2",
  run3: "--pl-run-3",
  run4: "--pl-run-4",
} as const;

export type InkName = keyof typeof names;
export type Rgb = readonly [number, number, number];

/** The theme's colours, as a canvas takes them. */
export type Inks = Readonly<Record<InkName, string>> & {
  readonly family: string;
  readonly heatReal: Rgb;
  readonly heatFake: Rgb;
  readonly heatAlpha: number;
  readonly plateRgb: Rgb;
  readonly highContrast: boolean;
};

function toRgb(text: string): Rgb {
  const [r = 0, g = 0, b = 0] = text.split(/\s+/).map(Number);
  return [r, g, b];
}

/** The red, green and blue of "#rrggbb" or "#rgb"; mid grey for anything else. */
export function hexRgb(hex: string): Rgb {
  const digits =
    /^#([0-9a-f]{6})/i.exec(hex.trim())?.[1] ??
    /^#([0-9a-f]{3})$/i.exec(hex.trim())?.[1]?.replace(/./g, "$&$&");
  if (digits === undefined) return [128, 128, 128];
  const value = Number.parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function read(): Inks {
  const style = getComputedStyle(document.body);
  const value = (name: string) => style.getPropertyValue(name).trim();
  // An unset variable must not turn into black on black.
  const colours = Object.fromEntries(
    Object.entries(names).map(([ink, name]) => [ink, value(name) || "#808080"]),
  ) as Record<InkName, string>;
  return {
    ...colours,
    family: value("--vscode-font-family") || "sans-serif",
    heatReal: toRgb(value("--pl-heat-real")),
    heatFake: toRgb(value("--pl-heat-fake")),
    heatAlpha: Number(value("--pl-heat-alpha")) || 0.3,
    plateRgb: hexRgb(colours.plate),
    highContrast: document.body.classList.contains("vscode-high-contrast"),
  };
}

/** The colours of now; whoever reads them draws again when the theme changes. */
export const inks = signal<Inks>(read());

/** Reads the theme at once: whoever changed it cannot wait until that is noticed. */
export function readTheme(): void {
  inks.value = read();
}

/** VS Code changes a theme by the body's classes and the root's style. */
export function watchTheme(): void {
  readTheme();
  const observer = new MutationObserver(readTheme);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
}
