import { saidTexts } from "./said-texts.mjs";

/** What to do about what a layer of the product says. Each layer that says something has its topic. */
const topics = [
  {
    title: "An experiment or a sweep file",
    layers: ["experiment", "sweeps", "modules", "trials"],
    advice:
      "The line says file, line, column and key. `pairing-lab check FILE` says all problems at once; in the editor they stand in Problems, with a Quick Fix where there is one thing to do. Every key is in [experiment.md](experiment.md) and [sweep.md](sweep.md), modules are in [custom.md](custom.md).",
  },
  {
    title: "Data, pictures, tables and other files that are read",
    layers: ["data", "formats", "evaluation", "measures"],
    advice:
      "The message begins with the file, and for tables with the line. `pairing-lab check FILE --picture OUT.png` shows what was understood. What is read and how is in [data.md](data.md). A file that is damaged was damaged before it came here: nothing of ours writes data files.",
  },
  {
    title: "A run's folder",
    layers: ["runs", "diagnosis"],
    advice:
      "Nothing that was recorded up to the last checkpoint is lost by any of these. A run that another process writes is held: stop that one, or wait; a process that is gone for good is noticed by itself. After a full disk, make room and resume the run. What each file is stands in [formats.md](formats.md).",
  },
  {
    title: "Training, resuming, branching, Slurm",
    layers: ["launching", "training"],
    advice:
      "The last lines of the run's `log.txt` say more. `pairing-lab resume RUN` goes on from the last checkpoint; a run that became not finite can only be branched from before that, with a smaller learning rate or R1. [clusters.md](clusters.md) has what is asked of Slurm.",
  },
  {
    title: "Devices",
    layers: ["devices", "execution"],
    advice:
      "`pairing-lab devices` says what this machine has, and why something is not usable. With `--device cpu` everything trains, only slower. A run keeps the device that it began with; where that is gone, branch. [devices.md](devices.md) has versions and drivers. What begins with a capital and speaks of programs and tensors is a mistake of ours: please report it.",
  },
  {
    title: "Pages, the list of runs, language-model tools",
    layers: ["dashboard", "extension", "protocol", "viewing", "share", "table", "pictures", "foreign"],
    advice:
      "A page that cannot read something says so in its place, with *Try again*. The log is in the Output panel under *Pairing Lab*. After an update of the extension, reload the window.",
  },
  {
    title: "The terminal",
    layers: ["cli"],
    advice:
      "`pairing-lab VERB --help`, or [terminal.md](terminal.md). With `PAIRING_LAB_DEBUG=1` an unexpected error says where it happened.",
  },
];

/** What people see without an error, or do not find. The code in it is text that the product has: a test looks. */
const symptoms = [
  [
    "The dashboard shows nothing yet",
    "The first record comes after `record.scalars` steps, the first samples at step 0, once the program is compiled; the header says what the run does meanwhile.",
  ],
  [
    "A measure has no value",
    "It is undefined, and the reason stands beside it: `no two outputs differ` is a collapse, `precision is near 0: the samples are noise` an untrained or diverged generator.",
  ],
  [
    "Training is slower than expected",
    "`pairing-lab devices mine.gan.json` measures this machine. Evaluations take time too: raise `record.evaluation`, or lower `evaluation.samples`. Several runs at once share the cores.",
  ],
  [
    "A run is shown as lost",
    "Its process ended without a word: killed, out of memory, or the machine went down. Resume it; it goes on from its last checkpoint with the same bytes.",
  ],
  [
    "Two runs of one experiment differ",
    "Same seed, same version and same device give the same bytes (`pairing-lab replay RUN` proves it). Other devices differ in the last digits, and training amplifies that.",
  ],
  [
    "A run cannot be resumed, branched or tried",
    "Another program trains it (`trains this run, not Pairing Lab`): it is watched, steered and compared here, and goes on where it was begun. [other-trainers.md](other-trainers.md) has how.",
  ],
  [
    "In Restricted Mode hardly anything works",
    "That is meant: nothing of a folder that is not trusted is run. Trust the folder to train, branch, evaluate and see interpolations.",
  ],
];

const code = text => `\`${text.replaceAll("`", "'")}\``;

/** docs/troubleshooting.md. */
export function troubleshooting() {
  const said = saidTexts();
  const known = new Set(topics.flatMap(({ layers }) => layers));
  for (const layer of said.keys())
    if (!known.has(layer)) throw new Error(`scripts/reference/troubleshooting.mjs: what is to be done about what src/${layer} says?`); // prettier-ignore
  const parts = topics.flatMap(({ title, layers, advice }) => {
    const texts = [...new Set(layers.flatMap(layer => [...(said.get(layer) ?? [])]))].sort();
    return [`## ${title}`, "", advice, "", ...texts.map(text => `- ${code(text)}`), ""];
  });
  return `${[
    "# When something is wrong",
    "",
    "First what is seen, then everything that an error can say, with what to do about it; `…` stands for what is only known then",
    "(names, numbers, another message). The texts are taken from the sources (`node scripts/reference.mjs`), so none is missing: look",
    "for some words of yours with Ctrl+F.",
    "",
    "## What is seen",
    "",
    ...symptoms.flatMap(([seen, answer]) => [`**${seen}.** ${answer}`, ""]),
    ...parts,
  ]
    .join("\n")
    .trimEnd()}\n`;
}
