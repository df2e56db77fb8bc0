import { fillLatents, probeLatents, type LatentSpace } from "../data/latents.ts";
import { CallError } from "../protocol/calls.ts";
import type { LatentChoice, Rows } from "../protocol/viewer-calls.ts";

/** Numbers of all latents of a call together: 256 MiB. */
const MOST_NUMBERS = 2 ** 26;

/** The latents [n, size] that a call asks for. */
export function chosenLatents(choice: LatentChoice, latent: LatentSpace): Rows {
  if (choice.kind === "given") {
    const { data, size } = choice;
    const bad = data.findIndex(value => !Number.isFinite(value));
    if (bad >= 0)
      throw new CallError(
        "input",
        `latent ${Math.floor(bad / size)} (counted from 0) holds a value that is not finite`,
      );
    return { shape: [data.length / size, size], data };
  }
  const { count } = choice;
  if (count * latent.size > MOST_NUMBERS) {
    const most = Math.floor(MOST_NUMBERS / latent.size);
    throw new CallError(
      "input",
      `${count} latents of ${latent.size} numbers are too many at once; at most ${most}`,
    );
  }
  const shape = [count, latent.size];
  if (choice.kind === "probe") return { shape, data: probeLatents(latent, count) };
  const data = new Float32Array(count * latent.size);
  fillLatents(data, latent, { seed: choice.seed, stream: "userLatents", step: 0 });
  return { shape, data };
}
