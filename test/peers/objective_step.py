"""One training step of any objective in PyTorch, as a server on one thread: the peer of our compiled step, for what it
computes and for the time that it takes. Every objective stands here once, as its paper has it, in the fewest operations.

Each line on standard input is a command in JSON, answered by one line:
  {"load": {experiment, knobs, sampleShape, weights, inputs}}   an experiment with every key; weights in the order of
      each network's layers, [[name, {shape, data}], ...]; what a step draws, {name: {shape, draw}}
  {"step": {name: {shape, data}}}   one step with these draws: its scalars, gradients, and the weights after it
  {"time": n}   n steps with draws made anew: the seconds the processor was at it
A command that fails answers {"error": text}.
"""
import functools, json, math, sys, time, traceback
import torch, torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(0)
activations = {
    "relu": torch.relu,
    "leaky-relu": lambda x: F.leaky_relu(x, 0.2),
    "tanh": torch.tanh,
    "swish": F.silu,
}


def tensor(value):
    return torch.tensor(value["data"], dtype=torch.float64).reshape(value["shape"]).float()


# Samples are [batch, height, width, channels] in the experiment's world, and here [batch, channels, height, width]; dense
# weights are [inputs, outputs] there, and here [outputs, inputs].
def inwards(x):
    return x.permute(0, 3, 1, 2).contiguous() if x.dim() == 4 else x


def turned(w):
    return w.t().contiguous() if w.dim() == 2 else w


class Mlp:
    """Of weights [w0, b0, w1, b1, ...]."""

    def __init__(self, activation):
        self.act = activations[activation]

    def features(self, w, x):
        for i in range(0, len(w) - 2, 2):
            x = self.act(F.linear(x, w[i], w[i + 1]))
        return x

    def head(self, w, h):
        return F.linear(h, w[-2], w[-1])

    def __call__(self, w, x):
        return self.head(w, self.features(w, x))


def block(w, x, groups):
    h = F.leaky_relu(F.conv2d(x, next(w), next(w)), 0.2)
    h = F.leaky_relu(F.conv2d(h, next(w), next(w), padding=1, groups=groups), 0.2)
    return x + F.conv2d(h, next(w))


@functools.cache
def resampling(channels, weight):
    taps = torch.tensor([1.0, 3.0, 3.0, 1.0]) / weight
    return torch.outer(taps, taps).expand(channels, 1, 4, 4)


def up(x):
    c = x.shape[1]
    return F.conv_transpose2d(x, resampling(c, 4), stride=2, padding=1, groups=c)


def down(x):
    c = x.shape[1]
    return F.conv2d(x, resampling(c, 8), stride=2, padding=1, groups=c)


