// TensorFlow.js as this project uses it: its operations with gradients that are right to second order.
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import { repairGradients } from "./gradient-repairs.ts";

repairGradients();

export * from "@tensorflow/tfjs-core";
// An explicit export takes the place of the starred one of the same name.
export { logSoftmax, logSumExp } from "./log-sum-exp.ts";
export { stopGradient } from "./stop-gradient.ts";
export { convolve, convolveTransposed, filterGradient } from "./convolution.ts";
