// A Python program's run in the dashboard: watched live, its knob turned there, and what only our own trainer does is grey.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { temporaryFolder } from "../support/run-folder.ts";
import { bundlePage, bundleScript, noBrowser, openBrowser, type PageFiles } from "./browser.ts";
import { DashboardPage } from "./dashboard-page.ts";
import { openHost } from "./real-host.ts";
import { pythonMissing, runThat, startWriter } from "../python/python-writer.ts";

const watched = `
with made(10**6, data=sys.argv[3] if len(sys.argv) > 3 else {"kind": "ring", "modes": 8, "radius": 2, "std": 0.02}) as run:
    probe = run.probe_latents()
    for step in run.steps():
        weight = run.knob("pairing.weight", 0.02, 0, 1)
        run.knob("noise.scale", 0.1, 0.01, 1, title="Noise of the inputs")
        run.log(step, {"loss/generator": 1 / (1 + step / 100), "loss/discriminator": weight, "score/real": 0.5})
        if step % 50 == 0: run.samples(step, [[2 * z[0] / math.hypot(*z), 2 * z[1] / math.hypot(*z)] for z in probe])
        if step % 100 == 0: run.evaluation(step, {"quality/coverage": 1 - 50 / step})
        time.sleep(0.005)
`;

describe("a Python program's run", { skip: pythonMissing || noBrowser }, () => {
  let browser: Browser;
  let files: PageFiles;
  before(async () => {
    const [opened, bundled, host] = await Promise.all([
      openBrowser(),
      bundlePage(),
      bundleScript("test/webview/remote-host.ts"),
    ]);
    browser = opened;
    files = { ...bundled, host };
  });
  after(() => browser.close());

  test("is watched live, its weight is turned in the page, and what only our trainer does says why it is grey", async t => {
    const runs = temporaryFolder(t);
    startWriter(t, runs, watched);
    const { folder } = await runThat(
      runs,
      "it has samples and measures",
      ({ status }) => status.lastEvaluation !== null,
    );
    const opened: { host: Awaited<ReturnType<typeof openHost>> | null } = { host: null };
    const dashboard = await DashboardPage.open(browser, files, {
      beforeLoad: async page => {
        opened.host = await openHost(folder, page);
      },
    });
    const { page } = dashboard;
    try {
      page.setDefaultTimeout(60_000);
      await page.getByRole("status").filter({ hasText: "Training" }).waitFor();
      await page.getByText("trained by PyTorch").first().waitFor();
      await page.getByText(/1,024 generated/).waitFor();
      await dashboard.setWeight("0.5");
      await page.getByText("Pairing weight 0.02 → 0.5").waitFor();
      await page.getByText("Noise of the inputs").first().waitFor();
      await page.getByText("PyTorch has exported no generator").first().waitFor();
      const branch = page.getByRole("button", { name: /^Branch/ });
      assert.match((await branch.getAttribute("title")) ?? "", /PyTorch trains this run, not Pairing Lab/);
      const pictures = process.env["PICTURES"];
      if (pictures !== undefined)
        for (const theme of ["dark", "light", "high-contrast-dark"] as const)
          for (const width of [600, 1600]) {
            await dashboard.setTheme(theme);
            await page.setViewportSize({ width, height: 1000 });
            await dashboard.frames(10);
            await page.screenshot({ path: `${pictures}/${theme}-${width}.png` });
          }
      assert.deepEqual(dashboard.complaints, []);
    } finally {
      await dashboard.close();
      await opened.host?.close();
    }
  });
});
