import { contextKeys } from "./context-keys.ts";
import type { CommandName } from "./commands.ts";

interface Step {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string } | { readonly markdown: string };
  /** What ticks it off; without one, opening it or its button does. */
  readonly completionEvents?: readonly (`onCommand:${CommandName}` | `onContext:${string}`)[];
}

const picture = (name: string, altText: string) => ({ svg: `media/walkthrough/${name}.svg`, altText });

const steps: readonly Step[] = [
  {
    id: "train",
    title: "Train the demo",
    description:
      "A ring of 8 Gaussians trains on this machine in about half a minute, in a process of its own: close the window, and it goes on.\n[Train the Demo](command:pairingLab.demo.train)",
    media: picture("train", "Three losses over the steps: the pairing loss falls, the others stay level"),
    completionEvents: ["onCommand:pairingLab.demo.train"],
  },
  {
    id: "turn",
    title: "Turn the pairing weight",
    description:
      "Drag the violet slider while it trains, or type a value. The change holds from the next step on, stands in the journal and as a line in every chart, and one button takes it back. Coverage tells whether it helps.\n[Show a Live Run](command:pairingLab.run.open)",
    media: picture("turn", "A slider at 0.02, and coverage that rises where the weight was turned up"),
    completionEvents: [`onContext:${contextKeys.turned}`],
  },
  {
    id: "look",
    title: "Look at the samples",
    description:
      "Move the step bar to see any step: the samples over the discriminator's map, the path between two latents, the latent map. Flat stretches of the path are latents that are wasted.\nArrows go from step to step, **P** plays, **L** goes live again.",
    media: picture("look", "Samples in eight modes on a ring, and the distance moved between two latents"),
  },
  {
    id: "branch",
    title: "Branch, and compare",
    description:
      "From any checkpoint a run can go on with other knobs, as a branch under its parent in the list. It sees the same data and the same latents, so what differs is what was changed.\n[Branch from Here](command:pairingLab.run.branch)",
    media: picture("branch", "One line that forks at a checkpoint into three"),
    completionEvents: [`onContext:${contextKeys.branched}`],
  },
  {
    id: "own",
    title: "Write an experiment of your own",
    description:
      "Pick data, a regime and a regularizer; the file that comes is yours to edit.\n[New Experiment](command:pairingLab.experiment.new)",
    media: { markdown: "media/walkthrough/own.md" },
    completionEvents: [`onContext:${contextKeys.written}`],
  },
];

/** "Welcome: Open Walkthrough…", Pairing Lab. */
export const walkthroughs = [
  {
    id: "begin",
    title: "Begin with Pairing Lab",
    description: "Train a GAN, watch it live, and tune the pairing weight against many-to-one collapse.",
    steps,
  },
];
