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
} as const satisfies Readonly<Record<string, PageEntry>>;

export type PageName = keyof typeof pages;
export const pageNames = Object.keys(pages) as PageName[];

/** The type under which VS Code knows a page's panels, and restores them. */
export const viewType = (name: PageName): string => `pairingLab.${name}`;
