/** The newest version of ONNX's own format that the runtime of this release reads (a test holds it to that). */
export const NEWEST_IR = 13;
/** The newest version of ONNX's operators that it knows. */
export const NEWEST_OPSET = 26;
