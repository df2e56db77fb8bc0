// ONNX Runtime tells its makers over the network what it runs on, and keeps a number for this machine in the user's home, unless
// this is set before its first session. Whatever imports the runtime imports this.
process.env["ORT_DISABLE_TELEMETRY"] = "1";
