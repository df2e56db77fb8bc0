"""A GAN of PyTorch on a ring of eight Gaussians, with a pairing term, watched and steered in Pairing Lab.

    python ring_gan.py [--runs runs] [--steps 8000] [--seed 1] [--resume RUN]

Open the folder that holds `runs` in VS Code: the run is in the explorer of Pairing Lab, and its pairing weight is a slider.
"""

import argparse
import io
import math
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn.functional import cross_entropy, normalize, softplus

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import pairing_lab_run

MODES, RADIUS, STD, BATCH, NOISE, TEMPERATURE = 8, 2.0, 0.02, 128, 0.1, 0.1

asked = argparse.ArgumentParser(description="Trains a GAN on a ring.")
asked.add_argument("--runs", default="runs")
asked.add_argument("--steps", type=int, default=8000)
asked.add_argument("--seed", type=int, default=1)
asked.add_argument("--resume", help="the folder of a run to go on with")
asked = asked.parse_args()


def mlp(inputs, outputs):
    return nn.Sequential(nn.Linear(inputs, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, outputs))


def real_points():
    angle = torch.randint(MODES, (BATCH,)) * (2 * math.pi / MODES)
    return RADIUS * torch.stack([angle.cos(), angle.sin()], 1) + STD * torch.randn(BATCH, 2)


def pairing(z):
    """A sample must recognise, among all, the one of its latent's neighbour (InfoNCE)."""
    near = generator(z + NOISE * torch.randn_like(z))
    alike = normalize(embedding(generator(z))) @ normalize(embedding(near)).T
    return cross_entropy(alike / TEMPERATURE, torch.arange(BATCH))


torch.manual_seed(asked.seed)
generator, discriminator, embedding = mlp(2, 2), mlp(2, 1), mlp(2, 16)
parts = nn.ModuleList([generator, discriminator, embedding])
of_generator = torch.optim.Adam([*generator.parameters(), *embedding.parameters()], 1e-3, (0.5, 0.999))
of_discriminator = torch.optim.Adam(discriminator.parameters(), 1e-4, (0.5, 0.999))


def exported():
    """The generator as ONNX, for interpolations and the latent map."""
    file = io.BytesIO()
    names = dict(input_names=["latent"], output_names=["sample"], dynamic_axes={"latent": {0: "n"}, "sample": {0: "n"}})
    torch.onnx.export(generator, (torch.zeros(2, 2),), file, dynamo=False, **names)
    return file.getvalue()


def keep(step):
    """All that training goes on from: called when somebody presses Checkpoint, and at the end."""
    state = dict(step=step, parts=parts.state_dict(), g=of_generator.state_dict(), d=of_discriminator.state_dict())
    torch.save(state, run.folder / "state.pt")
    run.generator(step, exported())


if asked.resume is None:
    data = {"kind": "ring", "modes": MODES, "radius": RADIUS, "std": STD}
    config = {"batch": BATCH, "pairing": {"kind": "neighbour", "noise": NOISE, "temperature": TEMPERATURE}}
    said = dict(name="ring-torch", steps=asked.steps, seed=asked.seed, data=data, latent=2, config=config)
    run = pairing_lab_run.create(asked.runs, **said, trainer="PyTorch", on_checkpoint=keep)
else:
    state = torch.load(Path(asked.resume) / "state.pt")
    parts.load_state_dict(state["parts"])
    of_generator.load_state_dict(state["g"])
    of_discriminator.load_state_dict(state["d"])
    run = pairing_lab_run.resume(asked.resume, step=state["step"], on_checkpoint=keep)

with run:
    print(run.folder)
    probe = torch.tensor(run.probe_latents())
    for step in run.steps():
        weight = run.knob("pairing.weight", 0.02, 0, 1)
        fake = generator(torch.randn(BATCH, 2)).detach()
        d_loss = (softplus(-discriminator(real_points())) + softplus(discriminator(fake))).mean()
        of_discriminator.zero_grad()
        d_loss.backward()
        of_discriminator.step()
        z = torch.randn(BATCH, 2)
        g_loss, pair_loss = softplus(-discriminator(generator(z))).mean(), pairing(z)
        of_generator.zero_grad()
        (g_loss + weight * pair_loss).backward()
        of_generator.step()
        if step % 10 == 0:
            run.log(step, {"loss/generator": g_loss, "loss/discriminator": d_loss, "loss/pairing": pair_loss})
        if step % 100 == 0 or step == 1:
            run.samples(step, generator(probe))
        if step % 1000 == 0:
            run.generator(step, exported())
    keep(run.step)
