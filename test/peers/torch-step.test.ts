// One whole training step of every loss, penalty and pairing kind, compiled and run by ONNX Runtime, against the same step in PyTorch.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileStep } from "../../src/compiler/compile-step.ts";
import { fillNormal, fillUniform } from "../../src/data/random.ts";
import { openExecutor } from "../../src/execution/onnx-runtime.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import { initialKnobs } from "../../src/experiment/knobs.ts";
import { toCheckpoint } from "../../src/training/checkpoint-state.ts";
import { elements } from "../../src/training/parameter-layout.ts";
import { buildModel } from "../../src/training/model.ts";
import { buildStep, startingState, stateShapes } from "../../src/training/step.ts";
import { variantAt } from "../../src/training/variant.ts";
import { lossNames, paired, pairingNames, penaltyNames, strength } from "../support/objective-axes.ts";
import type { Settings } from "../support/objective-axes.ts";
import { peersMissing, python } from "./python.ts";

const peer = `
import torch, torch.nn.functional as F
act = {"relu": torch.relu, "leaky-relu": lambda x: F.leaky_relu(x, 0.2), "tanh": torch.tanh, "swish": F.silu}
T = lambda v, shape: torch.tensor(v, dtype=torch.float64).reshape(shape).float()
W = {k: T(v["data"], v["shape"]).requires_grad_() for k, v in given["weights"].items()}
I = {k: T(v["data"], v["shape"]) for k, v in given["inputs"].items()}
K = given["knobs"]; beta1, beta2 = given["betas"]; kind = given["kind"]; paired = K["pairing.weight"] > 0
def net(prefix, activation):
    names = sorted([k for k in W if k.startswith(prefix + ".")], key=lambda k: (int(k.split(".")[-2]), k.endswith("bias")))
    def features(x):
        for i in range(0, len(names) - 2, 2):
            x = act[activation](x @ W[names[i]] + W[names[i + 1]])
        return x
    return lambda x: features(x) @ W[names[-2]] + W[names[-1]], [W[n] for n in names], features
G, gp, _ = net("generator", given["generator"]); D, dp, hidden = net("discriminator", given["discriminator"])
trained = list(gp)
if any(k.startswith("embedding.samples") for k in W): e, ep, _ = net("embedding.samples", "relu"); trained += ep
if any(k.startswith("embedding.latents") for k in W): h, hp, _ = net("embedding.latents", "relu"); trained += hp
oD = torch.optim.Adam(dp, K["optimizers.discriminator.learningRate"], (beta1, beta2))
oG = torch.optim.Adam(trained, K["optimizers.generator.learningRate"], (beta1, beta2))
out = {}
softplus = F.softplus
losses = {
    "non-saturating": (lambda r, f: softplus(-r).mean() + softplus(f).mean(), lambda r, f: softplus(-f).mean()),
    "wasserstein": (lambda r, f: f.mean() - r.mean(), lambda r, f: -f.mean()),
    "hinge": (lambda r, f: F.relu(1 - r).mean() + F.relu(1 + f).mean(), lambda r, f: -f.mean()),
    "least-squares": (lambda r, f: ((r - 1) ** 2).mean() / 2 + (f ** 2).mean() / 2, lambda r, f: ((f - 1) ** 2).mean() / 2),
    "relativistic": (lambda r, f: softplus(f - r).mean(), lambda r, f: softplus(r - f).mean()),
}
ofD, ofG = losses[given["loss"]]
def slopes(x):
    x = x.clone().requires_grad_(True)
    g, = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return g.square().sum(1)
z0 = I["latents.discriminator.0"]; fake = G(z0).detach(); real = I["real.0"]
r, f = D(real), D(fake)
loss = ofD(r, f)
out["loss/discriminator"] = loss.item(); out["score/real"] = r.mean().item(); out["score/fake"] = f.mean().item()
def penalise(tag, weight, value):
    global loss
    out[tag] = value.item(); loss = loss + weight * value
if K["penalties.r1.gamma"] > 0: penalise("loss/r1", K["penalties.r1.gamma"] / 2, slopes(real).mean())
if K["penalties.r2.gamma"] > 0: penalise("loss/r2", K["penalties.r2.gamma"] / 2, slopes(fake).mean())
if K["penalties.gradientPenalty.weight"] > 0:
    t = I["lines.discriminator.0"]
    norms = slopes((1 - t) * real + t * fake).sqrt()
    penalise("loss/gradient_penalty", K["penalties.gradientPenalty.weight"], ((norms - 1) ** 2).mean())
if paired and kind == "zcr":
    near = G(z0 + K["pairing.noise"] * I["noise.pairing.discriminator.0"]).detach()
    loss = loss + K["pairing.discriminatorWeight"] * ((f - D(near)) ** 2).mean()
oD.zero_grad(); loss.backward(); oD.step()
z = I["latents.generator"]; x = G(z); B = len(z)
loss = ofG(D(real), D(x)); out["loss/generator"] = loss.item()
def recognised(s):
    target = torch.arange(B)
    return F.cross_entropy(s, target), (s.argmax(1) == target).float().mean()
near = lambda: z + K["pairing.noise"] * I["noise.pairing"]
unit = F.normalize
def neighbour(): return recognised(unit(e(x)) @ unit(e(G(near()))).t() / K["pairing.temperature"])
def latent(): return recognised(unit(e(x)) @ unit(h(near())).t() / K["pairing.temperature"])
def msgan():
    z2 = I["second.pairing"]
    return 1 / ((G(z2) - x).abs().mean() / (z2 - z).abs().mean() + 1e-5), None
def dsgan():
    z2 = I["second.pairing"]
    ratios = (G(z2) - x).abs().mean(1) / ((z2 - z).abs().mean(1) + 1e-5)
    return -ratios.clamp(max=K["pairing.limit"]).mean(), None
def ndiv():
    def shares(y):
        d = (y[:, None] - y[None, :] + 1e-30).norm(dim=2) * (1 - torch.eye(B))
        return d / d.sum(1, keepdim=True).detach()
    return F.relu(K["pairing.alpha"] * shares(z) - shares(x)).sum() / (B * (B - 1)), None
def divco():
    radius = K["pairing.radius"]; far = I["far.pairing"]; n = len(far) // B
    own = z.repeat(n, 1); away = far - own
    far = own + torch.where(away >= 0, 1.0, -1.0) * away.abs().clamp(min=radius)
    others = torch.cat([z + radius * (2 * I["step.pairing"] - 1), far])
    s = (unit(hidden(x)).repeat(n + 1, 1) * unit(hidden(G(others)))).sum(1).reshape(n + 1, B).t() / K["pairing.temperature"]
    return F.cross_entropy(s, torch.zeros(B, dtype=torch.long)), (s.argmax(1) == 0).float().mean()
def zcr(): return -(x - G(near())).square().sum(1).mean(), None
def clamping():
    low, high = K["pairing.low"], K["pairing.high"]
    q = (x - G(z + unit(I["direction.pairing"]) * K["pairing.length"])).norm(dim=1) / K["pairing.length"]
    return ((q.clamp(min=high) - high) ** 2 + (q.clamp(max=low) - low) ** 2).mean(), None
if paired:
    L, accuracy = {"neighbour": neighbour, "latent": latent, "msgan": msgan, "dsgan": dsgan, "ndiv": ndiv, "divco": divco,
        "zcr": zcr, "jacobian-clamping": clamping}[kind]()
    out["loss/pairing"] = L.item()
    if accuracy is not None: out["pairing/accuracy"] = accuracy.item()
    loss = loss + K["pairing.weight"] * L
oG.zero_grad(); loss.backward(); oG.step()
print(json.dumps({"scalars": out, "weights": {k: w.detach().flatten().tolist() for k, w in W.items()}}))
`;

