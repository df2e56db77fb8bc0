import type { Page } from "playwright-core";

/** This machine, and the name under which the workbench's service worker answers for files of a webview. */
const isOwn = (host: string) => host === "127.0.0.1" || host.endsWith(".vscode-resource.vscode-cdn.net");

/** What a window's pages say in the browser's log, and whom they ask for something. */
export class BrowserLog {
  readonly lines: string[] = [];
  /** Other machines that something was asked of. */
  readonly strangers = new Set<string>();

  constructor(page: Page) {
    page.on("console", message => {
      this.lines.push(`${message.type()} ${message.location().url}: ${message.text()}`);
    });
    page.on("pageerror", error => {
      this.lines.push(`error: ${error.stack ?? error.message}`);
    });
    page.context().on("request", request => {
      const { protocol, hostname, origin } = new URL(request.url());
      if (/^(https?|wss?):$/.test(protocol) && !isOwn(hostname)) this.strangers.add(origin);
    });
  }

  /** What a Content-Security-Policy refused. */
  violations(): string[] {
    return this.lines.filter(line => /Content[ -]Security[ -]Policy/i.test(line));
  }
}
