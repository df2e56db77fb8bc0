"""The training step of a DCGAN in PyTorch, as a server: `torch_image_step.py CONFIG [channels-last]`.

CONFIG is JSON: size, colours, channels, batch, latent, r1, pairing, threads. For every line N on standard input it takes N
steps and prints the seconds they took. Random numbers are drawn in advance.
"""
import json, math, sys, time
import torch, torch.nn as nn, torch.nn.functional as F

c = json.loads(sys.argv[1])
layout = torch.channels_last if "channels-last" in sys.argv[2:] else torch.contiguous_format
torch.set_num_threads(c["threads"])
torch.manual_seed(0)
B, Z, S, C = c["batch"], c["latent"], c["size"], c["channels"]
halvings = 2 if S == 28 else int(math.log2(S // 4))
inner = S // 2**halvings
widths = [c["colours"], *[C * 2**i for i in range(halvings)]]
top = widths[-1]


def critic(outputs):
    layers = []
    for a, b in zip(widths, widths[1:]):
        layers += [nn.Conv2d(a, b, 4, 2, 1), nn.LeakyReLU(0.2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(top * inner * inner, outputs))


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(Z, top * inner * inner, bias=False)
        down = list(reversed(widths))
        self.scale = nn.ParameterList([nn.Parameter(torch.ones(w)) for w in down[:-1]])
        self.shift = nn.ParameterList([nn.Parameter(torch.zeros(w)) for w in down[:-1]])
        self.up = nn.ModuleList(
            nn.ConvTranspose2d(a, b, 4, 2, 1, bias=i == halvings - 1) for i, (a, b) in enumerate(zip(down, down[1:]))
        )

    def forward(self, z, known=None):
        h = self.first(z).reshape(-1, top, inner, inner).contiguous(memory_format=layout)
        used = []
        for i, up in enumerate(self.up):
            if known is None:
                if c["pairing"]:
                    used.append((h.mean((0, 2, 3), keepdim=True), h.var((0, 2, 3), unbiased=False, keepdim=True)))
                h = F.batch_norm(h, None, None, self.scale[i], self.shift[i], True, 0.0, 1e-5)
            else:
                mean, variance = known[i]
                factor = self.scale[i].view(1, -1, 1, 1) * torch.rsqrt(variance + 1e-5)
                h = h * factor + (self.shift[i].view(1, -1, 1, 1) - mean * factor)
            h = up(F.relu(h))
        return torch.tanh(h), used


G, D, E = [m.to(memory_format=layout) for m in (Generator(), critic(1), critic(16))]
oD = torch.optim.Adam(D.parameters(), 2e-4, (0.5, 0.999))
oG = torch.optim.Adam([*G.parameters(), *(E.parameters() if c["pairing"] else [])], 2e-4, (0.5, 0.999))
average = [p.detach().clone() for p in G.parameters()]
pictures = lambda: torch.rand(B, c["colours"], S, S).mul(2).sub(1).contiguous(memory_format=layout)
pool = [(pictures(), torch.randn(B, Z), torch.randn(B, Z), torch.randn(B, Z)) for _ in range(4)]
target = torch.arange(B)
at = 0


def loss_d(x, fake):
    real = D(x)
    loss = F.softplus(-real).mean() + F.softplus(D(fake)).mean()
    if c["r1"] > 0:
        (g,) = torch.autograd.grad(real.sum(), x, create_graph=True)
        loss = loss + c["r1"] / 2 * g.square().sum((1, 2, 3)).mean()
    return loss


def loss_g(z, eps):
    x, moments = G(z)
    loss = F.softplus(-D(x)).mean()
    if c["pairing"]:
        near, _ = G(z + 0.1 * eps, moments)
        u, v = F.normalize(E(x)), F.normalize(E(near))
        loss = loss + 0.02 * F.cross_entropy(u @ v.t() / 0.1, target)
    return loss


def step():
    global at
    x, z, z2, eps = pool[at % len(pool)]
    at += 1
    if c["r1"] > 0:
        x = x.clone().requires_grad_(True)
    with torch.no_grad():
        fake, _ = G(z)
    ld = loss_d(x, fake)
    oD.zero_grad()
    ld.backward()
    oD.step()
    D.requires_grad_(False)
    lg = loss_g(z2, eps)
    oG.zero_grad()
    lg.backward()
    oG.step()
    D.requires_grad_(True)
    with torch.no_grad():
        torch._foreach_lerp_(average, list(G.parameters()), 0.001)
    return ld.item(), lg.item()


for _ in range(3):
    step()
print("ready", flush=True)
for line in sys.stdin:
    n = int(line)
    t = time.perf_counter()
    for _ in range(n):
        step()
    print(time.perf_counter() - t, flush=True)
