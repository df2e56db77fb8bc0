import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { pageHtml } from "../../src/extension/pages/page-html.ts";
import type { PageFiles } from "./browser.ts";
import { themes, type ThemeName } from "./themes.ts";

/** What happens in the end may take this long, in milliseconds, on a machine that has much else to do. */
const PATIENCE = 120_000;

export interface PageOrder {
  /** Of webview/: "dashboard", "compare", "curves". */
  readonly name: string;
  readonly title: string;
  readonly files: PageFiles;
  /** The workspace is not trusted. */
  readonly restricted?: boolean;
  /** Single characters are no keys of the page. */
  readonly characterKeysRest?: boolean;
  /** A script that runs before anything of the page: what the fake host reads. */
  readonly hostOptions: string;
  readonly theme: ThemeName;
  readonly context: BrowserContextOptions;
  /** Prepares the page before it loads anything. */
  readonly beforeLoad?: ((page: Page) => Promise<void>) | undefined;
}

export interface OpenedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser's log said of violations and errors. */
  readonly complaints: string[];
}

/** A page of ours in a browser. */
export class ShownPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser's log said of violations and errors. */
  readonly complaints: readonly string[];

  constructor({ page, context, complaints }: OpenedPage) {
    this.page = page;
    this.context = context;
    this.complaints = complaints;
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

/** Gives a page the theme as VS Code does: classes on the body, variables on the root. */
function applyTheme({
  classes,
  variables,
}: {
  classes: string;
  variables: Readonly<Record<string, string>>;
}): void {
  document.body.className = classes;
  for (const [name, value] of Object.entries(variables))
    document.documentElement.style.setProperty(name, value);
}

export async function setTheme(page: Page, name: ThemeName): Promise<void> {
  await page.evaluate(applyTheme, themes[name]);
}

/** Opens one of our pages as its panel does, with a fake host behind it. */
export async function openPage(browser: Browser, order: PageOrder): Promise<OpenedPage> {
  const { name, title, files, hostOptions, theme, beforeLoad } = order;
  const context = await browser.newContext(order.context);
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", message => {
    if (message.type() === "error" || /Content Security Policy/i.test(message.text()))
      complaints.push(message.text());
  });
  page.on("pageerror", error => complaints.push(String(error)));
  const origin = `http://${name}.test`;
  const [script, style] = [`/${name}.js`, `/${name}.css`];
  const html = pageHtml({
    source: origin,
    script: `${origin}${script}`,
    style: `${origin}${style}`,
    nonce: "bm9uY2U",
    title,
    address: {},
    restricted: order.restricted ?? false,
    characterKeysRest: order.characterKeysRest ?? false,
  });
  const served: Readonly<Record<string, { readonly body: string; readonly contentType: string }>> = {
    "/": { body: html, contentType: "text/html" },
    [script]: { body: files.script, contentType: "text/javascript" },
    [style]: { body: files.style, contentType: "text/css" },
    ...Object.fromEntries(
      Object.entries(files.parts).map(([file, body]) => [
        `/${file}`,
        { body, contentType: "text/javascript" },
      ]),
    ),
    "/favicon.ico": { body: "", contentType: "image/x-icon" },
  };
  await page.route(`${origin}/**`, route => {
    const file = served[new URL(route.request().url()).pathname];
    return file === undefined ? route.abort() : route.fulfill({ status: 200, ...file });
  });
  await context.addInitScript(hostOptions);
  await context.addInitScript({ content: files.host });
  await beforeLoad?.(page);
  await page.goto(`${origin}/`);
  await setTheme(page, theme);
  return { page, context, complaints };
}
