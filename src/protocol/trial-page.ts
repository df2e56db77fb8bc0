import { readTrialPacket, trialParamReaders, trialResultReaders } from "./trial-packets.ts";
import { type TrialCalls, type TrialPacket, trialProtocol } from "./trial.ts";
import { trialAddress, type TrialAddress, type PageProtocol } from "./page-protocol.ts";

export const trialPage: PageProtocol<TrialAddress, TrialCalls, TrialPacket> = {
  version: trialProtocol,
  start: "trial/start",
  params: trialParamReaders,
  results: trialResultReaders,
  kinds: {
    "trial/start": "looks",
    "samples/at": "looks",
    "samples/images": "looks",
    "data/real": "renders",
    "trial/adopt": "starts",
    "trial/goOn": "starts",
    "trial/moreSeeds": "starts",
    "trial/stop": "starts",
    "trial/resume": "starts",
    "runs/open": "looks",
    "runs/openParent": "looks",
    "runs/compare": "looks",
  },
  asking: ["trial/goOn", "trial/moreSeeds"],
  read: readTrialPacket,
  about: trialAddress,
};
