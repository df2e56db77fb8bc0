// One whole training step of each arm on images, compiled and run by ONNX Runtime, against the same step in PyTorch.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { StepDefinition } from "../../src/compiler/compile-step.ts";
import type { TensorValues } from "../../src/compiler/program.ts";
import { fillNormal } from "../../src/data/random.ts";
import { openExecutor } from "../../src/execution/open-executor.ts";
import { initialKnobs } from "../../src/experiment/knobs.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import { toCheckpoint } from "../../src/training/checkpoint-state.ts";
import { elements } from "../../src/training/parameter-layout.ts";
import { buildModel } from "../../src/training/model.ts";
import { buildStep, startingState, stateShapes } from "../../src/training/step.ts";
import { variantAt } from "../../src/training/variant.ts";
import { peersMissing, python } from "./python.ts";

const peer = `
import torch, torch.nn.functional as F
T = lambda v: torch.tensor(v["data"], dtype=torch.float64).reshape(v["shape"]).float()
W = {k: T(v).requires_grad_() for k, v in given["weights"].items()}
I = {k: T(v) for k, v in given["inputs"].items()}
K = given["knobs"]; size, colours = given["size"], given["colours"]
start = 7 if size == 28 else 4
def G(z, moments=None):
    used, i = [], 0
    h = (z @ W["generator.0.weight"]).reshape(len(z), -1, start, start)
    while f"generator.{i}.scale" in W:
        m, v = moments[i] if moments else (h.mean((0, 2, 3), keepdim=True), h.var((0, 2, 3), unbiased=False, keepdim=True))
        used.append((m, v))
        h = (h - m) / (v + 1e-5).sqrt() * W[f"generator.{i}.scale"][:, None, None] + W[f"generator.{i}.shift"][:, None, None]
        h = F.conv_transpose2d(F.relu(h), W[f"generator.{i + 1}.weight"], stride=2, padding=1)
        i += 1
    return torch.tanh(h + W[f"generator.{i}.bias"][:, None, None]), used
def judge(prefix):
    def apply(x):
        i = 0
        while W[f"{prefix}.{i}.weight"].dim() == 4:
            x = F.leaky_relu(F.conv2d(x, W[f"{prefix}.{i}.weight"], W[f"{prefix}.{i}.bias"], stride=2, padding=1), 0.2)
            i += 1
        return x.flatten(1) @ W[f"{prefix}.{i}.weight"] + W[f"{prefix}.{i}.bias"]
    return apply
def h_net(z):
    for i in range(3):
        z = z @ W[f"embedding.latents.{i}.weight"] + W[f"embedding.latents.{i}.bias"]
        if i < 2: z = F.relu(z)
    return z
D, e = judge("discriminator"), judge("embedding.samples")
of = lambda group: [w for k, w in W.items() if k.startswith(group + ".")]
adam = lambda ws, who: torch.optim.Adam(ws, K[f"optimizers.{who}.learningRate"], tuple(given["betas"]))
oD, oG = adam(of("discriminator"), "discriminator"), adam(of("generator") + of("embedding"), "generator")
out, grads = {}, {}
keep = lambda group: grads.update({k: w.grad.flatten().tolist() for k, w in W.items() if k.startswith(group + ".") and w.grad is not None})
nchw = lambda x: x.permute(0, 3, 1, 2)
fake = G(I["latents.discriminator.0"])[0].detach(); real = nchw(I["real.0"])
r, f = D(real), D(fake)
loss = F.softplus(-r).mean() + F.softplus(f).mean()
out["loss/discriminator"] = loss.item(); out["score/real"] = r.mean().item(); out["score/fake"] = f.mean().item()
if K["penalties.r1.gamma"] > 0:
    x = real.clone().requires_grad_(True)
    g, = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    value = g.square().sum((1, 2, 3)).mean()
    out["loss/r1"] = value.item(); loss = loss + K["penalties.r1.gamma"] / 2 * value
oD.zero_grad(); loss.backward(); keep("discriminator"); oD.step()
z = I["latents.generator"]; x, moments = G(z)
loss = F.softplus(-D(x)).mean(); out["loss/generator"] = loss.item()
if K["pairing.weight"] > 0:
    near = z + K["pairing.noise"] * I["noise.pairing"]
    u = F.normalize(e(x)); v = F.normalize(e(G(near, moments)[0]) if given["kind"] == "neighbour" else h_net(near))
    s = u @ v.t() / K["pairing.temperature"]; target = torch.arange(len(z))
    L = F.cross_entropy(s, target)
    out["loss/pairing"] = L.item(); out["pairing/accuracy"] = (s.argmax(1) == target).float().mean().item()
    loss = loss + K["pairing.weight"] * L
oG.zero_grad(); loss.backward(); keep("generator"); keep("embedding"); oG.step()
print(json.dumps({"scalars": out, "gradients": grads, "weights": {k: w.detach().flatten().tolist() for k, w in W.items()}}))
`;

