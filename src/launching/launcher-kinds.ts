// How each launcher trains, by its name in launchers.

export { local } from "./sweep/train-locally.ts";
export { slurm } from "./slurm/train-on-slurm.ts";
