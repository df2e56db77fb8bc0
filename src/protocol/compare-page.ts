import { compareParamReaders, compareResultReaders, readComparePacket } from "./compare-packets.ts";
import { type CompareCalls, type ComparePacket, MOST_COMPARED, compareProtocol } from "./compare.ts";
import { foldersAddress, type FoldersAddress, type PageProtocol } from "./page-protocol.ts";

export const comparePage: PageProtocol<FoldersAddress, CompareCalls, ComparePacket> = {
  version: compareProtocol,
  start: "compare/start",
  params: compareParamReaders,
  results: compareResultReaders,
  kinds: {
    "compare/start": "looks",
    "samples/at": "looks",
    "samples/images": "looks",
    "data/real": "renders",
    "data/nearest": "renders",
    "latent/path": "renders",
    "latent/outputs": "renders",
    "latent/imagePath": "renders",
    "latent/neighbours": "renders",
    "measures/seeds": "looks",
    "runs/add": "looks",
    "runs/remove": "looks",
    "runs/move": "looks",
    "runs/open": "looks",
    "host/save": "writes",
    "host/saveMarkdown": "writes",
  },
  asking: ["runs/add", "host/save", "host/saveMarkdown"],
  read: readComparePacket,
  about: foldersAddress(MOST_COMPARED),
};
