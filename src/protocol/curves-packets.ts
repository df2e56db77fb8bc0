import {
  curveFormats,
  MOST_SOURCES,
  type CurvesCalls,
  type CurvesPacket,
  type CurvesState,
} from "./curves.ts";
import { curve } from "./dashboard-packets.ts";
import { curveWish, fileName, limits } from "./dashboard-params.ts";
import { curveTable, curveWindow } from "./dashboard-results.ts";
import {
  bytes,
  choice,
  fields,
  flag,
  integer,
  list,
  nothing,
  number,
  orNull,
  text,
  type Shape,
} from "./shapes.ts";
import { unreadFolder } from "./page-protocol.ts";
import {
  paramReaders,
  readNews,
  resultReaders,
  type ParamShapes,
  type ResultShapes,
} from "./shape-readers.ts";

/** Bounds of what a source may show. */
export const sourceLimits = {
  curves: 5000,
  pictureTags: 500,
  /** Steps of one tag's pictures: the newest ones. */
  pictureSteps: 10_000,
  /** Pictures of one record, and the bytes of all of them. */
  pictures: 64,
  pictureBytes: 64 * 1024 * 1024,
} as const;

const step = integer(0, Number.MAX_SAFE_INTEGER);
const count = integer(0, Number.MAX_SAFE_INTEGER);
const short = text(1000);
const folder = text(32_768);
const tag = text(300);
const range = { from: step, to: step };

const state: Shape<CurvesState> = fields<CurvesState>({
  sources: list(
    fields({
      folder,
      name: short,
      detail: folder,
      kind: choice(["run", "log"]),
      curves: list(curve, sourceLimits.curves),
      pictures: list(fields({ tag, steps: list(step, sourceLimits.pictureSteps) }), sourceLimits.pictureTags),
      generation: count,
      reading: orNull(number(0, 1)),
      damaged: count,
      others: list(fields({ plugin: text(32_768), tags: count }), 50),
      leftOut: fields({ curves: count, values: count, early: count, further: count, pictures: count }),
      trouble: orNull(text(20_000)),
    }),
    MOST_SOURCES,
  ),
  folders: list(folder, MOST_SOURCES),
  unread: list(unreadFolder, MOST_SOURCES),
});

/** What arrived from the host; null for what is none of ours. Throws a CallError for a state that cannot be shown. */
export function readCurvesPacket(packet: unknown): CurvesPacket | null {
  return readNews(packet, "curves", "state", state);
}

const params: ParamShapes<CurvesCalls> = {
  "curves/start": nothing,
  "curves/window": fields({ tag, ...curveWish }),
  "curves/table": fields({ tag, ...range, most: integer(1, limits.tableRows) }),
  "curves/save": fields({ tag: orNull(tag), ...range, as: choice(curveFormats) }),
  "pictures/at": fields({ source: folder, tag, step }),
  "sources/add": nothing,
  "sources/remove": fields({ source: folder }),
  "sources/open": fields({ source: folder }),
  "host/save": fields({ name: fileName, kind: choice(["png", "svg"]), bytes: bytes(limits.fileBytes) }),
  "host/copy": fields({ text: text(limits.textLength) }),
};

export const curvesParamReaders = paramReaders<CurvesCalls>(params);

const saved = fields({ saved: flag });

const results: ResultShapes<CurvesCalls> = {
  "curves/start": nothing,
  "curves/window": fields({ windows: list(fields({ folder, window: curveWindow }), MOST_SOURCES) }),
  "curves/table": curveTable,
  "curves/save": saved,
  "pictures/at": fields({ step, pictures: list(bytes(sourceLimits.pictureBytes), sourceLimits.pictures) }),
  "sources/add": fields({ added: flag }),
  "sources/remove": nothing,
  "sources/open": nothing,
  "host/save": saved,
  "host/copy": nothing,
};

/** What the webview checks of every reply before it shows it. */
export const curvesResultReaders = resultReaders<CurvesCalls>(results);
