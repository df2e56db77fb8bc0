import type { KnobFacts } from "../../src/protocol/dashboard-state.ts";
import { formatKnob } from "../numbers/format.ts";

export const PAIRING_WEIGHT = "pairing.weight";
export const PAIRING_NOISE = "pairing.noise";
export const PACE = "pace";

/** A knob's value for people; a pace of 0 holds nothing back. */
export const valueText = (key: string, value: number): string =>
  key === PACE && value === 0 ? "full speed" : formatKnob(value);

/** What a knob is called where there is little room: a name of one or two words, and its symbol. */
const shortNames: Readonly<Record<string, { readonly name: string; readonly symbol: string }>> = {
  "pairing.weight": { name: "Pairing weight", symbol: "" },
  "pairing.noise": { name: "Noise scale", symbol: "σ" },
  "pairing.temperature": { name: "Temperature", symbol: "τ" },
  "pairing.limit": { name: "Ratio limit", symbol: "τ" },
  "pairing.alpha": { name: "Distance share", symbol: "α" },
  "pairing.radius": { name: "Radius", symbol: "r" },
  "pairing.discriminatorWeight": { name: "Consistency", symbol: "" },
  "pairing.length": { name: "Step length", symbol: "ε" },
  "pairing.low": { name: "Lower bound", symbol: "" },
  "pairing.high": { name: "Upper bound", symbol: "" },
  "optimizers.generator.learningRate": { name: "Learning rate", symbol: "G" },
  "optimizers.discriminator.learningRate": { name: "Learning rate", symbol: "D" },
  "penalties.r1.gamma": { name: "R1", symbol: "γ" },
  "penalties.r2.gamma": { name: "R2", symbol: "γ" },
  "penalties.gradientPenalty.weight": { name: "Gradient penalty", symbol: "λ" },
  pace: { name: "Pace", symbol: "" },
};

type Named = Pick<KnobFacts, "key" | "title" | "symbol">;

export function knobName({ key, title, symbol }: Named): { readonly name: string; readonly symbol: string } {
  return shortNames[key] ?? { name: title, symbol };
}

/** The name as one text: "Learning rate G". */
export function knobTitle(knob: Named): string {
  const { name, symbol } = knobName(knob);
  return symbol === "" ? name : `${name} ${symbol}`;
}

/** A change as it stands over a mark: "pairing 0 → 0.02", "σ 0.1 → 0.2". */
export function changeLabel(knob: Named, from: number, to: number): string {
  const { name, symbol } = knobName(knob);
  const isLetter = symbol.length === 1 && /\p{Script=Greek}/u.test(symbol);
  const named = `${/^R\d/.test(name) ? name : name.toLowerCase()} ${symbol}`.trim();
  const what = knob.key === PAIRING_WEIGHT ? "pairing" : isLetter && !/^R\d/.test(name) ? symbol : named;
  return `${what} ${formatKnob(from)} → ${formatKnob(to)}`;
}