interface Arm {
  readonly shape: readonly [number, number, number];
  readonly settings: Readonly<Record<string, unknown>>;
}

const r1 = { "penalties.r1.gamma": 0.5 };
const pairing = { "pairing.weight": 0.5 };
const arms: Readonly<Record<string, Arm>> = {
  "28x28, GAN": { shape: [28, 28, 1], settings: {} },
  "28x28, GAN + R1": { shape: [28, 28, 1], settings: r1 },
  "28x28, GAN + pairing": { shape: [28, 28, 1], settings: pairing },
  "28x28, GAN + pairing + R1": { shape: [28, 28, 1], settings: { ...pairing, ...r1 } },
  "32x32 colour, GAN + latent pairing + R1": {
    shape: [32, 32, 3],
    settings: { ...pairing, ...r1, "pairing.kind": "latent" },
  },
  "64x64 colour, GAN + pairing + R1": { shape: [64, 64, 3], settings: { ...pairing, ...r1 } },
};

/** How far two weights that should be equal may start apart, relative to their size. */
const NUDGE = 1e-7;

const missing = peersMissing("torch");

for (const [name, { shape, settings }] of Object.entries(arms))
  test(`${name}: one compiled step is PyTorch's step`, { skip: missing }, async () => {
    const small = { batch: 16, "generator.channels": 4, "discriminator.channels": 4, ...settings };
    const experiment = readExperiment('{ "data": { "kind": "digits" } }', "arm.gan.json", {
      settings: Object.entries(small).map(([key, value]) => ({ key, value })),
    });
    const model = buildModel(experiment, shape);
    const knobs = initialKnobs(experiment);
    const step = buildStep(model, variantAt(experiment, knobs, 1));
    const inputs: Record<string, Float32Array> = {};
    Object.entries(step.inputs).forEach(([input, { shape: wanted }], i) => {
      inputs[input] = new Float32Array(elements(wanted));
      fillNormal(inputs[input], { seed: 5, stream: "userLatents", step: i });
    });
    for (const key of step.knobs) inputs[key] = Float32Array.of(knobs[key] ?? NaN);
    const shapes = Object.entries(step.inputs).map(([input, { shape: wanted }]) => [input, wanted] as const);
    const definition: StepDefinition = {
      state: step.state,
      inputs: Object.fromEntries([...shapes, ...step.knobs.map(key => [key, []] as const)]),
      step: step.run,
    };

    const executor = await openExecutor({ device: "cpu", threads: 1, graphOptimization: "disabled" });
    const loaded = await executor.loadStep(definition);
    const take = async (state: ReadonlyMap<string, TensorValues>) => {
      executor.put(state);
      const scalars = await executor.step(loaded, 1, inputs);
      return { scalars, after: toCheckpoint(model, await executor.get(Object.keys(stateShapes(model)))) };
    };
    const state = amplified(startingState(model, 3));
    const ours = await take(state);
    const nudged = await take(nudge(state));
    await executor.close();

    const tensors = [...toCheckpoint(model, state)].filter(
      ([tensor]) => !tensor.includes(".optimizer.") && !tensor.startsWith("average."),
    );
    const { beta1, beta2 } = experiment.optimizers.generator;
    const theirs = python(peer, {
      weights: Object.fromEntries(
        tensors.map(([tensor, { shape: size, data }]) => [tensor, { shape: size, data: [...data] }]),
      ),
      inputs: Object.fromEntries(
        shapes.map(([input, size]) => [input, { shape: size, data: [...(inputs[input] ?? [])] }]),
      ),
      knobs,
      betas: [beta1, beta2],
      kind: experiment.pairing.kind,
      size: shape[0],
      colours: shape[2],
    }) as {
      scalars: Record<string, number>;
      gradients: Record<string, number[]>;
      weights: Record<string, number[]>;
    };

    assert.deepEqual(Object.keys(ours.scalars).sort(), Object.keys(theirs.scalars).sort());
    for (const [tag, value] of Object.entries(theirs.scalars)) {
      // A row that is about as similar to another may count on either side.
      const allowed = tag === "pairing/accuracy" ? 2 / experiment.batch : 5e-5 * (1 + Math.abs(value));
      const found = ours.scalars[tag]?.[0] ?? NaN;
      assert.ok(Math.abs(found - value) <= allowed, `${tag}: ${found}, PyTorch ${value}`);
    }
    // Normalisation and small batches amplify rounding: a step from weights that are 1e-7 apart tells how much.
    for (const group of [
      "discriminator",
      "generator",
      ...("pairing.weight" in settings ? ["embedding"] : []),
    ]) {
      const names = tensors.map(([tensor]) => tensor).filter(tensor => tensor.startsWith(`${group}.`));
      const moment = (tensor: string) => tensor.replace(`${group}.`, `${group}.optimizer.m.`);
      const gradients = names.map(tensor => (theirs.gradients[tensor] ?? []).map(g => g * (1 - beta1)));
      const moments = names.map(tensor => ours.after.get(moment(tensor))?.data ?? []);
      const nudgedMoments = names.map(tensor => nudged.after.get(moment(tensor))?.data ?? []);
      const bound = 3 * apart(nudgedMoments, moments) + 2e-6;
      assert.ok(
        apart(moments, gradients) <= bound,
        `${group}: moments ${apart(moments, gradients)}, ${bound}`,
      );
      const from = tensors.filter(([tensor]) => names.includes(tensor)).map(([, { data }]) => data);
      const moves = (weights: (tensor: string) => ArrayLike<number>) =>
        names.map((tensor, i) => Float64Array.from(weights(tensor), (w, k) => w - (from[i]?.[k] ?? NaN)));
      const peers = moves(tensor => theirs.weights[tensor] ?? []);
      const own = moves(tensor => ours.after.get(tensor)?.data ?? []);
      const others = moves(tensor => nudged.after.get(tensor)?.data ?? []);
      const allowed = 3 * apart(others, own) + 1e-3;
      assert.ok(apart(own, peers) <= allowed, `${group}: weights ${apart(own, peers)}, ${allowed}`);
    }
  });

