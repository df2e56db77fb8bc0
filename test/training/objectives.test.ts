// Every loss with every pairing kind and every switch, for some tiny steps by the product's own step: nothing unfinite,
// nothing silently ignored, and compiled as it was written. Every two settings of points meet in some row; as many rows of the full
// product as one likes: PAIRING_LAB_TRIALS=2000 PAIRING_LAB_SEED=7 npm test training/objectives
import assert from "node:assert/strict";
import { test } from "node:test";
import { optimizers, pairingKinds, penalties } from "../../src/experiment/catalog.ts";
import {
  covering,
  eachValue,
  experimentOf,
  imageAxes,
  nameOf,
  paired,
  pairingNames,
  penaltyNames,
  pointAxes,
  randomRow,
  sensible,
  settingsOf,
  strength,
} from "../support/objective-axes.ts";
import type { Row, Settings } from "../support/objective-axes.ts";
import { assertCompiledAsRecorded, digestOf, trainTiny } from "../support/tiny-training.ts";
import type { Trained } from "../support/tiny-training.ts";
import { byHand, Draw, trials } from "../support/trials.ts";

const STEPS = 20;

/** What a kind of data is trained with; `seen` names the row that gave some bytes. */
const designs = {
  points: { data: "ring", axes: pointAxes, seen: new Map<string, string>() },
  images: { data: "digits", axes: imageAxes, seen: new Map<string, string>() },
} as const;

type Design = (typeof designs)[keyof typeof designs];

/** Trains a row; what it gives is nobody else's. */
async function trainRow({ data, axes, seen }: Design, row: Row): Promise<Trained> {
  const name = nameOf(axes, row);
  const trained = await trainTiny(experimentOf(settingsOf(axes, row), data), STEPS);
  assert.deepEqual(trained.unfinite, [], name);
  const digest = digestOf(trained);
  const same = seen.get(digest);
  assert.ok(same === undefined || same === name, `"${name}" gives the bytes of "${same ?? ""}"`);
  seen.set(digest, name);
  return trained;
}

/** A row, and the same with the next value of one axis: what is not looked at gives the same bytes. */
async function tryRow(design: Design, wanted: Row, axis: number): Promise<void> {
  const row = sensible(design.axes, wanted, design.data);
  const trained = await trainRow(design, row);
  await assertCompiledAsRecorded(trained).catch((error: unknown) => {
    throw new Error(`${nameOf(design.axes, row)}: ${String(error)}`, { cause: error });
  });
  const values = design.axes[axis]?.values.length ?? 1;
  const turned = row.map((value, i) => (i === axis ? (value + 1) % values : value));
  await trainRow(design, sensible(design.axes, turned, design.data));
}

const turnable = ({ axes }: Design): number[] =>
  axes.flatMap(({ values }, axis) => (values.length > 1 ? [axis] : []));

const rowsOf = {
  points: covering(pointAxes, new Draw(1)),
  images: eachValue(imageAxes, new Draw(1)),
};

for (const kind of ["points", "images"] as const) {
  const design = designs[kind];
  test(`${kind}: settings train together, finite, none without effect, compiled as they were written`, async () => {
    const axes = turnable(design);
    for (const [i, row] of rowsOf[kind].entries()) await tryRow(design, row, axes[i % axes.length] ?? 0);
  });

  if (byHand)
    test(`${kind}: rows of the full product`, () =>
      trials(1, draw => tryRow(design, randomRow(design.axes, draw), draw.pick(turnable(design)) ?? 0)));
}

const trainedDigest = async (settings: Settings): Promise<string> => {
  const trained = await trainTiny(experimentOf(settings), STEPS);
  assert.deepEqual(trained.unfinite, [], JSON.stringify(settings));
  return digestOf(trained);
};

test("at weight 0 no pairing kind and no number of one changes a byte", async () => {
  const plain = await trainedDigest({});
  for (const kind of pairingNames)
    assert.equal(await trainedDigest({ ...paired(kind), "pairing.weight": 0 }), plain, kind);
});

/** The numbers under a key path, in an experiment with these settings. */
function numbersAt(
  settings: Settings,
  path: string,
  names: readonly string[],
): [key: string, value: number][] {
  const experiment: unknown = experimentOf(settings);
  const part = path.split(".").reduce((at, key) => (at as Record<string, unknown>)[key], experiment);
  return names.map(name => [`${path}.${name}`, Number((part as Record<string, unknown>)[name])]);
}

const all = Object.fromEntries(penaltyNames.map(name => [strength(name), 0.5]));

/** What has numbers in the catalog, as settings in which it is at work, and where its numbers stand. */
const numbered: readonly (readonly [
  title: string,
  settings: Settings,
  path: string,
  names: readonly string[],
])[] = [
  ...pairingNames.map(
    kind => [kind, paired(kind), "pairing", Object.keys(pairingKinds[kind].numbers)] as const,
  ),
  ...penaltyNames.map(
    name => [name, all, `penalties.${name}`, Object.keys(penalties[name].numbers)] as const,
  ),
  ...(["generator", "discriminator"] as const).map(
    of => [of, {}, `optimizers.${of}`, Object.keys(optimizers.adam.numbers)] as const,
  ),
];

for (const [title, settings, path, names] of numbered)
  test(`every number of ${title} (${path}) counts`, async () => {
    const before = await trainedDigest(settings);
    for (const [key, value] of numbersAt(settings, path, names)) {
      const other = Number.isInteger(value) ? value + 1 : value * 0.8;
      assert.notEqual(
        await trainedDigest({ ...settings, [key]: other }),
        before,
        `${key} ${value}, ${other}`,
      );
    }
  });