const both = { "pairing.weight": 0.05, "penalties.r1.gamma": 0.5 };

/** Everything of the catalog by itself, and parts together. */
const arms: Readonly<Record<string, Settings>> = {
  ...Object.fromEntries(lossNames.map(loss => [`loss ${loss}`, { loss }])),
  ...Object.fromEntries(penaltyNames.map(name => [`penalty ${name}`, { [strength(name)]: 0.5 }])),
  ...Object.fromEntries(pairingNames.map(kind => [`pairing ${kind}`, paired(kind)])),
  R3GAN: { loss: "relativistic", "penalties.r1.gamma": 0.5, "penalties.r2.gamma": 0.3 },
  "WGAN-GP with DivCo": {
    ...paired("divco"),
    loss: "wasserstein",
    "penalties.gradientPenalty.weight": 0.1,
  },
  "GAN + pairing + R1": both,
  "GAN + latent pairing + R1, tanh and swish": {
    ...both,
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
    Object.entries(step.inputs).forEach(([name, { shape, draw }], i) => {
      inputs[name] = new Float32Array(elements(shape));
      const fill = draw.from === "uniform" ? fillUniform : fillNormal;
      fill(inputs[name], { seed: 5, stream: "userLatents", step: i });
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
      loss: experiment.loss,
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