/** Weights five times as large, so that so few maps carry signals of order 1 through every layer. */
function amplified(state: ReadonlyMap<string, TensorValues>): Map<string, TensorValues> {
  return new Map(
    [...state].map(([name, { shape, data }]) => [
      name,
      { shape, data: name.endsWith(".weights") ? data.map(x => (x === 1 ? x : 5 * x)) : data },
    ]),
  );
}

/** Every value moved up or down by 1e-7 of itself. */
function nudge(state: ReadonlyMap<string, TensorValues>): Map<string, TensorValues> {
  const moved = ([name, { shape, data }]: [string, TensorValues]): [string, TensorValues] => {
    const signs = new Float32Array(data.length);
    fillNormal(signs, { seed: 6, stream: "userLatents", step: name.length });
    return [name, { shape, data: data.map((x, i) => x * (1 + NUDGE * Math.sign(signs[i] ?? 0))) }];
  };
  return new Map([...state].map(moved));
}

/** The norm of the difference over the norm of the second. */
function apart(a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): number {
  let [difference, size] = [0, 0];
  b.forEach((values, which) => {
    for (let i = 0; i < values.length; i++) {
      const [x, y] = [a[which]?.[i] ?? NaN, values[i] ?? NaN];
      difference += (x - y) ** 2;
      size += y ** 2;
    }
  });
  return Math.sqrt(difference / size);
}
