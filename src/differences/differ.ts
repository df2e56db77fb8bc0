import { customParts, type CustomPart } from "../experiment/custom-parts.ts";
import { defaultAt } from "../experiment/default-at.ts";
import { keyDifferences } from "../experiment/key-differences.ts";
import { byImportance } from "../protocol/key-order.ts";
import { factTitles, type Fact, type Side, type Turn } from "./side.ts";

/** What a side has at a key path. */
export interface Setting {
  readonly value: unknown;
  /** It has the same where its file leaves the key out. */
  readonly isDefault: boolean;
}

export interface SettingDifference {
  readonly key: string;
  /** Null where a side has nothing there. */
  readonly before: Setting | null;
  readonly after: Setting | null;
}

/** A module that both sides have, with another text: so many lines only one of them has. */
export interface ModuleDifference {
  readonly part: CustomPart;
  readonly onlyBefore: number;
  readonly onlyAfter: number;
}

export interface FactDifference {
  readonly fact: Fact;
  readonly before: string;
  readonly after: string;
}

/** How a knob was turned in both; it is there where it was turned in one of them, the same in both or not. */
export interface TurnedKnob {
  readonly key: string;
  readonly before: readonly Turn[];
  readonly after: readonly Turn[];
  readonly isSame: boolean;
}

export interface Differences {
  readonly before: Pick<Side, "kind" | "path" | "name">;
  readonly after: Pick<Side, "kind" | "path" | "name">;
  /** What matters first. */
  readonly settings: readonly SettingDifference[];
  readonly modules: readonly ModuleDifference[];
  readonly turned: readonly TurnedKnob[];
  /** What both are known to be, and differ in. */
  readonly facts: readonly FactDifference[];
  /** Nothing that is known of both differs. */
  readonly isSame: boolean;
}

/** Where two experiments differ. */
export function differ(before: Side, after: Side): Differences {
  const settings = keyDifferences(before.experiment, after.experiment)
    .map(found => ({
      key: found.key,
      before: settingOf(before, found.key, found.before),
      after: settingOf(after, found.key, found.after),
    }))
    .sort(byImportance);
  const modules = customParts.flatMap(part => moduleDifference(part, before, after));
  const turned = turnedKnobs(before.turns, after.turns);
  const facts = (Object.keys(factTitles) as Fact[]).flatMap(fact => {
    const [one, other] = [before.facts[fact], after.facts[fact]];
    return one === undefined || other === undefined || one === other
      ? []
      : [{ fact, before: one, after: other }];
  });
  const isSame = settings.length + modules.length + facts.length === 0 && turned.every(knob => knob.isSame);
  return { before: headOf(before), after: headOf(after), settings, modules, turned, facts, isSame };
}

const headOf = ({ kind, path, name }: Side) => ({ kind, path, name });

const sameJson = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** What stands at a side's key; null where nothing does. */
export function settingOf(side: Side, key: string, value: unknown): Setting | null {
  if (value === undefined) return null;
  const { defaultsOf, experiment } = side;
  return {
    value,
    isDefault: defaultsOf !== null && sameJson(value, defaultAt(experiment, key, defaultsOf)),
  };
}

function moduleDifference(part: CustomPart, before: Side, after: Side): ModuleDifference[] {
  const [one, other] = [before.modules[part], after.modules[part]];
  if (one === undefined || other === undefined || one === other) return [];
  return [{ part, onlyBefore: linesWithout(one, other), onlyAfter: linesWithout(other, one) }];
}

/** How many lines of a text another one has not, or not so many times. */
function linesWithout(text: string, other: string): number {
  const counts = new Map<string, number>();
  for (const line of other.split(/\r?\n/)) counts.set(line, (counts.get(line) ?? 0) + 1);
  let without = 0;
  for (const line of text.split(/\r?\n/)) {
    const left = counts.get(line) ?? 0;
    if (left === 0) without++;
    else counts.set(line, left - 1);
  }
  return without;
}

function turnedKnobs(before: readonly Turn[], after: readonly Turn[]): TurnedKnob[] {
  const keys = [...new Set([...before, ...after].map(({ key }) => key))];
  const deeds = (turns: readonly Turn[]) => turns.map(({ step, to }) => [step, to]);
  return keys
    .map(key => {
      const [one, other] = [before, after].map(turns => turns.filter(turn => turn.key === key));
      return {
        key,
        before: one ?? [],
        after: other ?? [],
        isSame: sameJson(deeds(one ?? []), deeds(other ?? [])),
      };
    })
    .sort(byImportance);
}
