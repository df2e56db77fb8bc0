import type { Page } from "playwright-core";
import type { CompareHostOptions } from "./fake-compare-host.ts";
import type { CurvesHostOptions } from "./fake-curves-host.ts";
import type { HostOptions } from "./fake-host.ts";
import type { ReportHostOptions } from "./fake-report-host.ts";
import type { TableHostOptions } from "./fake-table-host.ts";
import type { TrialHostOptions } from "./fake-trial-host.ts";

/** One state of a page as people meet it: what its host has, and what they did before they look. */
export interface GalleryState<Host> {
  readonly name: string;
  readonly host: Host;
  readonly restricted?: boolean;
  /** Waits until the page shows the state, and does what leads to it. */
  readonly show: (page: Page) => Promise<void>;
}

export interface Gallery<Host> {
  readonly title: string;
  /** The script of its fake host, and the variable in which that finds its options. */
  readonly hostFile: string;
  readonly hostOptions: string;
  readonly states: readonly GalleryState<Host>[];
}

const press = (page: Page, name: string | RegExp, role: "button" | "radio" | "switch" = "button") =>
  page
    .getByRole(role, { name, exact: typeof name === "string" })
    .first()
    .click();
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

const sampled = async (page: Page) => {
  await says(page, /\d generated/);
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
};
const pictured = async (page: Page) => {
  await says(page, /nearest real 0\.\d+ away/);
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
};

const longRun = {
  name: "ring-of-eight-against-a-weak-discriminator-with-a-late-start-of-pairing",
  device: "NVIDIA GeForce RTX 4090 Laptop GPU, compiled (WebGPU)",
  objective: "non-saturating, R1 gamma 0.1, neighbour pairing",
};
/** Six digits, a long name, a branch, many weights, some beside each other and one above the slider's range. */
const long: HostOptions = {
  step: 117_200,
  steps: 200_000,
  run: longRun,
  branchedAt: 48_000,
  weights: [
    [59_000, 0.022],
    [60_200, 0.16],
    [84_000, 3.5],
    [84_600, 0],
    [102_400, 0.025],
    [111_000, 5],
  ],
  status: {
    maker: "Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz",
    stepsPerSecond: 1248.2,
    secondsLeft: 70_000,
  },
};

const findings = [
  {
    name: "many-to-one",
    title: "Many latents give one output",
    shown: "Latent recovery 0.31, precision 0.92, recall 0.34 at step 6,400",
    advice: "A larger pairing weight, first by a factor of 3 to 10.",
    knob: "pairing.weight",
    source: "Lin 2026",
  },
];

export const dashboardGallery: Gallery<HostOptions> = {
  title: "ring8-weak",
  hostFile: "test/webview/fake-host.ts",
  hostOptions: "fakeHostOptions",
  states: [
    { name: "live", host: { step: 6400, findings }, show: sampled },
    { name: "opening", host: { step: 0, silent: true }, show: page => says(page, "Opening") },
    {
      name: "nothing recorded",
      host: { step: 0, status: { state: "queued", message: "waits for a place: 2 of 2 trainings run" } },
      show: page => says(page, "Queued"),
    },
    { name: "six digits, many weights, long names", host: long, show: sampled },
    {
      name: "six digits, looking back, every knob",
      host: long,
      show: async page => {
        await sampled(page);
        await page.getByRole("textbox", { name: "Step", exact: true }).fill("101700");
        await page.keyboard.press("Enter");
        await press(page, /\d more$/);
        await says(page, /behind/);
        await sampled(page);
      },
    },
    {
      name: "finished, made by another version",
      host: { ...long, step: 200_000, madeBy: "0.9.0", status: { state: "done", secondsLeft: 0 } },
      show: sampled,
    },
    {
      name: "lost",
      host: { ...long, status: { ...long.status, state: "lost", secondsLeft: null } },
      show: sampled,
    },
    {
      name: "failed",
      host: {
        ...long,
        status: {
          state: "failed",
          failure: "not finite",
          secondsLeft: null,
          message:
            "The generator's loss became not finite at step 117,200: the last good checkpoint is of step 117,000.",
        },
      },
      show: sampled,
    },
    {
      name: "paused, weight 0, nothing differs, no maps",
      host: {
        step: 6400,
        weightOffFrom: 5000,
        collapsed: [3100, 6400],
        status: { state: "paused" },
        failing: {
          "discriminator/map": "the viewer could not read checkpoints/00006000/discriminator.onnx",
          "latent/map": "the viewer could not read checkpoints/00006000/generator.onnx",
          "latent/path": "the viewer could not read checkpoints/00006000/generator.onnx",
        },
      },
      show: page => says(page, /could not read/),
    },
    {
      name: "a weight that waits",
      host: { step: 6400 },
      show: async page => {
        await sampled(page);
        await page.getByRole("textbox", { name: "Pairing weight" }).fill("35");
        await page.keyboard.press("Enter");
        await says(page, "not applied");
      },
    },
    {
      name: "more actions",
      host: { step: 6400 },
      show: async page => {
        await sampled(page);
        await press(page, "More actions");
        await page.getByRole("menu").waitFor();
      },
    },
    {
      name: "export of frames",
      host: long,
      show: async page => {
        await sampled(page);
        await press(page, "Export frames");
        await page.getByRole("dialog").waitFor();
      },
    },
    {
      name: "table of losses",
      host: long,
      show: async page => {
        await sampled(page);
        await press(page, "Losses: data table");
        await page.getByRole("dialog").waitFor();
      },
    },
    { name: "restricted", host: { step: 6400 }, restricted: true, show: sampled },
    { name: "images", host: { step: 6400, images: "classed", run: longRun }, show: pictured },
    {
      name: "images without classes",
      host: { step: 6400, images: "unclassed", status: { state: "stopped" } },
      show: pictured,
    },
  ],
};

