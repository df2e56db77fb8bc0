import { readReportPacket, reportParamReaders, reportResultReaders } from "./report-packets.ts";
import { type ReportCalls, type ReportPacket, reportProtocol } from "./report.ts";
import { folderAddress, type FolderAddress, type PageProtocol } from "./page-protocol.ts";

export const reportPage: PageProtocol<FolderAddress, ReportCalls, ReportPacket> = {
  version: reportProtocol,
  start: "report/start",
  params: reportParamReaders,
  results: reportResultReaders,
  kinds: {
    "report/start": "looks",
    "samples/newest": "looks",
    "samples/steps": "looks",
    "samples/at": "looks",
    "latent/map": "renders",
    "latent/path": "renders",
    "latent/imageMap": "renders",
    "latent/imagePath": "renders",
    "data/real": "renders",
    "run/open": "looks",
    "runs/compare": "looks",
    "sweep/run": "starts",
    "sweep/cancel": "starts",
    "sweep/log": "looks",
    "sweep/addValues": "writes",
    "report/save": "writes",
    "host/copy": "looks",
  },
  asking: ["report/save", "sweep/addValues", "sweep/run", "sweep/cancel"],
  read: readReportPacket,
  about: folderAddress,
};
