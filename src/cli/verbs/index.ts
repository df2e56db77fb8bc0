import type { Verb } from "../verb.ts";
import { branch } from "./branch.ts";
import { check } from "./check.ts";
import { control } from "./control.ts";
import { devices } from "./devices.ts";
import { diff } from "./diff.ts";
import { evaluate } from "./evaluate.ts";
import { exportPage } from "./export.ts";
import { importLog } from "./import.ts";
import { interpolate } from "./interpolate.ts";
import { pin } from "./pin.ts";
import { replay } from "./replay.ts";
import { report } from "./report.ts";
import { resume } from "./resume.ts";
import { runs } from "./runs.ts";
import { sample } from "./sample.ts";
import { show } from "./show.ts";
import { sweep } from "./sweep.ts";
import { train } from "./train.ts";
import { tune } from "./tune.ts";

/** In the order of the help. */
export const verbs: readonly Verb[] = [
  check,
  diff,
  devices,
  train,
  resume,
  branch,
  replay,
  sweep,
  tune,
  control,
  runs,
  show,
  pin,
  report,
  exportPage,
  importLog,
  sample,
  interpolate,
  evaluate,
];