const drawn = (columns: number) => async (page: Page) => {
  await page.waitForFunction(
    count => document.querySelectorAll('.plate[aria-label*="samples at step"]').length === count,
    columns,
  );
};

export const compareGallery: Gallery<CompareHostOptions> = {
  title: "Compare",
  hostFile: "test/webview/fake-compare-host.ts",
  hostOptions: "fakeCompareOptions",
  states: [
    { name: "two runs", host: { runs: 2 }, show: drawn(2) },
    { name: "four long runs", host: { runs: 4, long: true }, show: drawn(4) },
    {
      name: "seeds, steps of their own",
      host: { runs: 3, seeds: 4, long: true },
      show: async page => {
        await drawn(3)(page);
        await page.keyboard.press("k");
        await page.locator(".own-step").first().waitFor();
      },
    },
    {
      name: "difference, undefined",
      host: { runs: 3, collapsed: { run: 1, from: 4000 } },
      show: async page => {
        await drawn(3)(page);
        await page.keyboard.press("4");
      },
    },
    { name: "images", host: { runs: 3, images: true }, show: drawn(3) },
    { name: "one gone", host: { runs: 3, gone: [1] }, show: drawn(2) },
  ],
};

const reported = async (page: Page) => {
  await page.getByRole("heading", { name: "Configurations" }).waitFor();
};

export const reportGallery: Gallery<ReportHostOptions> = {
  title: "Sweep",
  hostFile: "test/webview/fake-report-host.ts",
  hostOptions: "fakeReportOptions",
  states: [
    { name: "under way", host: { weights: 8, regimes: 2, seeds: 4, unfinished: 3 }, show: reported },
    { name: "done, a collapse", host: { weights: 8, regimes: 2, seeds: 4, collapsed: true }, show: reported },
    {
      name: "differences of many",
      host: { weights: 24, regimes: 3, seeds: 5 },
      show: async page => {
        await reported(page);
        await press(page, "differences", "radio");
      },
    },
    { name: "hardly begun", host: { weights: 5, regimes: 1, seeds: 2, unfinished: 9 }, show: reported },
    {
      name: "failed, images",
      host: {
        weights: 4,
        regimes: 1,
        seeds: 2,
        images: true,
        failure: "The sweep ended with code 1: no space is left on the disk of /scratch/users/someone/runs",
      },
      show: reported,
    },
  ],
};

const tried = (page: Page) =>
  page.getByRole("region", { name: "Weight 0.02", exact: true }).getByRole("img").first().waitFor();

export const trialGallery: Gallery<TrialHostOptions> = {
  title: "Try Weights",
  hostFile: "test/webview/fake-trial-host.ts",
  hostOptions: "fakeTrialOptions",
  states: [
    { name: "one seed", host: { seeds: 1 }, show: tried },
    { name: "three seeds", host: { seeds: 3, parent: "done" }, show: tried },
    {
      name: "under way",
      host: { seeds: 2, steps: [4000, 3600, 3300, 3100, 3000], images: true },
      show: tried,
    },
  ],
};

const charted = (page: Page) => page.getByRole("slider", { name: /^loss\/generator, step/ }).waitFor();

export const curvesGallery: Gallery<CurvesHostOptions> = {
  title: "Curves",
  hostFile: "test/webview/fake-curves-host.ts",
  hostOptions: "fakeCurvesOptions",
  states: [
    { name: "two sources", host: { sources: 2 }, show: charted },
    {
      name: "four sources, pictures, damage",
      host: { sources: 4, pictures: true, damaged: 3, reading: 0.42, layers: 3 },
      show: charted,
    },
    { name: "nothing there", host: { sources: 2, empty: true }, show: page => says(page, "version_0") },
    {
      name: "trouble",
      host: { sources: 3, trouble: "the folder is not there any more: /logs/lightning_logs/version_0" },
      show: charted,
    },
    {
      name: "not read",
      host: { sources: 2, unread: "The log folder cannot be read: permission denied, open '/logs'" },
      show: page => says(page, /cannot be read/),
    },
  ],
};

const listed = (page: Page) => page.getByRole("rowheader").first().waitFor();

export const tableGallery: Gallery<TableHostOptions> = {
  title: "Runs",
  hostFile: "test/webview/fake-table-host.ts",
  hostOptions: "fakeTableOptions",
  states: [
    { name: "sixty runs", host: { runs: 60, broken: 2 }, show: listed },
    {
      name: "some selected",
      host: { runs: 60 },
      show: async page => {
        await listed(page);
        for (const row of [1, 2, 3])
          await page.getByRole("gridcell", { name: "Not selected" }).nth(row).click();
        await page.getByRole("toolbar", { name: "Selected runs" }).waitFor();
      },
    },
    {
      name: "seeds together",
      host: { runs: 60 },
      show: async page => {
        await listed(page);
        await press(page, /Seeds together/i);
      },
    },
    {
      name: "choice of columns",
      host: { runs: 60 },
      show: async page => {
        await listed(page);
        await press(page, "Columns");
        await page.getByRole("dialog").waitFor();
      },
    },
    {
      name: "a filter that cannot be read",
      host: { runs: 60 },
      show: async page => {
        await listed(page);
        await page.getByRole("searchbox").first().fill("coverage>?");
        await says(page, /needs a number/);
      },
    },
    { name: "no runs", host: { runs: 0 }, show: page => says(page, /no runs/i) },
    { name: "reading", host: { reading: true }, show: page => page.locator(".waiting").waitFor() },
    {
      name: "failure",
      host: { failure: "The folder /runs cannot be read: permission denied" },
      show: page => says(page, /cannot be read/),
    },
  ],
};
