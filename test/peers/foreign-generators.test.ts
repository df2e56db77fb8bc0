// Generators and pictures of other programs, measured by ours and, on the same samples, by the package prdc.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fillLatents } from "../../src/data/latents.ts";
import { openDataset } from "../../src/data/open-dataset.ts";
import { foreignMeasures } from "../../src/evaluation/foreign-measures.ts";
import { encodeNpy } from "../../src/formats/npy.ts";
import { encodePng } from "../../src/formats/png.ts";
import { pairingLab, workFolder } from "../cli/terminal-command.ts";
import { temporaryFolder } from "../support/run-folder.ts";
import { uniform } from "../support/uniform.ts";
import { peersMissing, python } from "./python.ts";

const between = () => Promise.resolve();
const wish = {
  latents: "normal",
  seed: 3,
  samples: 2500,
  neighbours: 5,
  features: "data",
  size: 28,
  channels: 1,
} as const;

/** Exports a generator of points, or of pictures as DCGANs are in PyTorch, and gives its samples of some latents. */
const exported = `
import contextlib, numpy as np, torch, warnings
from torch import nn
from prdc import compute_prdc
warnings.filterwarnings("ignore")
torch.manual_seed(1)
points = given["points"]
size = 4
if points: net, example = nn.Sequential(nn.Linear(size, 16), nn.ReLU(), nn.Linear(16, 2)), torch.randn(2, size)
else:
    net = nn.Sequential(nn.ConvTranspose2d(size, 8, 7), nn.BatchNorm2d(8), nn.ReLU(), nn.ConvTranspose2d(8, 4, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(4, 1, 4, 2, 1), nn.Tanh()).eval()
    example = torch.randn(2, size, 1, 1)
axes = {"z": {0: "n"}, "x": {0: "n"}}
torch.onnx.export(net.eval(), (example,), given["file"], input_names=["z"], output_names=["x"], dynamic_axes=axes, dynamo=False)
latents = torch.tensor(given["latents"], dtype=torch.float32).reshape(-1, *example.shape[1:])
with torch.no_grad(): made = net(latents)
fake = made.reshape(len(made), -1).double().numpy() if points else made.permute(0, 2, 3, 1).reshape(len(made), -1).double().numpy()
with contextlib.redirect_stdout(sys.stderr): found = compute_prdc(np.array(given["real"]), fake, given["k"])
print(json.dumps({name: float(value) for name, value in found.items()}))`;

const rowsOf = (data: Float32Array, size: number) =>
  Array.from({ length: data.length / size }, (_, i) => [...data.subarray(i * size, (i + 1) * size)]);

function wavePictures(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  const random = uniform(5);
  for (let i = 0; i < count; i++) {
    const [a, b] = [random(), random()];
    const data = Uint8Array.from({ length: 784 }, (_, p) => 127 + 120 * Math.sin(a * p + 6 * b));
    writeFileSync(join(folder, `${i}.png`), encodePng({ width: 28, height: 28, channels: 1, data }));
  }
}

for (const points of [true, false])
  test(
    `a PyTorch generator of ${points ? "points" : "pictures"} is measured as prdc measures its samples`,
    { skip: peersMissing("torch", "onnx", "prdc") },
    async t => {
      const folder = temporaryFolder(t);
      const random = uniform(7);
      const real = join(folder, points ? "real.npy" : "real");
      if (points)
        writeFileSync(
          real,
          encodeNpy({ shape: [600, 2], data: Float32Array.from({ length: 1200 }, () => random() - 0.5) }),
        );
      else wavePictures(real, 300);
      const dataset = await openDataset(
        points
          ? { kind: "npy", file: real, array: "", normalize: false }
          : { kind: "images", folder: real, size: 28, channels: 1, labels: "none" },
      );
      const size = points ? 2 : 784;
      const heldOut = dataset.heldOut(2500);
      const rows = heldOut.length / size;
      const latents = new Float32Array(rows * 4);
      fillLatents(
        latents,
        { size: 4, distribution: "normal" },
        { seed: 3, stream: "evaluationLatents", step: 0 },
      );
      const file = join(folder, "g.onnx");
      const theirs = python(exported, {
        file,
        points,
        latents: rowsOf(latents, 4),
        real: rowsOf(heldOut, size),
        k: wish.neighbours,
      }) as Readonly<Record<string, number>>;
      const { values, samples } = await foreignMeasures(
        { ...wish, real, fake: file, kind: "model" },
        between,
      );
      assert.equal(samples, rows);
      for (const name of ["precision", "recall", "density", "coverage"])
        assert.ok(
          Math.abs((values[`quality/${name}`] ?? NaN) - (theirs[name] ?? NaN)) < 1e-9,
          `${name}: ${values[`quality/${name}`] ?? NaN} and ${theirs[name] ?? NaN}`,
        );
      assert.ok("collapse/effective_rank" in values);
    },
  );

test("real pictures may be an NPY array, channels first or last", async () => {
  const folder = workFolder();
  wavePictures(join(folder, "fake"), 30);
  const data = Float32Array.from({ length: 60 * 28 * 28 }, (_, i) => (i % 97) / 97);
  for (const [name, shape] of [
    ["first.npy", [60, 1, 28, 28]],
    ["last.npy", [60, 28, 28, 1]],
  ] as const) {
    writeFileSync(join(folder, name), encodeNpy({ shape, data }));
    const form = ["--size", "28", "--channels", "1", "--features", "data", "--json"];
    const { code, out, err } = await pairingLab(
      folder,
      "evaluate",
      "--real",
      name,
      "--fake-folder",
      "fake",
      ...form,
    );
    assert.equal(code, 0, err);
    const { samples } = JSON.parse(out) as { readonly samples: number };
    assert.equal(samples, 12);
  }
});

test("pictures of a folder, from the terminal: the same ones are perfect, what has no latents is left out", async () => {
  const folder = workFolder();
  wavePictures(join(folder, "real"), 100);
  const call = (...args: string[]) => pairingLab(folder, "evaluate", ...args);
  const { code, out, err } = await call(
    ...[
      "--real",
      "real",
      "--fake-folder",
      "real",
      "--size",
      "28",
      "--channels",
      "1",
      "--features",
      "data",
      "--json",
    ],
  );
  assert.equal(code, 0, err);
  const found = JSON.parse(out) as {
    readonly samples: number;
    readonly measures: Readonly<Record<string, number>>;
  };
  assert.equal(found.samples, 20);
  assert.equal(found.measures["quality/precision"], 1);
  assert.equal(found.measures["quality/coverage"], 1);
  assert.ok(!Object.keys(found.measures).some(tag => /latent|rank|condition|ratio/.test(tag)), out);
  for (const [args, why] of [
    [["--fake-folder", "real"], /--real DIR or FILE is missing beside --fake-folder/],
    [["--real", "real", "--fake-folder", "none"], /none/],
    [["--real", "real", "--fake-model", "real"], /this is no file; expected an ONNX generator/],
    [["--real", "real", "--fake-model", "a", "--fake-folder", "b"], /exclude each other/],
    [["--real", "real", "--fake-folder", "real", "--seed", "1"], /--seed is for --fake-model/],
    [["--real", "nowhere", "--fake-folder", "real"], /there is no such file or folder/],
  ] as const) {
    const refused = await call(...args);
    assert.equal(refused.code, 2, refused.err);
    assert.match(refused.err, why);
  }
});
