// One whole training step of each arm, compiled and run by ONNX Runtime, against the same step in PyTorch.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileStep } from "../../src/compiler/compile-step.ts";
import { fillNormal } from "../../src/data/random.ts";
import { openExecutor } from "../../src/execution/onnx-runtime.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import { initialKnobs } from "../../src/experiment/knobs.ts";
import { toCheckpoint } from "../../src/training/checkpoint-state.ts";
import { elements } from "../../src/training/parameter-layout.ts";
import { buildModel } from "../../src/training/model.ts";
import { buildStep, startingState, stateShapes } from "../../src/training/step.ts";
import { variantAt } from "../../src/training/variant.ts";
import { peersMissing, python } from "./python.ts";

const peer = `
import torch, torch.nn.functional as F
act = {"relu": torch.relu, "leaky-relu": lambda x: F.leaky_relu(x, 0.2), "tanh": torch.tanh, "swish": F.silu}
T = lambda v, shape: torch.tensor(v, dtype=torch.float64).reshape(shape).float()
W = {k: T(v["data"], v["shape"]).requires_grad_() for k, v in given["weights"].items()}
I = {k: T(v["data"], v["shape"]) for k, v in given["inputs"].items()}
K = given["knobs"]; beta1, beta2 = given["betas"]
def net(prefix, activation):
    names = sorted([k for k in W if k.startswith(prefix + ".")], key=lambda k: (int(k.split(".")[-2]), k.endswith("bias")))
    def apply(x):
        for i in range(0, len(names), 2):
            x = x @ W[names[i]] + W[names[i + 1]]
            if i + 2 < len(names): x = act[activation](x)
        return x
    return apply, [W[n] for n in names]
G, gp = net("generator", given["generator"]); D, dp = net("discriminator", given["discriminator"])
e, ep = net("embedding.samples", "relu"); kinds = [ep]
if given["kind"] == "latent":
    h, hp = net("embedding.latents", "relu"); kinds.append(hp)
oD = torch.optim.Adam(dp, K["optimizers.discriminator.learningRate"], (beta1, beta2))
oG = torch.optim.Adam(gp + sum(kinds, []), K["optimizers.generator.learningRate"], (beta1, beta2))
out = {}
def penalty(x):
    x = x.clone().requires_grad_(True)
    g, = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return g.square().sum(1).mean()
fake = G(I["latents.discriminator.0"]).detach(); real = I["real.0"]
r, f = D(real), D(fake)
loss = F.softplus(-r).mean() + F.softplus(f).mean()
out["loss/discriminator"] = loss.item(); out["score/real"] = r.mean().item(); out["score/fake"] = f.mean().item()
if K["penalties.r1.gamma"] > 0:
    value = penalty(real); out["loss/r1"] = value.item(); loss = loss + K["penalties.r1.gamma"] / 2 * value
oD.zero_grad(); loss.backward(); oD.step()
z = I["latents.generator"]; x = G(z)
loss = F.softplus(-D(x)).mean(); out["loss/generator"] = loss.item()
if K["pairing.weight"] > 0:
    near = z + K["pairing.noise"] * I["noise.pairing"]
    u = F.normalize(e(x)); v = F.normalize(e(G(near)) if given["kind"] == "neighbour" else h(near))
    s = u @ v.t() / K["pairing.temperature"]; target = torch.arange(len(z))
    L = F.cross_entropy(s, target)
    out["loss/pairing"] = L.item(); out["pairing/accuracy"] = (s.argmax(1) == target).float().mean().item()
    loss = loss + K["pairing.weight"] * L
oG.zero_grad(); loss.backward(); oG.step()
print(json.dumps({"scalars": out, "weights": {k: w.detach().flatten().tolist() for k, w in W.items()}}))
`;

