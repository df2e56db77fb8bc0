import assert from "node:assert/strict";
import { describe } from "node:test";
import { seriousViolations } from "./accessibility.ts";
import { bundlePage, noBrowser } from "./browser.ts";
import { pageTests, screenshots } from "./page-tests.ts";
import { TablePage, type TableOptions } from "./table-page.ts";
import { themes, type ThemeName } from "./themes.ts";

describe("the table of runs", { skip: noBrowser }, () => {
  const on = pageTests<TablePage, TableOptions>({
    bundle: () => bundlePage("table", "test/webview/fake-table-host.ts"),
    usual: { host: { runs: 60 } },
    open: (browser, files, options) => TablePage.open(browser, files, options),
    ready: async (table, { host }) => {
      if (host?.runs !== 0 && host?.reading !== true && host?.failure === undefined) await table.settle();
    },
  });

  for (const theme of Object.keys(themes) as ThemeName[])
    for (const width of [1600, 1000, 600])
      on(
        `${theme} at ${width} pixels: accessible, nothing overflows, and a picture is kept in ${screenshots}`,
        async table => {
          const { page } = table;
          await page.getByRole("gridcell", { name: "Not selected" }).nth(2).click();
          await page.screenshot({ path: `${screenshots}/table.${theme}.${width}.png` });
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
          assert.deepEqual(await seriousViolations({ page }), []);
        },
        { theme, width },
      );

  on(
    "a head sorts its column; what is undefined says so, with its step, and comes last either way",
    async table => {
      const { page } = table;
      const head = page.getByRole("columnheader", { name: "Precision" });
      for (const sorted of ["descending", "ascending"]) {
        await head.click();
        assert.equal(await head.getAttribute("aria-sort"), sorted);
        await page.keyboard.press("Control+End");
        await page.getByRole("gridcell", { name: "undefined" }).last().waitFor();
        const last = (await table.column("Precision")).at(-1);
        assert.equal(last, "undefined6,400");
        const title = await page.locator(".row .undefined").last().locator("..").getAttribute("title");
        assert.equal(title, "Undefined at step 6,400: no two outputs differ");
        // Its row is not drawn any more then.
        await page.keyboard.press("Control+Home");
      }
    },
  );

  on(
    "keys go from cell to cell with one tab stop, to rows that are not drawn yet, select, open and move to the bin",
    async table => {
      const { page } = table;
      await page.getByRole("columnheader", { name: "Run" }).focus();
      await table.press("ArrowDown", "ArrowRight");
      assert.deepEqual(await table.focused(), [2, 3]);
      assert.equal(await page.locator(".grid [tabindex='0']").count(), 1);
      await table.press("Control+End");
      assert.deepEqual(await table.focused(), [61, 9]);
      await table.press("PageUp", "Home");
      const [row, column] = await table.focused();
      assert.ok(row < 61 && row > 2 && column === 1, `${row}, ${column}`);
      await table.press("Control+Home", "ArrowRight", "Enter");
      assert.deepEqual(await table.asked("runs/open"), { run: "/runs/0" });
      await table.press(" ", "Shift+ArrowDown", "Shift+ArrowDown");
      const toolbar = page.getByRole("toolbar", { name: "Selected runs" });
      assert.match((await toolbar.textContent()) ?? "", /^3 selected/);
      assert.equal(await page.locator("[role=row][aria-selected=true]").count(), 3);
      await toolbar.getByRole("button", { name: "Compare" }).click();
      assert.deepEqual(await table.asked("runs/compare"), { runs: ["/runs/0", "/runs/1", "/runs/2"] });
      await page.getByRole("rowheader").nth(2).focus();
      await table.press("Delete");
      assert.deepEqual(await table.asked("runs/bin"), { runs: ["/runs/0", "/runs/1", "/runs/2"] });
      await page.getByText("57", { exact: true }).waitFor();
      assert.equal(await toolbar.count(), 0);
    },
  );

  on(
    "seeds together: mean, interval and number at the step; what is undefined in one is said and no mean of the others",
    async table => {
      const { page } = table;
      await page.getByRole("button", { name: "Seeds together" }).click();
      await page.getByRole("columnheader", { name: "Seeds", exact: true }).waitFor();
      assert.deepEqual((await table.column("Seeds")).slice(0, 2), ["4 seeds", "4 seeds"]);
      const [coverage = ""] = await table.column("Coverage");
      assert.match(coverage, /^0\.\d{3} ±0\.\d{3}n 4 · 6,400$/);
      const [precision = ""] = await table.column("Precision");
      assert.equal(precision, "undefined in 1 of 4n 3 · 6,400");
      assert.equal((await table.column("pairing.weight"))[1], "0.002");
      await page.screenshot({ path: `${screenshots}/table-seeds.dark.png` });
      assert.deepEqual(await seriousViolations({ page }), []);
    },
  );

  on(
    "a seed alone has no interval",
    async table => {
      await table.page.getByRole("button", { name: "Seeds together" }).click();
      await table.page.getByText("1 seed", { exact: true }).waitFor();
      assert.match((await table.column("Coverage"))[0] ?? "", /^0\.\d{3}n 1 · 6,400$/);
    },
    { host: { runs: 1 } },
  );

  on("columns are chosen and put in order, and survive a reload", async table => {
    const { page } = table;
    await page.getByRole("button", { name: "Columns" }).click();
    const dialog = page.getByRole("dialog", { name: "Columns" });
    await dialog.getByRole("searchbox").fill("gamma");
    await dialog.getByRole("checkbox", { name: "penalties.r1.gamma" }).check();
    await dialog.getByTitle("Move penalties.r1.gamma to the left").click();
    await dialog.getByTitle("Hide Step").click();
    await page.screenshot({ path: `${screenshots}/table-columns.dark.png` });
    assert.deepEqual(await seriousViolations({ page }), []);
    await dialog.getByRole("button", { name: "Close" }).click();
    const heads = async () => (await page.getByRole("columnheader").allTextContents()).slice(2);
    const wanted = ["Seed", "pairing.weight", "Coverage", "Precision", "Recall", "r1.gamma", "Tags"];
    await page.waitForFunction(
      count => document.querySelectorAll("[role=columnheader]").length === count,
      wanted.length + 2,
    );
    assert.deepEqual(await heads(), wanted);
    await page.reload();
    await table.settle();
    assert.deepEqual(await heads(), wanted);
    // On a head, keys do the same.
    await page.getByRole("columnheader", { name: "Recall" }).focus();
    await page.evaluate(() =>
      document.activeElement?.dispatchEvent(new MouseEvent("click", { bubbles: true })),
    );
    await table.press("Alt+ArrowLeft");
    await page.waitForFunction(() =>
      document.querySelectorAll("[role=columnheader]")[5]?.textContent.startsWith("Recall"),
    );
    await table.press("Delete");
    await page.getByRole("columnheader", { name: "Recall" }).waitFor({ state: "detached" });
  });

  on("a filter that cannot be read is said; one that nothing fits can be cleared", async table => {
    const { page } = table;
    const filter = page.getByRole("searchbox", { name: "Filter runs" });
    await filter.fill("coverage>?");
    await page.getByRole("alert").getByText("coverage> needs a number").waitFor();
    assert.equal(await filter.getAttribute("aria-invalid"), "true");
    await page.screenshot({ path: `${screenshots}/table-filter.dark.png` });
    await filter.fill("nothing has this name");
    await page.getByText("No run fits this filter.").waitFor();
    await page.getByRole("button", { name: "Clear filter" }).click();
    await table.settle();
    assert.equal(await filter.inputValue(), "");
  });

  on("what is shown goes out in its order, as CSV and as LaTeX", async table => {
    const { page } = table;
    await page.getByRole("columnheader", { name: "Coverage" }).click();
    const first = (await table.column("Coverage"))[0];
    assert.ok(first !== undefined);
    for (const [entry, as, to] of [
      ["Save as CSV", "csv", "file"],
      ["Copy as LaTeX", "tex", "clipboard"],
    ] as const) {
      await page.getByRole("button", { name: "Export" }).click();
      await page.getByRole("menuitem", { name: entry }).click();
      await page.waitForFunction(
        wanted =>
          JSON.stringify(globalThis.fakeTableHost.calls.at(-1)?.params).includes(`"target":"${wanted}"`),
        to,
      );
      const asked = (await table.asked("table/export")) as { as: string; keys: readonly string[] };
      assert.deepEqual([asked.as, asked.keys.length], [as, 60]);
    }
  });

  on("a run that trains on changes in its place, and what is selected and focused stays", async table => {
    const { page } = table;
    await page.getByRole("rowheader").nth(3).focus();
    await page.getByRole("gridcell", { name: "Not selected" }).nth(3).click();
    await page.evaluate(() => {
      globalThis.fakeTableHost.train(3, 7000, 0.987);
    });
    await page.getByText("0.987").waitFor();
    assert.equal((await table.column("Coverage"))[3], "0.9877,000");
    assert.equal(await page.locator("[role=row][aria-selected=true]").count(), 1);
  });

  on(
    "of 5,000 runs only those in sight are in the document",
    async table => {
      const { page } = table;
      await table.grid.evaluate(grid => {
        grid.scrollTop = 60_000;
      });
      await page.waitForFunction(() => document.querySelector("[aria-rowindex='2310']") !== null);
      const rows = await page.locator(".rows .row").count();
      assert.ok(rows < 100, `${rows} rows are drawn`);
      assert.equal(await table.grid.getAttribute("aria-rowcount"), "5001");
    },
    { host: { runs: 5000 } },
  );

  on(
    "without runs the demo is offered; a failure is said, with a way to try again",
    async table => {
      const { page } = table;
      await page.getByText("No runs here yet.").waitFor();
      await page.screenshot({ path: `${screenshots}/table-empty.dark.png` });
      await page.getByRole("button", { name: "Train the demo" }).click();
      assert.equal(await table.asked("demo/train"), null);
      assert.deepEqual(await seriousViolations({ page }), []);
    },
    { host: { runs: 0, broken: 2 } },
  );

  on(
    "while the runs are read the page says so",
    async table => {
      await table.page.getByRole("status", { name: "Reading the runs" }).waitFor();
      await table.page.screenshot({ path: `${screenshots}/table-reading.dark.png` });
    },
    { host: { reading: true } },
  );

  on(
    "what cannot be read is said, with a way to try again",
    async table => {
      await table.page.getByText("This cannot be shown: the disk is gone.").waitFor();
      await table.page.getByRole("button", { name: "Try again" }).waitFor();
    },
    { host: { failure: "the disk is gone" } },
  );

  on("nothing is branched from a run of another trainer, and the button says why", async table => {
    const { page } = table;
    const branch = page.getByRole("button", { name: "Branch…" });
    const select = (run: number) => page.getByRole("gridcell", { name: "Not selected" }).nth(run).click();
    await select(3);
    assert.equal(await branch.getAttribute("aria-disabled"), "true");
    assert.match((await branch.getAttribute("title")) ?? "", /PyTorch trains this run, not Pairing Lab/);
  });

  on(
    "untrusted, runs are looked at: what writes or starts says why it cannot be done",
    async table => {
      const { page } = table;
      await page.getByRole("gridcell", { name: "Not selected" }).first().click();
      for (const name of ["Branch…", "Move to the bin"]) {
        const button = page.getByRole("button", { name });
        assert.equal(await button.getAttribute("aria-disabled"), "true");
        assert.match((await button.getAttribute("title")) ?? "", /not trusted/);
      }
    },
    { restricted: true },
  );
});
