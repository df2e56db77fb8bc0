"""The same training step in PyTorch, as a server: `torch_step.py CONFIG [compile]`.

CONFIG is JSON: batch, latent, hidden, embedding, r1, pairing, noise, temperature. For every line N on standard input it
takes N steps and prints the seconds they took. One thread. Batches, latents and noise are drawn anew at every step, as a
training program does.
"""
import json, math, sys, time
import torch, torch.nn as nn, torch.nn.functional as F

c = json.loads(sys.argv[1])
compiled = "compile" in sys.argv[2:]
torch.set_num_threads(1)
torch.manual_seed(0)
wrap = torch.compile if compiled else (lambda f: f)
B, Z, H = c["batch"], c["latent"], c["hidden"]


def mlp(sizes, act):
    layers = []
    for i in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        if i < len(sizes) - 2:
            layers.append(act())
    return nn.Sequential(*layers)


leaky = lambda: nn.LeakyReLU(0.2)
G, D, E = mlp([Z, *H, 2], nn.ReLU), mlp([2, *H, 1], leaky), mlp([2, *c["embedding"]], nn.ReLU)
oD = torch.optim.Adam(D.parameters(), 1e-4, (0.5, 0.999))
oG = torch.optim.Adam([*G.parameters(), *E.parameters()], 1e-3, (0.5, 0.999))


def ring(n):
    k = torch.randint(0, 8, (n,)).float() * math.pi / 4
    return torch.stack([2 * k.cos(), 2 * k.sin()], 1) + 0.02 * torch.randn(n, 2)


target = torch.arange(B)


def loss_d(x, fake):
    real = D(x)
    loss = F.softplus(-real).mean() + F.softplus(D(fake)).mean()
    if c["r1"] > 0:
        g, = torch.autograd.grad(real.sum(), x, create_graph=True)
        loss = loss + c["r1"] / 2 * g.square().sum(1).mean()
    return loss


def loss_d_compiled(x, fake):
    real = D(x)
    loss = F.softplus(-real).mean() + F.softplus(D(fake)).mean()
    if c["r1"] > 0:
        g = torch.func.grad(lambda t: D(t).sum())(x)
        loss = loss + c["r1"] / 2 * g.square().sum(1).mean()
    return loss


def loss_g(z, eps):
    x = G(z)
    loss = F.softplus(-D(x)).mean()
    if c["pairing"] > 0:
        u, v = F.normalize(E(x)), F.normalize(E(G(z + c["noise"] * eps)))
        loss = loss + c["pairing"] * F.cross_entropy(u @ v.t() / c["temperature"], target)
    return loss


d, g, make = wrap(loss_d_compiled if compiled else loss_d), wrap(loss_g), wrap(lambda z: G(z))
step_d, step_g = wrap(oD.step), wrap(oG.step)


def step():
    x, z, z2, eps = ring(B), torch.randn(B, Z), torch.randn(B, Z), torch.randn(B, Z)
    if c["r1"] > 0 and not compiled:
        x = x.clone().requires_grad_(True)
    with torch.no_grad():
        fake = make(z)
    ld = d(x, fake)
    oD.zero_grad()
    ld.backward()
    step_d()
    D.requires_grad_(False)
    lg = g(z2, eps)
    oG.zero_grad()
    lg.backward()
    step_g()
    D.requires_grad_(True)
    return ld.item(), lg.item()


for _ in range(20):
    step()
print("ready", flush=True)
for line in sys.stdin:
    n = int(line)
    t = time.perf_counter()
    for _ in range(n):
        step()
    print(time.perf_counter() - t, flush=True)
