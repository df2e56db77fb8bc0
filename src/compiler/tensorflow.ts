// The one door to TensorFlow.js for everyone who writes tensor functions.
export * as tf from "./repaired-tensorflow.ts";
export type { Scalar, Tensor, Tensor1D, Tensor2D, TensorLike } from "@tensorflow/tfjs-core";