class ResnetGenerator:
    def __init__(self, spec, size):
        self.blocks, self.groups = spec["blocks"], spec["groups"]
        self.stages = 1 + int(math.log2(size // (7 if size == 28 else 4)))

    def __call__(self, w, z):
        w = iter(w)
        x = F.linear(z, next(w))[:, :, None, None] * next(w)
        for i in range(self.stages):
            if i > 0:
                x = up(F.conv2d(x, next(w)))
            for _ in range(self.blocks):
                x = block(w, x, self.groups)
        return F.conv2d(x, next(w))


class ResnetJudge:
    def __init__(self, spec, size):
        self.blocks, self.groups = spec["blocks"], spec["groups"]
        self.stages = 1 + int(math.log2(size // (7 if size == 28 else 4)))

    def features(self, w, x):
        w = iter(w)
        x = F.conv2d(x, next(w))
        for i in range(self.stages):
            for _ in range(self.blocks):
                x = block(w, x, self.groups)
            if i < self.stages - 1:
                x = F.conv2d(down(x), next(w))
        picture = next(w)
        return F.conv2d(x, picture[:, None], groups=len(picture)).flatten(1)

    def head(self, w, h):
        return F.linear(h, w[-1])

    def __call__(self, w, x):
        return self.head(w, self.features(w, x))


def normalised_by(w, vectors):
    """Each matrix over u^T W v; filters are matrices of one row an output."""
    left = iter(vectors)
    return [w if w.dim() == 1 else w / (next(left) @ w.flatten(1) @ next(left)) for w in w]


@torch.no_grad()
def iterated(w, vectors):
    after = []
    for w, u in zip([w.flatten(1) for w in w if w.dim() > 1], vectors[::2]):
        v = F.normalize(w.t() @ u, dim=0, eps=1e-12)
        after += [F.normalize(w @ v, dim=0, eps=1e-12), v]
    return after


softplus = F.softplus
losses = {
    "non-saturating": (lambda r, f: softplus(-r).mean() + softplus(f).mean(), lambda r, f: softplus(-f).mean()),
    "wasserstein": (lambda r, f: f.mean() - r.mean(), lambda r, f: -f.mean()),
    "hinge": (lambda r, f: F.relu(1 - r).mean() + F.relu(1 + f).mean(), lambda r, f: -f.mean()),
    "least-squares": (
        lambda r, f: (F.mse_loss(r, torch.ones_like(r)) + f.square().mean()) / 2,
        lambda r, f: F.mse_loss(f, torch.ones_like(f)) / 2,
    ),
    "relativistic": (lambda r, f: softplus(f - r).mean(), lambda r, f: softplus(r - f).mean()),
}


def unit(x):
    return F.normalize(x)


def recognised(scores, target):
    return F.cross_entropy(scores, target), (scores.argmax(1) == target).float().mean()


def color(x, u):
    brightness, saturation, contrast = (u[:, i, None, None, None] for i in range(3))
    x = x + brightness - 0.5
    x = torch.lerp(x.mean(1, keepdim=True), x, 2 * saturation)
    return torch.lerp(x.mean((1, 2, 3), keepdim=True), x, contrast + 0.5)


def translation(x, u):
    shifts = [int(size / 8 + 0.5) for size in x.shape[2:]]
    taken = []
    for size, most, along in zip(x.shape[2:], shifts, (u[:, 3], u[:, 4])):
        first = (along * (2 * most + 1)).floor().long()
        taken.append(first[:, None] + torch.arange(size))
    rows, columns = taken
    padded = F.pad(x, [shifts[1], shifts[1], shifts[0], shifts[0]]).permute(0, 2, 3, 1)
    return padded[torch.arange(len(x))[:, None, None], rows[:, :, None], columns[:, None]].permute(0, 3, 1, 2)


def cutout(x, u):
    inside = []
    for size, along in zip(x.shape[2:], (u[:, 5], u[:, 6])):
        cut = int(size / 2 + 0.5)
        first = (along * (size + 1 - cut % 2)).floor() - cut // 2
        places = torch.arange(size) - first[:, None]
        inside.append((places >= 0) & (places < cut))
    rows, columns = inside
    return x * ~(rows[:, None, :, None] & columns[:, None, None])


augmentations = {"color": color, "translation": translation, "cutout": cutout}


def spectral(name):
    return name.startswith("discriminator.spectral.")


class Step:
    def __init__(self, experiment, knobs, sampleShape, weights, inputs):
        self.experiment, self.knobs, self.inputs = experiment, knobs, inputs
        self.sample_shape = sampleShape
        self.weights = {name: turned(tensor(w)) for name, w in weights}
        self.kind = experiment["pairing"]["kind"]
        self.batch, self.latent = experiment["batch"], experiment["latent"]["size"]
        self.pack = experiment["discriminator"]["pack"]
        self.vectors = [w for name, w in self.weights.items() if spectral(name)]
        of = lambda group: [w for name, w in self.weights.items() if name.startswith(group + ".") and not spectral(name)]
        self.g, self.d = of("generator"), of("discriminator")
        self.e, self.h = of("embedding.samples"), of("embedding.latents")
        for w in self.trained():
            w.requires_grad_()
        self.G, self.D = self.network("generator"), self.network("discriminator")
        self.E = Mlp("relu") if len(sampleShape) == 1 else self.network("discriminator")
        adam = lambda weights, who: torch.optim.Adam(
            weights,
            knobs[f"optimizers.{who}.learningRate"],
            (experiment["optimizers"][who]["beta1"], experiment["optimizers"][who]["beta2"]),
        )
        self.od = adam(self.d, "discriminator")
        self.og = adam([*self.g, *self.e, *self.h], "generator")
        self.average, self.decay = of("average"), experiment["average"]
        self.target = torch.arange(self.batch)
        self.apart = 1 - torch.eye(self.batch)

    def trained(self):
        return [*self.g, *self.d, *self.e, *self.h]

    def network(self, player):
        spec = self.experiment[player]
        if spec["kind"] == "mlp":
            return Mlp(spec["activation"])
        size = self.sample_shape[0]
        return ResnetGenerator(spec, size) if player == "generator" else ResnetJudge(spec, size)

    def pairing(self, name):
        return self.knobs[f"pairing.{name}"]

    def both(self, apply, a, b):
        """Points pass together, which costs less than two calls; pictures do not."""
        return apply(torch.cat([a, b])).split([len(a), len(b)]) if a.dim() == 2 else (apply(a), apply(b))

    def seen(self, x, draws, whose):
        """As the discriminator sees them: by the batch's draws, and those again where there are more samples."""
        for name in self.experiment["augment"]:
            u = draws[f"augmentation.{whose}"]
            x = augmentations[name](x, u.repeat(len(x) // len(u), 1))
        return x

    def packed(self, x):
        m = self.pack
        return x if m == 1 else x.reshape(len(x) // m, m * x.shape[1], *x.shape[2:])

    def alone(self, x):
        return x if self.pack == 1 else torch.cat([x] * self.pack, 1)

    def judge(self):
        w = normalised_by(self.d, self.vectors) if self.vectors else self.d
        return lambda packs: self.D(w, packs)

    def slopes(self, scores, x):
        g, = torch.autograd.grad(scores.sum(), x, create_graph=True)
        return g.square().flatten(1).sum(1).reshape(len(scores), -1).sum(1)

    def discriminator(self, draws, critic):
        K, out = self.knobs, {}
        real, z = draws[f"real.{critic}"], draws[f"latents.discriminator.{critic}"]
        r1, r2, gp = K["penalties.r1.gamma"], K["penalties.r2.gamma"], K["penalties.gradientPenalty.weight"]
        consistent = self.kind == "zcr" and K["pairing.weight"] > 0
        with torch.no_grad():
            if consistent:
                near = z + K["pairing.noise"] * draws[f"noise.pairing.discriminator.{critic}"]
                fake, near = self.both(lambda z: self.G(self.g, z), z, near)
            else:
                fake = self.G(self.g, z)
        if self.vectors:
            self.vectors = iterated(self.d, self.vectors)
        D = self.judge()
        real.requires_grad_(r1 > 0)
        fake.requires_grad_(r2 > 0)
        of_real = lambda x: self.packed(self.seen(x, draws, f"real.{critic}"))
        of_fake = lambda x: self.packed(self.seen(x, draws, f"fake.{critic}"))
        if r1 > 0 or r2 > 0:
            r, f = D(of_real(real)), D(of_fake(fake))
        else:
            r, f = self.both(D, of_real(real), of_fake(fake))
        loss = losses[self.experiment["loss"]][0](r, f)
        out["loss/discriminator"], out["score/real"], out["score/fake"] = loss, r.mean(), f.mean()
        if r1 > 0:
            out["loss/r1"] = self.slopes(r, real).mean()
            loss = loss + r1 / 2 * out["loss/r1"]
        if r2 > 0:
            out["loss/r2"] = self.slopes(f, fake).mean()
            loss = loss + r2 / 2 * out["loss/r2"]
        if gp > 0:
            t = draws[f"lines.discriminator.{critic}"].repeat_interleave(self.pack, 0)
            between = torch.lerp(real.detach(), fake.detach(), t.reshape(-1, *[1] * (real.dim() - 1))).requires_grad_()
            norms = self.slopes(D(of_real(between)), between).sqrt()
            out["loss/gradient_penalty"] = (norms - 1).square().mean()
            loss = loss + gp * out["loss/gradient_penalty"]
        if consistent:
            loss = loss + K["pairing.discriminatorWeight"] * F.mse_loss(f, D(of_fake(near)))
        self.od.zero_grad()
        loss.backward()
        self.od.step()
        return out

    def generator(self, draws):
        K, out = self.knobs, {}
        z = draws["latents.generator"]
        G = lambda z: self.G(self.g, z)
        with torch.no_grad():
            frozen = [w.detach() for w in self.d]
            w = normalised_by(frozen, self.vectors) if self.vectors else frozen
        pair = pairings[self.kind] if K["pairing.weight"] > 0 else None
        others = pair and pair.others and pair.others(self, z, draws)
        x, y = self.both(G, z, others) if pair and pair.renders else (G(z), None)
        last = f"real.{self.experiment['criticSteps'] - 1}"
        real = draws[last].detach()
        seen = lambda some: self.seen(some, draws, "generator")
        hidden = self.D.features(w, self.packed(seen(x)))
        features = lambda some: hidden if some is x and self.pack == 1 else self.D.features(w, self.alone(seen(some)))
        loss_name = self.experiment["loss"]
        with torch.no_grad():
            r = self.D(w, self.packed(self.seen(real, draws, last))) if loss_name == "relativistic" else None
        loss = out["loss/generator"] = losses[loss_name][1](r, self.D.head(w, hidden))
        if pair:
            value = pair.value(self, z, x, others, y, features)
            out["loss/pairing"], *accuracy = value if isinstance(value, tuple) else (value,)
            if accuracy:
                out["pairing/accuracy"] = accuracy[0]
            loss = loss + K["pairing.weight"] * out["loss/pairing"]
        self.og.zero_grad()
        loss.backward()
        self.og.step()
        if self.average:
            torch._foreach_lerp_(self.average, [w.detach() for w in self.g], 1 - self.decay)
        return out

    def run(self, draws):
        critics = [self.discriminator(draws, critic) for critic in range(self.experiment["criticSteps"])]
        scalars = {tag: sum(one[tag].item() for one in critics) / len(critics) for tag in critics[0]}
        return scalars | {tag: value.item() for tag, value in self.generator(draws).items()}

    def draw(self):
        return {name: self.drawn(one["shape"], one["draw"]["from"]) for name, one in self.inputs.items()}

    def drawn(self, shape, source):
        if source == "uniform":
            return torch.rand(shape)
        if source != "data":
            return torch.randn(shape)
        if len(shape) > 2:
            return inwards(torch.rand(shape).mul_(2).sub_(1))
        k = torch.randint(0, 8, (shape[0],)) * (math.pi / 4)
        return torch.stack([2 * k.cos(), 2 * k.sin()], 1) + 0.02 * torch.randn(shape)


class Pairing:
    """others: latents beside the batch's own; renders: whether G is wanted there too."""

    def __init__(self, value, others=None, renders=True):
        self.value, self.others, self.renders = value, others, others is not None and renders


def neighbour(step, z, x, others, y, features):
    u, v = step.both(lambda x: unit(step.E(step.e, x)), x, y)
    return recognised(u @ v.t() / step.pairing("temperature"), step.target)


def latent(step, z, x, others, y, features):
    u, v = unit(step.E(step.e, x)), unit(Mlp("relu")(step.h, others))
    return recognised(u @ v.t() / step.pairing("temperature"), step.target)


def msgan(step, z, x, others, y, features):
    return 1 / (F.l1_loss(y, x) / F.l1_loss(others, z) + 1e-5)


def dsgan(step, z, x, others, y, features):
    ratios = (y - x).abs().flatten(1).mean(1) / ((others - z).abs().mean(1) + 1e-5)
    return -ratios.clamp(max=step.pairing("limit")).mean()


def ndiv(step, z, x, others, y, features):
    def shares(a):
        d = torch.cdist(a, a) * step.apart
        return d / d.sum(1, keepdim=True).detach()

    B = step.batch
    return F.relu(step.pairing("alpha") * shares(z) - shares(x.flatten(1))).sum() / (B * (B - 1))


def divco_latents(step, z, draws):
    radius, far = step.pairing("radius"), draws["far.pairing"]
    own = z.repeat(len(far) // len(z), 1)
    away = far - own
    far = own + torch.where(away >= 0, 1.0, -1.0) * away.abs().clamp(min=radius)
    return torch.cat([z + radius * (2 * draws["step.pairing"] - 1), far])


def divco(step, z, x, others, y, features):
    u, v = unit(features(x)), unit(features(y))
    scores = (u * v.reshape(-1, *u.shape)).sum(2).t() / step.pairing("temperature")
    return recognised(scores, torch.zeros(len(z), dtype=torch.long))


def zcr(step, z, x, others, y, features):
    return -(x - y).square().flatten(1).sum(1).mean()


def clamping(step, z, x, others, y, features):
    low, high, length = (step.pairing(name) for name in ("low", "high", "length"))
    q = (x - y).flatten(1).norm(dim=1) / length
    return (F.relu(q - high).square() + F.relu(low - q).square()).mean()


near = lambda step, z, draws: z + step.pairing("noise") * draws["noise.pairing"]
second = lambda step, z, draws: draws["second.pairing"]
pairings = {
    "neighbour": Pairing(neighbour, near),
    "latent": Pairing(latent, near, renders=False),
    "msgan": Pairing(msgan, second),
    "dsgan": Pairing(dsgan, second),
    "ndiv": Pairing(ndiv),
    "divco": Pairing(divco, divco_latents),
    "zcr": Pairing(zcr, near),
    "jacobian-clamping": Pairing(clamping, lambda s, z, d: z + unit(d["direction.pairing"]) * s.pairing("length")),
}


def step_once(step, given):
    scalars = step.run({name: inwards(tensor(value)) for name, value in given.items()})
    flat = lambda w: turned(w.detach()).flatten().tolist()
    vectors = iter(step.vectors)
    after = {name: next(vectors) if spectral(name) else w for name, w in step.weights.items()}
    return {
        "scalars": scalars,
        "gradients": {name: flat(w.grad) for name, w in step.weights.items() if w.grad is not None},
        "weights": {name: flat(w) for name, w in after.items()},
    }


def timed(step, n):
    start = time.process_time()
    for _ in range(n):
        step.run(step.draw())
    return {"seconds": time.process_time() - start}


step = None
for line in sys.stdin:
    try:
        ((command, given),) = json.loads(line).items()
        if command == "load":
            step, answer = Step(**given), {}
        else:
            answer = step_once(step, given) if command == "step" else timed(step, given)
    except Exception:
        answer = {"error": traceback.format_exc()}
    print(json.dumps(answer), flush=True)