const arms = {
  GAN: {},
  "GAN + R1": { "penalties.r1.gamma": 0.5 },
  "GAN + pairing": { "pairing.weight": 0.05 },
  "GAN + pairing + R1": { "pairing.weight": 0.05, "penalties.r1.gamma": 0.5 },
  "GAN + latent pairing + R1, tanh and swish": {
    "pairing.weight": 0.05,
    "penalties.r1.gamma": 0.5,
    "pairing.kind": "latent",
    "generator.activation": "tanh",
    "discriminator.activation": "swish",
  },
};

const missing = peersMissing("torch");

for (const [arm, changes] of Object.entries(arms))
  test(`${arm}: one compiled step is PyTorch's step`, { skip: missing }, async () => {
    const settings = Object.entries({ batch: 64, "generator.hidden": [32, 32], ...changes });
    const experiment = readExperiment('{ "data": { "kind": "ring" } }', "arm.gan.json", {
      settings: settings.map(([key, value]) => ({ key, value })),
    });
    const model = buildModel(experiment, [2]);
    const knobs = initialKnobs(experiment);
    const step = buildStep(model, variantAt(experiment, knobs, 1));
    const inputs: Record<string, Float32Array> = {};
    Object.entries(step.inputs).forEach(([name, { shape }], i) => {
      inputs[name] = new Float32Array(elements(shape));
      fillNormal(inputs[name], { seed: 5, stream: "userLatents", step: i });
    });
    for (const key of step.knobs) inputs[key] = Float32Array.of(knobs[key] ?? NaN);

    const executor = await openExecutor({ device: "cpu", threads: 1, graphOptimization: "all" });
    const state = startingState(model, 3);
    executor.put(state);
    const shapes = Object.entries(step.inputs).map(([name, { shape }]) => [name, shape] as const);
    const program = compileStep({
      state: step.state,
      inputs: Object.fromEntries([...shapes, ...step.knobs.map(key => [key, []] as const)]),
      step: step.run,
    });
    const scalars = await executor.step(await executor.load(program), 1, inputs);
    const after = toCheckpoint(model, await executor.get(Object.keys(stateShapes(model))));
    await executor.close();

    const tensors = [...toCheckpoint(model, state)].filter(([name]) => !name.includes(".optimizer."));
    const { beta1, beta2 } = experiment.optimizers.generator;
    const theirs = python(peer, {
      weights: Object.fromEntries(
        tensors.map(([name, { shape, data }]) => [name, { shape, data: [...data] }]),
      ),
      inputs: Object.fromEntries(
        shapes.map(([name, shape]) => [name, { shape, data: [...(inputs[name] ?? [])] }]),
      ),
      knobs,
      betas: [beta1, beta2],
      kind: experiment.pairing.kind,
      generator: "activation" in experiment.generator ? experiment.generator.activation : "",
      discriminator: "activation" in experiment.discriminator ? experiment.discriminator.activation : "",
    }) as { scalars: Record<string, number>; weights: Record<string, number[]> };

    assert.deepEqual(Object.keys(scalars).sort(), Object.keys(theirs.scalars).sort());
    for (const [tag, value] of Object.entries(theirs.scalars)) {
      // A row that is about as similar to another may count on either side.
      const allowed = tag === "pairing/accuracy" ? 2 / experiment.batch : 2e-5 * (1 + Math.abs(value));
      const ours = scalars[tag]?.[0] ?? NaN;
      assert.ok(Math.abs(ours - value) <= allowed, `${tag}: ${ours}, PyTorch ${value}`);
    }
    let [moved, off] = [0, 0];
    for (const [name, { data: from }] of tensors) {
      const [ours, peers] = [after.get(name)?.data ?? [], theirs.weights[name] ?? []];
      for (let i = 0; i < from.length; i++) {
        moved += Math.abs((peers[i] ?? NaN) - (from[i] ?? NaN));
        off += Math.abs((peers[i] ?? NaN) - (ours[i] ?? NaN));
      }
    }
    // Adam's first step is the sign of the gradient: a tiny gradient may round to the other side, so the sum is judged.
    assert.ok(moved > 0 && off < 1e-3 * moved, `weights moved by ${moved}, apart by ${off}`);
  });
