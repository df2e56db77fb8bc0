// What an NVIDIA card says of itself by nvidia-smi, the program that comes with its driver.
import { execFile } from "node:child_process";

export interface NvidiaCard {
  readonly name: string;
  /** Bytes of its memory, and how many of them are in use, by whoever; left out where the driver does not tell. */
  readonly memory?: number;
  readonly used?: number;
  /** The share of the last moment, 0 to 1, in which it computed, for whomever. */
  readonly busy?: number;
}

const FIELDS = "name,memory.total,memory.used,utilization.gpu";
/** A driver that hangs shall not keep anybody. */
const PATIENCE_MS = 10_000;
const MEBIBYTE = 2 ** 20;

/** A card a line: `NVIDIA H200, 143771, 512, 17`; what a driver does not tell is "[N/A]" there. */
export function cardsIn(output: string): NvidiaCard[] {
  return output
    .split("\n")
    .map(line => line.split(",").map(field => field.trim()))
    .flatMap(([name, ...numbers]) => {
      if (name === undefined || name === "" || numbers.length !== 3) return [];
      const [memory, used, percent] = numbers.map(text => (/^\d+$/.test(text) ? Number(text) : undefined));
      return [
        {
          name,
          ...(memory === undefined ? {} : { memory: memory * MEBIBYTE }),
          ...(used === undefined ? {} : { used: used * MEBIBYTE }),
          ...(percent === undefined ? {} : { busy: percent / 100 }),
        },
      ];
    });
}

/** The card that CUDA computes on: the first one that this process may see. Null where there is none or it cannot be told. */
export async function nvidiaCard(): Promise<NvidiaCard | null> {
  const [visible] = (process.env["CUDA_VISIBLE_DEVICES"] ?? "").split(",");
  const which = visible === undefined || visible === "" ? [] : [`--id=${visible.trim()}`];
  const output = await new Promise<string>(resolve => {
    execFile(
      "nvidia-smi",
      [`--query-gpu=${FIELDS}`, "--format=csv,noheader,nounits", ...which],
      { timeout: PATIENCE_MS, killSignal: "SIGKILL", windowsHide: true },
      (error, stdout) => {
        resolve(error === null ? stdout : "");
      },
    );
  });
  return cardsIn(output)[0] ?? null;
}
