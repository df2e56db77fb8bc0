import assert from "node:assert/strict";
import { describe } from "node:test";
import { seriousViolations } from "./accessibility.ts";
import { bundlePage, noBrowser } from "./browser.ts";
import { DashboardPage, type OpenOptions } from "./dashboard-page.ts";
import { pageTests, screenshots } from "./page-tests.ts";
import { SETTLE_MS } from "../../webview/controls/number-draft.ts";
import { themes, type ThemeName } from "./themes.ts";

interface Saved {
  readonly name: string;
  readonly kind: string;
  readonly bytes: Readonly<Record<string, number>>;
}

describe("the dashboard", { skip: noBrowser }, () => {
  const on = pageTests<DashboardPage, OpenOptions>({
    bundle: () => bundlePage(),
    usual: {},
    open: (browser, files, options) => DashboardPage.open(browser, files, options),
  });

  /** The file that is saved as the `nth` one, from 1. */
  const savedFile = async (
    dashboard: DashboardPage,
    nth = 1,
  ): Promise<{ name: string; kind: string; bytes: Uint8Array }> => {
    await dashboard.page.waitForFunction(
      count => globalThis.fakeHost.calls.filter(({ method }) => method === "host/save").length >= count,
      nth,
    );
    const call = (await dashboard.calls("host/save"))[nth - 1];
    const { name, kind, bytes } = call?.params as Saved;
    return { name, kind, bytes: Uint8Array.from(Object.values(bytes)) };
  };

  for (const theme of Object.keys(themes) as ThemeName[]) {
    on(
      `${theme}: axe-core finds nothing serious`,
      async dashboard => {
        await dashboard.settle();
        assert.deepEqual(await seriousViolations(dashboard), []);
      },
      { theme },
    );
  }
  on(
    "narrow: axe-core finds nothing serious",
    async dashboard => {
      await dashboard.settle();
      assert.deepEqual(await seriousViolations(dashboard), []);
    },
    { width: 480 },
  );

  on(
    "a weight that is typed becomes a request; note, history and journal tell where it was applied",
    async dashboard => {
      const { page } = dashboard;
      await dashboard.settle();
      await dashboard.setWeight("0.05");
      await page.getByText("Pairing weight 0.02 → 0.05").waitFor();
      assert.deepEqual(
        (await dashboard.calls("knob/set")).map(({ params }) => params),
        [{ key: "pairing.weight", value: 0.05 }],
      );
      await page.getByText("was 0.02 until 6,400").waitFor();
      await page.getByRole("button", { name: "Restore 0.02, held from step 3,000" }).waitFor();
      assert.equal(
        await page
          .getByRole("status")
          .filter({ hasText: "Pairing weight set to 0.05 at step 6,400" })
          .count(),
        1,
      );
      await page.getByRole("button", { name: "Undo: back to 0.02", exact: true }).click();
      await page.getByText("Pairing weight 0.05 → 0.02").waitFor();
      assert.equal(await dashboard.weightBox.inputValue(), "0.02");
    },
  );

  on("a refused weight is taken back and the reason stands beside it", async dashboard => {
    await dashboard.settle();
    await dashboard.refuseNext("the run is ending");
    await dashboard.setWeight("0.7");
    const alert = dashboard.page.getByRole("alert").filter({ hasText: "the run is ending" });
    await alert.waitFor();
    assert.equal(await dashboard.weightBox.inputValue(), "0.02");
    assert.equal(await dashboard.weightBox.getAttribute("aria-invalid"), "true");
    assert.equal(await dashboard.weightSlider.getAttribute("aria-valuetext"), "0.02");
  });

  on("a small knob that is refused goes back too, and says why until it is read", async dashboard => {
    const box = dashboard.page.getByRole("textbox", { name: "Temperature τ" });
    await dashboard.settle();
    await dashboard.refuseNext("out of range");
    await box.fill("9");
    await box.press("Enter");
    const alert = dashboard.page.getByRole("alert").filter({ hasText: "9 was refused: out of range" });
    await alert.waitFor();
    assert.equal(await box.inputValue(), "0.1");
    await alert.getByRole("button", { name: "Dismiss" }).click();
    await alert.waitFor({ state: "detached" });
  });

  on(
    "arrow keys nudge the weight by a tenth, with Shift tenfold; Enter sends, Escape does not",
    async dashboard => {
      const slider = dashboard.weightSlider;
      await dashboard.settle();
      await dashboard.stopClock();
      await slider.focus();
      await slider.press("ArrowUp");
      assert.equal(await slider.getAttribute("aria-valuetext"), "0.022");
      await slider.press("Shift+ArrowUp");
      assert.equal(await slider.getAttribute("aria-valuetext"), "0.22");
      await slider.press("Escape");
      assert.equal(await slider.getAttribute("aria-valuetext"), "0.02");
      await slider.press("ArrowDown");
      await slider.press("Enter");
      await dashboard.page.clock.resume();
      await dashboard.page.getByText("Pairing weight 0.02 → 0.018").waitFor();
      assert.equal((await dashboard.calls("knob/set")).length, 1);
    },
    { ownClock: true },
  );

  on(
    "arrow keys apply by themselves a moment after the last one, and until then they look staged",
    async dashboard => {
      const { page, weightSlider: slider, weightBox: box } = dashboard;
      await dashboard.settle();
      await dashboard.stopClock();
      await slider.focus();
      await slider.press("ArrowUp");
      await slider.press("ArrowUp");
      assert.match((await box.getAttribute("class")) ?? "", /staged/);
      await page.getByText("applies in a moment").waitFor();
      assert.equal((await dashboard.calls("knob/set")).length, 0);
      await page.clock.runFor(SETTLE_MS);
      await page.clock.resume();
      await page.getByText("Pairing weight 0.02 → 0.024").waitFor();
      assert.equal((await dashboard.calls("knob/set")).length, 1);
      assert.doesNotMatch((await box.getAttribute("class")) ?? "", /staged/);
    },
    { ownClock: true },
  );

  on("Undo drops what is staged, and else takes back the newest change", async dashboard => {
    const { page, weightBox: box, weightSlider: slider } = dashboard;
    await dashboard.settle();
    await dashboard.setWeight("0.026");
    await page.getByText("Pairing weight 0.02 → 0.026").waitFor();
    await box.fill("0.029");
    await page.getByText("Enter applies").waitFor();
    await page.getByRole("button", { name: "Undo: drop 0.029", exact: true }).click();
    assert.equal(await box.inputValue(), "0.026");
    await slider.focus();
    // Both in one turn of the page: an arrow key applies by itself after a moment.
    await slider.evaluate(element => {
      for (const key of [{ key: "ArrowUp" }, { key: "z", ctrlKey: true }])
        element.dispatchEvent(new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true }));
    });
    assert.equal(await box.inputValue(), "0.026");
    // The journal's undo is of its own line, whatever is staged.
    await box.fill("0.029");
    await page.getByRole("button", { name: /^Undo Pairing weight 0\.02 → 0\.026/ }).click();
    await page.getByText("Pairing weight 0.026 → 0.02").waitFor();
    await page.getByRole("button", { name: "Undo: back to 0.026", exact: true }).click();
    await page.getByText("Pairing weight 0.02 → 0.026").nth(1).waitFor();
    assert.deepEqual(
      (await dashboard.calls("knob/set")).map(({ params }) => params),
      [0.026, 0.02, 0.026].map(value => ({ key: "pairing.weight", value })),
    );
  });

  on(
    "a decimal comma is one, what may be either is refused, and a far value is asked about",
    async dashboard => {
      const { page, weightBox: box } = dashboard;
      await dashboard.settle();
      await dashboard.setWeight("0,05");
      await page.getByText("Pairing weight 0.02 → 0.05").waitFor();
      await dashboard.setWeight("1,234");
      await page.getByRole("alert").filter({ hasText: '"1,234" may be 1.234 or 1234' }).waitFor();
      await dashboard.setWeight("5");
      const question = page.getByRole("alert").filter({ hasText: "5 is above 1, where the slider ends" });
      await question.waitFor();
      await page.screenshot({ path: `${screenshots}/knob.asked.dark.png` });
      await dashboard.weightSlider.focus();
      await question.getByRole("button", { name: "Keep 0.05" }).click();
      await question.waitFor({ state: "detached" });
      assert.equal(await box.inputValue(), "0.05");
      await dashboard.setWeight("5");
      await question.getByRole("button", { name: "Set 5" }).click();
      await page.getByText("Pairing weight 0.05 → 5").waitFor();
      await page.screenshot({ path: `${screenshots}/knob.high.dark.png` });
      assert.deepEqual(
        (await dashboard.calls("knob/set")).map(({ params }) => params),
        [0.05, 5].map(value => ({ key: "pairing.weight", value })),
      );
      await dashboard.stepBox.fill("3 000x");
      await dashboard.stepBox.press("Enter");
      await page.getByRole("alert").filter({ hasText: "is no whole number" }).waitFor();
      assert.equal(await dashboard.shownStep(), "3 000x");
      await page.screenshot({ path: `${screenshots}/step.unreadable.dark.png` });
    },
  );

  on("a dot of the history restores its value, also 0", async dashboard => {
    await dashboard.settle();
    await dashboard.page.getByRole("button", { name: "Restore 0, held from the start" }).click();
    await dashboard.page.getByText("Pairing weight 0.02 → 0", { exact: true }).waitFor();
    assert.equal(await dashboard.weightSlider.getAttribute("aria-valuetext"), "0, off");
  });

  on("a pinned step stays while the run goes on, and L goes live again", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    assert.equal(await dashboard.shownStep(), "6,400");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await dashboard.shownStep(), "6,300");
    await dashboard.trainTo(6700);
    await page.getByRole("button", { name: "Go live, 400 behind" }).waitFor();
    assert.equal(await dashboard.shownStep(), "6,300");
    await page.keyboard.press("Shift+ArrowLeft");
    assert.equal(await dashboard.shownStep(), "6,000");
    await page.keyboard.press("l");
    assert.equal(await dashboard.shownStep(), "6,700");
    await page.getByRole("button", { name: "Following live" }).waitFor();
    await dashboard.trainTo(6900);
    assert.equal(await dashboard.shownStep(), "6,900");
  });

  on("new points reach the curves without another window", async dashboard => {
    await dashboard.settle();
    const before = (await dashboard.calls("curves/window")).length;
    await dashboard.trainTo(6600);
    await dashboard.page.getByRole("slider", { name: /^Quality, step 6,600: .*coverage 0\.7/ }).waitFor();
    assert.equal((await dashboard.calls("curves/window")).length, before);
  });

  on("after a lost update the page asks for a snapshot and shows what it missed", async dashboard => {
    await dashboard.settle();
    await dashboard.page.evaluate(() => {
      globalThis.fakeHost.dropNext();
    });
    await dashboard.trainTo(6500);
    await dashboard.trainTo(6600);
    await dashboard.page.waitForFunction(
      () => globalThis.fakeHost.calls.filter(({ method }) => method === "stream/start").length === 2,
    );
    await dashboard.page.getByRole("slider", { name: /^Losses, step 6,600/ }).waitFor();
    assert.equal(await dashboard.shownStep(), "6,600");
  });

  on("what was arranged survives a reload", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    await page.getByRole("button", { name: "modes", exact: true }).click();
    await page.getByRole("button", { name: "log y" }).click();
    await page.getByRole("radio", { name: "lerp", exact: true }).click();
    await page.getByRole("radio", { name: "stretch" }).click();
    await page.getByRole("textbox", { name: "Probe latent A" }).fill("77");
    await page.getByRole("textbox", { name: "Probe latent A" }).press("Enter");
    await dashboard.stepBox.fill("3000");
    await dashboard.stepBox.press("Enter");
    const brush = page.getByRole("slider", { name: "Step range shown" });
    await brush.focus();
    await brush.press("ArrowRight");
    const range = await brush.getAttribute("aria-valuetext");
    await page.reload();
    await dashboard.setTheme("dark");
    await dashboard.settle();
    const pressed = (name: string) =>
      page.getByRole("button", { name, exact: true }).getAttribute("aria-pressed");
    assert.equal(await pressed("modes"), "false");
    assert.equal(await pressed("log y"), "true");
    assert.equal(
      await page.getByRole("radio", { name: "lerp", exact: true }).getAttribute("aria-checked"),
      "true",
    );
    assert.equal(await page.getByRole("radio", { name: "stretch" }).getAttribute("aria-checked"), "true");
    assert.equal(await page.getByRole("textbox", { name: "Probe latent A" }).inputValue(), "77");
    assert.equal(await dashboard.shownStep(), "3,000");
    assert.equal(await brush.getAttribute("aria-valuetext"), range);
    assert.notEqual(range, "0 to 6,400");
  });

  on("one cursor goes through both charts, and a click shows its step", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    const box = await dashboard.chart("Losses").boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
    const quality = dashboard.chart("Quality");
    await page.waitForFunction(() => {
      const chart = [...document.querySelectorAll("[aria-roledescription=chart]")].at(-1);
      return !(chart?.getAttribute("aria-label") ?? "step 6,400").includes("step 6,400");
    });
    const cursor = Number(await quality.getAttribute("aria-valuenow"));
    await page.mouse.click(box.x + box.width * 0.3, box.y + box.height / 2);
    const shown = Number((await dashboard.shownStep()).replace(",", ""));
    assert.ok(Math.abs(shown - cursor) <= 50, `${shown} is not the sampled step nearest to ${cursor}`);
  });

  on("keys move a chart's cursor and say its values", async dashboard => {
    await dashboard.settle();
    const chart = dashboard.chart("Losses");
    await chart.focus();
    await chart.press("Home");
    await dashboard.page.getByRole("slider", { name: /^Losses, step 0: pairing/ }).waitFor();
    await chart.press("PageUp");
    await dashboard.page.getByRole("slider", { name: /^Losses, step 640: pairing/ }).waitFor();
    await chart.press("Enter");
    assert.equal(await dashboard.shownStep(), "600");
  });

  on("the brush zooms both charts, and Escape shows all", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    const brush = page.getByRole("slider", { name: "Step range shown" });
    const box = await brush.boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + 42, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 20, { steps: 4 });
    await page.mouse.up();
    const [from] = ((await brush.getAttribute("aria-valuetext")) ?? "").split(" to ");
    assert.ok(Number(from?.replace(",", "")) > 1000);
    await page.waitForFunction(() => {
      const last = globalThis.fakeHost.calls.findLast(({ method }) => method === "curves/window")?.params;
      return typeof last === "object" && last !== null && "from" in last && Number(last.from) > 1000;
    });
    await brush.focus();
    await brush.press("Escape");
    assert.equal(await brush.getAttribute("aria-valuetext"), "0 to 6,400");
  });

  on("Space pauses and goes on; buttons that cannot work say why", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    await page.keyboard.press(" ");
    await page.getByRole("status").filter({ hasText: "Paused" }).waitFor();
    await dashboard.pressAction("Resume");
    await page.getByRole("status").filter({ hasText: "Training" }).waitFor();
    await dashboard.pressAction("Stop");
    await page.getByRole("status").filter({ hasText: "Stopped at 6,400" }).waitFor();
    const stop = page.getByRole("button", { name: "Stop", exact: true });
    assert.equal(await stop.getAttribute("aria-disabled"), "true");
    assert.equal(await stop.getAttribute("title"), "the run is not training");
    assert.equal((await dashboard.calls("run/control")).length, 3);
  });

  on("a checkpoint, a branch and a saved experiment are asked for by key and menu", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    await page.keyboard.press("c");
    await page.getByRole("button", { name: "Branch from now" }).waitFor();
    await page.keyboard.press("b");
    assert.deepEqual((await dashboard.calls("run/branch"))[0]?.params, { step: null, knobs: null });
    await page.keyboard.press("Shift+ArrowLeft");
    await page.getByRole("button", { name: "Branch from 6,000" }).waitFor();
    await page.keyboard.press("b");
    assert.deepEqual((await dashboard.calls("run/branch"))[1]?.params, { step: 6000, knobs: null });
    await dashboard.choose("More actions", "Save as experiment");
    assert.equal((await dashboard.calls("run/saveAsExperiment")).length, 1);
    await dashboard.choose("More actions", "Compare with…");
    assert.deepEqual((await dashboard.calls("host/open")).at(-1)?.params, { what: "compare" });
  });

  on("the table behind a chart sorts by a column and is copied as CSV", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    await page.getByRole("button", { name: "Quality: data table" }).click();
    const dialog = page.getByRole("dialog", { name: "Quality" });
    await dialog.getByRole("button", { name: /^coverage/ }).click();
    await dialog.getByRole("button", { name: /^coverage/ }).click();
    const sorted = dialog.getByRole("columnheader", { name: /coverage/ });
    assert.equal(await sorted.getAttribute("aria-sort"), "descending");
    await dialog.getByRole("button", { name: "Copy as CSV" }).click();
    const [copy] = await dashboard.calls("host/copy");
    const text = (copy?.params as { text: string }).text;
    const lines = text.trimEnd().split("\n");
    assert.match(lines[0] ?? "", /^step,coverage,density,precision,recall,modes/);
    const column = lines.slice(1).map(line => Number(line.split(",")[1]));
    assert.deepEqual(
      column,
      [...column].sort((a, b) => b - a),
    );
    assert.ok(column.length === 65);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.equal(
      await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.ariaLabel),
      "Quality: data table",
    );
  });

  on(
    "a branch's charts show how its parent went on, from the fork, until it is hidden",
    async dashboard => {
      await dashboard.settle();
      const lines = async (nth: number) => {
        await dashboard.choose("Losses: save", "Save as SVG");
        const svg = new TextDecoder().decode((await savedFile(dashboard, nth)).bytes);
        return { all: svg.match(/<polyline/g)?.length, dotted: svg.match(/stroke-dasharray="2 3"/g)?.length };
      };
      assert.deepEqual(await lines(1), { all: 9, dotted: 3 });
      const asked = await dashboard.calls("curves/parent");
      assert.deepEqual((asked.at(-1)?.params as { tags: string[] }).tags.length, 5);
      const toggle = dashboard.page.getByRole("button", { name: "parent", exact: true });
      assert.equal(await toggle.getAttribute("aria-pressed"), "true");
      await dashboard.page.screenshot({ path: "out/screenshots/dashboard.branch.png" });
      await toggle.click();
      await dashboard.settle();
      assert.deepEqual(await lines(2), { all: 6, dotted: undefined });
    },
    { host: { step: 6400, branchedAt: 2000 } },
  );

  on(
    "the seeds of the experiment stand behind the quality curves when they are wanted, and it is said of how many",
    async dashboard => {
      await dashboard.settle();
      const band = async (nth: number) => {
        await dashboard.choose("Quality: save", "Save as SVG");
        const svg = new TextDecoder().decode((await savedFile(dashboard, nth)).bytes);
        return [svg.match(/<polygon/g)?.length, svg.match(/stroke-dasharray="6 3"/g)?.length];
      };
      assert.deepEqual(await band(1), [undefined, undefined]);
      assert.deepEqual(await dashboard.calls("curves/seeds"), []);
      await dashboard.page.getByRole("button", { name: "seeds", exact: true }).click();
      await dashboard.page.getByText("mean and 95 % interval of 5 seeds").waitFor();
      await dashboard.settle();
      assert.deepEqual(await band(2), [4, 4]);
      await dashboard.page.screenshot({ path: "out/screenshots/dashboard.seeds.png" });
      assert.equal((await dashboard.calls("curves/seeds")).length, 1);
    },
  );

  on("a chart is saved as PNG", async dashboard => {
    await dashboard.settle();
    await dashboard.choose("Losses: save", "Save as PNG");
    const { name, kind, bytes } = await savedFile(dashboard);
    assert.equal(name, "ring8-weak seed 3 losses.png");
    assert.equal(kind, "png");
    assert.deepEqual([...bytes.slice(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  });

  on("a chart is saved as SVG with its lines, labels and marks", async dashboard => {
    await dashboard.settle();
    await dashboard.choose("Losses: save", "Save as SVG");
    const { bytes } = await savedFile(dashboard);
    const svg = new TextDecoder().decode(bytes);
    assert.equal(svg.match(/<polyline/g)?.length, 6);
    for (const text of ["pairing", "discriminator", "generator", "pairing 0 → 0.02", "6,000"]) {
      assert.ok(svg.includes(`>${text}</text>`), text);
    }
    const parsed = await dashboard.page.evaluate(
      source =>
        new DOMParser().parseFromString(source, "image/svg+xml").querySelector("parsererror") === null,
      svg,
    );
    assert.ok(parsed);
  });

  on("samples are saved as a picture and as NPY", async dashboard => {
    await dashboard.settle();
    await dashboard.choose("Samples: save", "Save samples as NPY");
    assert.deepEqual((await dashboard.calls("samples/save"))[0]?.params, { step: 6400 });
    await dashboard.choose("Samples: save", "Save picture as PNG");
    const { name, bytes } = await savedFile(dashboard);
    assert.equal(name, "ring8-weak seed 3 samples 6400.png");
    assert.deepEqual([...bytes.slice(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  });

  on("frames become an animated GIF of as many frames as asked for", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    await page.getByRole("button", { name: "Export frames" }).click();
    const dialog = page.getByRole("dialog", { name: "Export frames" });
    const count = dialog.getByRole("textbox", { name: "Frames, at most" });
    await count.fill("4");
    await count.press("Enter");
    await dialog.getByRole("button", { name: "Export 4 frames" }).click();
    const { kind, bytes } = await savedFile(dashboard);
    assert.equal(kind, "gif");
    assert.equal(new TextDecoder("latin1").decode(bytes.slice(0, 6)), "GIF89a");
    let frames = 0;
    for (let i = 0; i + 2 < bytes.length; i++) {
      if (bytes[i] === 0x21 && bytes[i + 1] === 0xf9 && bytes[i + 2] === 4) frames++;
    }
    assert.equal(frames, 4);
    await dialog.waitFor({ state: "detached" });
  });

  on("frames become a ZIP of PNG pictures named by their step", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    await page.getByRole("button", { name: "Export frames" }).click();
    const dialog = page.getByRole("dialog", { name: "Export frames" });
    await dialog.getByRole("radio", { name: "png" }).click();
    const count = dialog.getByRole("textbox", { name: "Frames, at most" });
    await count.fill("3");
    await count.press("Enter");
    await dialog.getByRole("button", { name: "Export 3 frames" }).click();
    const { kind, bytes } = await savedFile(dashboard);
    assert.equal(kind, "zip");
    const text = new TextDecoder("latin1").decode(bytes);
    for (const step of ["00000000", "00003200", "00006400"]) assert.ok(text.includes(`${step}.png`), step);
  });

  on("a note is added at the shown step, edited, and deleted", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    await page.getByRole("button", { name: "Add note" }).click();
    await page.getByRole("textbox", { name: "Note" }).fill("modes are tight now");
    await page.getByRole("button", { name: "Save note" }).click();
    await page.getByText("Note: modes are tight now").waitFor();
    await page.getByRole("button", { name: "Edit the note at 6,400" }).click();
    await page.getByRole("textbox", { name: "Note" }).fill("still tight");
    await page.getByRole("textbox", { name: "Note" }).press("Control+Enter");
    await page.getByText("Note: still tight").waitFor();
    await page.getByRole("button", { name: "Edit the note at 6,400" }).click();
    await page.getByRole("button", { name: "Delete note" }).click();
    await page.getByText("Note: still tight").waitFor({ state: "detached" });
  });

  on("scrubbing t moves the path's place without asking the host again", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    const before = (await dashboard.calls("latent/path")).length;
    const slider = page.getByRole("slider", { name: "Interpolation position t" });
    await slider.focus();
    for (let i = 0; i < 5; i++) await slider.press("Shift+ArrowRight");
    assert.match((await slider.getAttribute("aria-valuetext")) ?? "", /^0\.92, mode \d$/);
    assert.equal((await dashboard.calls("latent/path")).length, before);
  });

  on("clicking a sample makes its latent the path's beginning, with Shift its end", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    const box = await page.locator(".samples .square").boundingBox();
    assert.ok(box !== null);
    // The first mode lies on the right of the ring.
    const [x, y] = [box.x + box.width * (0.5 + 0.5 / 1.38 ** 1.05), box.y + box.height / 2];
    await page.mouse.click(x, y);
    const a = Number(await page.getByRole("textbox", { name: "Probe latent A" }).inputValue());
    assert.notEqual(a, 5);
    await page.keyboard.down("Shift");
    await page.mouse.click(x, y);
    await page.keyboard.up("Shift");
    assert.equal(await page.getByRole("textbox", { name: "Probe latent B" }).inputValue(), String(a));
  });

  on("the latent map is explored by keys, and names mode and output", async dashboard => {
    await dashboard.settle();
    const map = dashboard.page.getByRole("img", { name: /^Latent map of checkpoint 6,000/ });
    await map.focus();
    await map.press("ArrowRight");
    await dashboard.page
      .getByRole("img", { name: /^Latent at column \d+, row \d+: mode \d, output/ })
      .waitFor();
  });

  on("maps of another step than the samples say so, in each and beside the shown step", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    const mark = page.getByRole("button", { name: "maps: step 6,000 (nearest kept)" });
    await mark.waitFor();
    await page.getByText("D of step 6,000 (nearest kept): generated").waitFor();
    await page.getByText(/^Map of step 6,000 \(nearest kept\)\. Largest region/).waitFor();
    assert.equal(await page.locator(".strip-facts .other-step").innerText(), "step 6,000 (nearest kept)");
    await mark.click();
    await page.getByText("D of step 6,000: generated").waitFor();
    assert.equal(await dashboard.shownStep(), "6,000");
    assert.equal(await page.locator(".other-step").count(), 0);
  });

  on("playing goes through the steps and ends live", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    // Slow enough that it is seen to play, on any machine.
    await page.getByRole("combobox", { name: "Speed" }).selectOption("1");
    await dashboard.stepBox.fill("3200");
    await dashboard.stepBox.press("Enter");
    await page.getByRole("button", { name: "Play from here" }).click();
    await page.getByRole("button", { name: "Stop playing" }).waitFor();
    await page.getByRole("button", { name: "Following live" }).waitFor();
    await page.getByRole("button", { name: "Play from here" }).waitFor();
    assert.equal(await dashboard.shownStep(), "6,400");
  });

  on(
    "the journal leaves checkpoints out where wanted, and shows what the person said of the run",
    async dashboard => {
      const { page } = dashboard;
      await dashboard.settle();
      const lines = page.locator(".journal li");
      const all = await lines.count();
      const checkpoints = await lines.filter({ hasText: "Checkpoint" }).count();
      assert.ok(checkpoints > 0);
      await page.getByRole("button", { name: "Checkpoints", exact: true }).click();
      assert.deepEqual(
        [await lines.count(), await lines.filter({ hasText: "Checkpoint" }).count()],
        [all - checkpoints, 0],
      );
      await page.getByRole("button", { name: "Edit tags: reference" }).click();
      await page.getByRole("button", { name: "Edit note: as in the first table" }).click();
      const opened = (await dashboard.calls("host/open")).map(({ params }) => params);
      assert.deepEqual(opened, [{ what: "tags" }, { what: "note" }]);
    },
  );

  on("a curve can be hidden and shown again; a checkpoint says why it is kept", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    await page.getByRole("button", { name: "Quality: curves shown" }).click();
    await page.getByRole("menuitem", { name: "Hide recall" }).click();
    await page.getByRole("button", { name: "Quality: curves shown" }).click();
    await page.getByRole("menuitem", { name: "Show recall" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "More actions" }).click();
    await page
      .locator('[role="menuitem"][title^="Checkpoint 6,000: one of the newest 8. Kept are"]')
      .waitFor();
  });

  on("the star and the pace are sent", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    await page.getByRole("button", { name: "Star this run" }).click();
    assert.deepEqual((await dashboard.calls("notes/star"))[0]?.params, { star: false });
    await page.getByRole("combobox", { name: /^Pace/ }).selectOption("300");
    assert.deepEqual((await dashboard.calls("knob/set"))[0]?.params, { key: "pace", value: 300 });
  });

  on(
    "a run that became not finite says so, and offers a branch at half the learning rate",
    async dashboard => {
      const { page } = dashboard;
      await dashboard.settle();
      const alert = page.getByRole("alert");
      assert.match(await alert.innerText(), /became not finite.*Everything up to checkpoint 4,000 is whole/s);
      await alert.getByRole("button", { name: "Branch from 4,000 at half the learning rate" }).click();
      const [call] = await dashboard.calls("run/branch");
      assert.deepEqual(call?.params, {
        step: 4000,
        knobs: [
          { key: "optimizers.generator.learningRate", value: 5e-4 },
          { key: "optimizers.discriminator.learningRate", value: 7.5e-5 },
        ],
      });
      assert.ok(await dashboard.weightBox.isDisabled());
      assert.deepEqual(await seriousViolations(dashboard), []);
    },
    {
      host: {
        step: 4100,
        status: {
          state: "failed",
          failure: "not finite",
          step: 4180,
          message: "The generator loss became NaN at step 4,180",
        },
      },
    },
  );

  on(
    "a diagnosis says what is shown, by which figures, and leads to the knob that usually helps",
    async dashboard => {
      const { page } = dashboard;
      await dashboard.settle();
      const findings = page.getByRole("list", { name: "Diagnosis" });
      assert.match(await findings.innerText(), /Modes are missing: 3 of 8 modes have samples\. A larger/);
      await findings.getByRole("button", { name: "Pairing weight" }).click();
      assert.ok(await dashboard.weightBox.evaluate(box => box === document.activeElement));
      assert.deepEqual(await seriousViolations(dashboard), []);
    },
    {
      host: {
        step: 6400,
        findings: [
          {
            name: "modesMissing",
            title: "Modes are missing",
            shown: "3 of 8 modes have samples",
            advice: "A larger pairing weight usually brings modes back.",
            knob: "pairing.weight",
            source: "Naeem et al. 2020, arXiv 2002.09797, section 3.2",
          },
        ],
      },
    },
  );

  for (const theme of ["dark", "light", "high-contrast-dark"] as const)
    on(
      `knobs of penalties that the run never had are folded up, and come by keyboard (${theme})`,
      async dashboard => {
        const { page } = dashboard;
        await dashboard.settle();
        const knobs = page.getByRole("region", { name: "Knobs" });
        const box = (key: string) => page.locator(`[id="knob-penalties.${key}"]`);
        assert.equal(await box("r2.gamma").count(), 0);
        const more = knobs.getByRole("button", { name: "3 more" });
        await more.focus();
        await more.press("Enter");
        await box("r2.gamma").waitFor();
        assert.equal(await more.count(), 0);
        assert.deepEqual(await seriousViolations(dashboard), []);
        await page.screenshot({ path: `out/screenshots/knobs.${theme}.png` });
        const less = knobs.getByRole("button", { name: "less" });
        assert.ok(await less.evaluate(button => button === document.activeElement));
        await box("r2.gamma").fill("0.1");
        await box("r2.gamma").press("Enter");
        assert.deepEqual((await dashboard.calls("knob/set"))[0]?.params, {
          key: "penalties.r2.gamma",
          value: 0.1,
        });
        // What was turned stays when the rest is folded up again.
        await less.click();
        await knobs.getByRole("button", { name: "2 more" }).waitFor();
        await box("r2.gamma").waitFor();
        assert.equal(await box("r1.gamma").count(), 0);
      },
      { theme },
    );

  for (const width of [1440, 1000, 480])
    on(
      `the numbers under the pairing weight's slider stand apart, with all knobs unfolded too (${width} pixels)`,
      async dashboard => {
        const { page } = dashboard;
        await dashboard.settle();
        const knobs = page.getByRole("region", { name: "Knobs" });
        const standApart = async () => {
          const boxes = await knobs.locator(".scale b").evaluateAll(labels =>
            labels.map(label => {
              const range = document.createRange();
              range.selectNodeContents(label);
              const { left, right } = range.getBoundingClientRect();
              return { text: label.textContent, left, right };
            }),
          );
          assert.ok(boxes.length >= 3, JSON.stringify(boxes));
          boxes.slice(1).forEach(({ left }, i) => {
            assert.ok(left - (boxes[i]?.right ?? 0) >= 4, JSON.stringify(boxes));
          });
        };
        await standApart();
        await knobs.getByRole("button", { name: "3 more" }).click();
        await page.locator('[id="knob-penalties.r2.gamma"]').waitFor();
        await dashboard.frames(2);
        await standApart();
        await page.screenshot({ path: `out/screenshots/knobs.all.${width}.png` });
      },
      { width },
    );

  on(
    "a diagnosis leads to a knob that is folded up",
    async dashboard => {
      const { page } = dashboard;
      await dashboard.settle();
      await page.getByRole("list", { name: "Diagnosis" }).getByRole("button", { name: "R1 γ" }).click();
      await page.waitForFunction(() => document.activeElement?.id === "knob-penalties.r1.gamma");
    },
    {
      host: {
        step: 6400,
        findings: [
          {
            name: "noiseBetweenModes",
            title: "Noise between modes",
            shown: "40 % of the samples lie outside every mode; of real ones 1 % do",
            advice: "R1 keeps the discriminator's gradient useful.",
            knob: "penalties.r1.gamma",
            source: "Mescheder, Geiger, Nowozin 2018, arXiv 1801.04406, section 4.1",
          },
        ],
      },
    },
  );

  on("without findings there is no diagnosis", async dashboard => {
    await dashboard.settle();
    assert.equal(await dashboard.page.getByText("Diagnosis").count(), 0);
  });

  on(
    "a live run that another version began says so, once, and beside its name for good",
    async dashboard => {
      const { page } = dashboard;
      await dashboard.settle();
      const line = page.getByRole("status").filter({ hasText: /Pairing Lab 0\.0\.9 began this run/ });
      await line.getByRole("button", { name: "Dismiss" }).click();
      await line.waitFor({ state: "hidden" });
      await page.getByRole("banner").getByText("by Pairing Lab 0.0.9").waitFor();
      assert.deepEqual(await seriousViolations(dashboard), []);
    },
    { host: { step: 6200, madeBy: "0.0.9" } },
  );

  on(
    "a silent trainer is said with its host and can be resumed",
    async dashboard => {
      const { page } = dashboard;
      await dashboard.settle();
      await page.getByText(/The trainer on node-17 has been silent for .* nothing is lost/).waitFor();
      await page.getByRole("button", { name: "Resume from 6,000" }).click();
      assert.equal((await dashboard.calls("run/resume")).length, 1);
    },
    { host: { step: 6200, status: { state: "lost", host: "node-17" } } },
  );

  on(
    "a finished run offers to train again",
    async dashboard => {
      await dashboard.settle();
      await dashboard.page.getByRole("button", { name: "At the last step" }).waitFor();
      await dashboard.pressAction("Train again");
      assert.equal((await dashboard.calls("run/repeat")).length, 1);
    },
    { host: { step: 8000, status: { state: "done" } } },
  );

  on(
    "before the host answers there are skeletons of the final sizes",
    async dashboard => {
      await dashboard.page.locator(".board.loading").waitFor();
      assert.ok((await dashboard.page.locator(".skeleton").count()) >= 5);
      // A step of a bar that is not known yet would take the place of the one that was kept.
      const steps = dashboard.page.getByRole("contentinfo", { name: "Step" });
      assert.ok(await steps.getByRole("slider").isDisabled());
      assert.ok(await steps.getByRole("textbox", { name: "Step" }).isDisabled());
      assert.deepEqual(await seriousViolations(dashboard), []);
    },
    { host: { step: 0, silent: true } },
  );

  on(
    "a run without samples says what it waits for",
    async dashboard => {
      await dashboard.page.getByText("waiting for the first samples").waitFor();
      await dashboard.page.getByText("waiting for the first checkpoint").waitFor();
      await dashboard.page.getByText("Starting").waitFor();
      assert.deepEqual(await seriousViolations(dashboard), []);
      await dashboard.trainTo(2000);
      await dashboard.page.getByText(/1,024 generated/).waitFor();
    },
    { host: { step: 0, status: { state: "starting", message: "compiling the step" } } },
  );

  on(
    "a host of another version is refused with both versions named",
    async dashboard => {
      const alert = dashboard.page.getByRole("alert");
      await alert.waitFor();
      assert.match(await alert.innerText(), /speaks pairing-lab dashboard 99/);
    },
    { host: { step: 100, protocolVersion: 99 } },
  );

  for (const width of [1400, 1000, 640])
    on(
      `at ${width} pixels the header says what trains, and no fact of it is cut`,
      async dashboard => {
        const facts = await dashboard.page.locator(".runbar .facts").evaluate(list => {
          const box = list.getBoundingClientRect();
          return [...list.children].map(fact => {
            const { top, bottom, left, right } = fact.getBoundingClientRect();
            const shown = top < box.bottom;
            return {
              text: fact.textContent,
              shown,
              whole: bottom <= box.bottom + 1 && left >= box.left - 1 && right <= box.right + 1,
            };
          });
        });
        const seen = facts.filter(({ shown }) => shown);
        assert.deepEqual(
          seen.filter(({ whole }) => !whole),
          [],
        );
        const wanted = width >= 1400 ? ["CPU, compiled", "AMD EPYC"] : [];
        for (const text of wanted)
          assert.ok(
            seen.some(fact => fact.text === text),
            text,
          );
      },
      { width },
    );

  on(
    "beside a side bar the pairing figures still say what chance is, uncut",
    async dashboard => {
      await dashboard.settle();
      const units = dashboard.page.locator("dl[aria-label=Pairing] .unit");
      const cut = await units.evaluateAll(all =>
        all.filter(unit => unit.scrollWidth > unit.clientWidth).map(unit => unit.textContent),
      );
      assert.equal(await units.count(), 3);
      assert.deepEqual(cut, []);
    },
    { width: 1084 },
  );

  on(
    "at a zoom of 200 % nothing is cut off and every part can be reached",
    async dashboard => {
      await dashboard.settle();
      const wide = await dashboard.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0);
      for (const name of ["Curves", "Samples", "Latent space"]) {
        const region = dashboard.page.getByRole("region", { name });
        await region.scrollIntoViewIfNeeded();
        assert.ok(await region.isVisible());
      }
    },
    { width: 720, height: 450 },
  );

  on(
    "with reduced motion nothing breathes",
    async dashboard => {
      await dashboard.settle();
      const moving = await dashboard.page.evaluate(
        () => document.getAnimations().filter(animation => animation.playState === "running").length,
      );
      assert.equal(moving, 0);
    },
    { reducedMotion: true },
  );

  on("everything that can be pressed is reached by Tab and shows where the focus is", async dashboard => {
    const { page } = dashboard;
    await dashboard.settle();
    const wanted = await page.evaluate(
      () =>
        [
          ...document.querySelectorAll<HTMLElement>(
            "button, pl-button, input, select, canvas[tabindex], ol[tabindex]",
          ),
        ].filter(
          element =>
            (element.shadowRoot?.delegatesFocus ?? element.tabIndex >= 0) && element.offsetParent !== null,
        ).length,
    );
    const seen = new Set<string>();
    for (let i = 0; i < wanted + 2; i++) {
      await page.keyboard.press("Tab");
      const focus = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === null || element === document.body) return null;
        const style = getComputedStyle(element.shadowRoot?.activeElement ?? element);
        const all = [...document.querySelectorAll("*")];
        const ring = style.outlineStyle !== "none" || element.closest(".probe") !== null;
        return { index: all.indexOf(element), ring, html: element.outerHTML.slice(0, 80) };
      });
      if (focus === null) continue;
      assert.ok(focus.ring, `no focus ring on ${focus.html}`);
      seen.add(String(focus.index));
    }
    assert.ok(seen.size >= wanted, `${seen.size} of ${wanted} were reached`);
  });

  on(
    "what is typed and does not hold yet is there again after the page was away, and leaving the page applies none of it",
    async dashboard => {
      const { page } = dashboard;
      await dashboard.settle();
      const weight = page.getByRole("textbox", { name: "Pairing weight" }).first();
      await weight.fill("0.7");
      // Another tab takes the focus.
      await page.evaluate(() => {
        document.hasFocus = () => false;
        (document.activeElement as HTMLElement).blur();
      });
      await page.reload();
      await dashboard.settle();
      assert.equal(await weight.inputValue(), "0.7");
      assert.match((await weight.getAttribute("class")) ?? "", /staged/);
      assert.deepEqual(await dashboard.calls("knob/set"), []);
      await weight.press("Escape");
      await page.getByRole("button", { name: "Add note" }).click();
      await page.getByRole("textbox", { name: "Note" }).fill("modes fuse");
      await page.reload();
      const note = page.getByRole("textbox", { name: "Note" });
      await note.waitFor();
      assert.equal(await note.inputValue(), "modes fuse");
      await page.getByRole("button", { name: "Save note" }).click();
      await page.waitForFunction(() =>
        globalThis.fakeHost.calls.some(({ method }) => method === "notes/add"),
      );
      await page.reload();
      await dashboard.settle();
      assert.equal(await page.getByRole("dialog").count(), 0);
      assert.notEqual(await weight.inputValue(), "0.7");
    },
  );
});
