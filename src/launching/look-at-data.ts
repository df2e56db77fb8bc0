import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "../runs/temporary.ts";
import { nodeProgram } from "./trainer.ts";

/** What a look at an experiment's data showed. */
export type DataLook =
  | {
      readonly kind: "shown";
      /** A PNG file, there until `forget` is called. */
      readonly picture: string;
      /** What was read of the files, and what the picture shows: for people. */
      readonly facts: readonly string[];
    }
  | { readonly kind: "refused"; readonly why: string };

export interface HeldLook {
  readonly look: DataLook;
  forget(): Promise<void>;
}

interface Answer {
  readonly data?: readonly string[];
  readonly picture?: { readonly shows: string };
  readonly error?: { readonly message: string; readonly problems: readonly { readonly message: string }[] };
}

const MOST_CHARACTERS = 1024 * 1024;

/**
 * Looks at the data of an experiment's text, whose files are absolute paths, by the terminal command's program (cli.js): a
 * process of its own, since files may be large and damaged. Rejects with the signal's reason, or where the program cannot be run.
 */
export async function lookAtData(
  program: string,
  experiment: string,
  signal: AbortSignal,
): Promise<HeldLook> {
  const folder = temporaryFolder("pairing-lab-data-");
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    const [file, picture] = [join(folder, "data.gan.json"), join(folder, "data.png")];
    await writeFile(file, experiment);
    const answer = await checked(program, ["check", file, "--picture", picture, "--json"], signal);
    if (answer.picture !== undefined) {
      return {
        look: { kind: "shown", picture, facts: [...(answer.data ?? []), answer.picture.shows] },
        forget,
      };
    }
    const why = answer.error?.problems[0]?.message ?? answer.error?.message ?? "it cannot be read";
    return { look: { kind: "refused", why }, forget };
  } catch (error) {
    await forget();
    throw error;
  }
}

function checked(program: string, words: readonly string[], signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      maxBuffer: MOST_CHARACTERS,
      windowsHide: true,
      signal,
    };
    execFile(nodeProgram(), [program, ...words], options, (error, out) => {
      try {
        resolve(JSON.parse(out) as Answer);
      } catch (unreadable) {
        reject(error ?? (unreadable as Error));
      }
    });
  });
}
