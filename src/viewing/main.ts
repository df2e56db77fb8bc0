// The viewer: a process that renders checkpoints on demand, so that looking never disturbs training. It speaks
// protocol/viewer-calls.ts over Node's IPC with whoever forked it, and ends when that process goes.
import { serve } from "../protocol/channel.ts";
import { viewerParamReaders, viewerProtocol } from "../protocol/viewer-calls.ts";
import { viewerHandlers } from "./handlers.ts";

const send = process.send?.bind(process);
if (send === undefined) {
  process.stderr.write("The viewer is started by Pairing Lab itself and has no use on its own.\n");
  process.exit(2);
}

// Whoever started us decides when to end; Ctrl-C in their terminal reaches us as well.
process.on("SIGINT", () => undefined);
process.on("disconnect", () => {
  process.exit(0);
});
const serving = serve(viewerProtocol, packet => send(packet), viewerParamReaders, viewerHandlers());
process.on("message", packet => {
  serving.receive(packet);
});
