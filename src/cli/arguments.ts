import { parseArgs } from "node:util";
import { UsageError } from "./failure.ts";
import { didYouMean } from "./nearest.ts";
import { commonOptions, type Option, type Signature } from "./option.ts";

/** What was typed after a verb, checked against its signature. */
export interface Arguments {
  /** In the order typed; as many as the signature asks for. */
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  /** A whole number from `min` (0) to `max` (2^53 - 1); anything else is a UsageError. */
  integer(name: string, range?: { readonly min?: number; readonly max?: number }): number | undefined;
}

type Values = ReadonlyMap<string, readonly (string | true)[]>;

/** `args` are those after the verb. Throws UsageError. */
export function parseArguments(signature: Signature, args: readonly string[]): Arguments {
  const options = { ...commonOptions, ...signature.options };
  const kinds = Object.entries(options).map(([name, option]) => {
    const kind = { type: "value" in option ? ("string" as const) : ("boolean" as const) };
    return [name, name === "help" ? { ...kind, short: "h" } : kind] as const;
  });
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(kinds),
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const values = new Map<string, (string | true)[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const option = optionOf(signature, token.name);
    if (option === undefined) {
      const near = didYouMean(
        token.rawName,
        Object.keys(options).map(name => `--${name}`),
      );
      throw new UsageError(`there is no option ${token.rawName}${near}`);
    }
    const seen = values.get(token.name) ?? [];
    if (seen.length > 0 && option.many !== true) throw new UsageError(`--${token.name} is given twice`);
    values.set(token.name, [...seen, valueOf(token, option)]);
  }
  if (values.has("help")) return argumentsOf([], values);
  checkPositionals(signature, positionals);
  return argumentsOf(positionals, values);
}

function optionOf(signature: Signature, name: string): Option | undefined {
  if (name === "json" || name === "help") return commonOptions[name];
  return Object.hasOwn(signature.options, name) ? signature.options[name] : undefined;
}

interface OptionToken {
  readonly name: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function valueOf(token: OptionToken, { value: placeholder, dashes }: Option): string | true {
  if (placeholder === undefined) {
    if (token.value !== undefined) throw new UsageError(`--${token.name} takes no value`);
    return true;
  }
  const taken = dashes !== true && token.inlineValue !== true && token.value?.startsWith("--") === true;
  if (token.value === undefined || token.value === "" || taken) {
    throw new UsageError(`--${token.name} needs a value: --${token.name} ${placeholder}`);
  }
  return token.value;
}

function checkPositionals(signature: Signature, found: readonly string[]): void {
  const { positionals } = signature;
  const missing = positionals.slice(found.length).find(name => !name.endsWith("?"));
  if (missing !== undefined) throw new UsageError(`${missing.replace("...", "")} is missing`);
  const extra = found[positionals.length];
  if (extra !== undefined && positionals.at(-1)?.endsWith("...") !== true) {
    throw new UsageError(`there is an argument too many: ${extra}`);
  }
}

function argumentsOf(positionals: readonly string[], values: Values): Arguments {
  const list = (name: string) => (values.get(name) ?? []).filter(value => value !== true);
  const text = (name: string) => list(name).at(-1);
  return {
    positionals,
    flag: name => values.has(name),
    text,
    list,
    integer: (name, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}) => {
      const typed = text(name);
      if (typed === undefined) return undefined;
      const value = /^[+-]?\d+$/.test(typed) ? Number(typed) : NaN;
      if (value >= min && value <= max) return value;
      const top = max === Number.MAX_SAFE_INTEGER ? "2^53 - 1" : max.toLocaleString("en-US");
      throw new UsageError(`--${name} must be a whole number from ${min} to ${top}, not ${typed}`);
    },
  };
}
