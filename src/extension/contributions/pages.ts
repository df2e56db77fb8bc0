import type { CommandSpec } from "./command-spec.ts";

/** A page as the editor knows it before the page's code is loaded. */
export interface PageEntry {
  /** What its panel is called until more is known of it. */
  readonly title: string;
  /** Its descriptor, `page` of NAME/NAME-page.ts. */
  readonly load: () => Promise<{ readonly page: unknown }>;
  /**
   * The command pairingLab.NAME.open, of a page about which nothing has to be chosen first, and its place in the title of
   * the run explorer.
   */
  readonly opens?: CommandSpec & { readonly place: string };
}

const tableOfRuns = {
  title: "Open the Table of Runs",
  icon: "$(table)",
  onlyLooks: true,
  place: "navigation@6",
} as const;

/**
 * Every page: a name, which its folders here and in webview/ have, and what makes it. From this come the bundles, the view
 * types, the activation, the serializers, the commands that open them, the window's collections and the tests.
 */
export const pages = {
  dashboard: { title: "Run", load: () => import("../dashboard/dashboard-page.ts") },
  compare: { title: "Compare", load: () => import("../compare/compare-page.ts") },
  trial: { title: "Try Weights", load: () => import("../trial/trial-page.ts") },
  report: { title: "Sweep", load: () => import("../report/report-page.ts") },
  curves: { title: "Curves", load: () => import("../curves/curves-page.ts") },
  table: { title: "Runs", load: () => import("../table/table-page.ts"), opens: tableOfRuns },
} as const satisfies Readonly<Record<string, PageEntry>>;

export type PageName = keyof typeof pages;
export const pageNames = Object.keys(pages) as PageName[];

/** The pages that a command of their own opens, and that command. */
type Opened = {
  [Name in PageName]: (typeof pages)[Name] extends { readonly opens: unknown } ? Name : never;
}[PageName];
export type OpeningCommand = `pairingLab.${Opened}.open`;

/** The commands that open a page about which nothing has to be chosen. */
export const openingCommands = Object.fromEntries(
  Object.entries<PageEntry>(pages).flatMap(([name, { opens }]) =>
    opens === undefined ? [] : [[`pairingLab.${name}.open`, { ...opens, page: name }]],
  ),
) as Readonly<Record<OpeningCommand, NonNullable<PageEntry["opens"]> & { readonly page: Opened }>>;

/** The type under which VS Code knows a page's panels, and restores them. */
export const viewType = (name: PageName): string => `pairingLab.${name}`;
