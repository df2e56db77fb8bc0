import { curvesParamReaders, curvesResultReaders, readCurvesPacket } from "./curves-packets.ts";
import { type CurvesCalls, type CurvesPacket, MOST_SOURCES, curvesProtocol } from "./curves.ts";
import { foldersAddress, type FoldersAddress, type PageProtocol } from "./page-protocol.ts";

export const curvesPage: PageProtocol<FoldersAddress, CurvesCalls, CurvesPacket> = {
  version: curvesProtocol,
  start: "curves/start",
  params: curvesParamReaders,
  results: curvesResultReaders,
  kinds: {
    "curves/start": "looks",
    "curves/window": "looks",
    "curves/table": "looks",
    "curves/save": "writes",
    "pictures/at": "looks",
    "sources/add": "looks",
    "sources/remove": "looks",
    "sources/open": "looks",
    "host/save": "writes",
    "host/copy": "looks",
  },
  asking: ["curves/save", "sources/add", "host/save"],
  read: readCurvesPacket,
  about: foldersAddress(MOST_SOURCES),
};
