import assert from "node:assert/strict";
import { test } from "node:test";
import { newStandIn, openDocument, StandInDocument, Uri } from "../../../test/support/vscode-stand-in.ts";
import { ExperimentDiagnostics } from "./diagnostics.ts";

/** The problems that the editor of a file with this text shows: severity, the text that is underlined, what is said. */
function problemsIn(text: string): (readonly [severity: number, underlined: string, said: string])[] {
  const window = newStandIn();
  const { uri } = openDocument("/experiments/a.gan.json", text);
  const diagnostics = new ExperimentDiagnostics();
  diagnostics.dispose();
  const lines = text.split("\n");
  return (window.problems.get(uri.toString()) ?? []).map(({ range, severity, message }) => [
    severity,
    `${range.start.line}: ${(lines[range.start.line] ?? "").slice(range.start.character, range.end.character)}`,
    message,
  ]);
}

/** An experiment of points, a key a line from line 1 on. */
const written = (...keys: readonly string[]) => `{ "data": { "kind": "ring" },\n${keys.join(",\n")}\n}`;

const [error, warning] = [0, 1];

/** Measures are taken in the shortest run, too. */
const everyStep = '"record": { "evaluation": 1 }';

/** Keys that do not fit each other, and where the editor says so. */
const conflicts: readonly (readonly [readonly string[], severity: number, underlined: string, RegExp])[] = [
  [['"pairing": { "kind": "ndiv", "weight": 1, "alpha": 0 }'], error, "1: 0", /^pairing\.alpha: found 0/],
  [['"pairing": { "kind": "dsgan", "weight": 1, "limit": 0 }'], error, "1: 0", /^pairing\.limit: found 0/],
  [['"pairing": { "kind": "zcr", "weight": 1, "noise": 0 }'], error, "1: 0", /its own neighbour/],
  [
    ['"discriminator": {\n"hidden": [] }', '"pairing": { "kind": "divco", "weight": 1 }'],
    error,
    "2: [",
    /^discriminator\.hidden: found no layers/,
  ],
  [
    ['"pairing": {\n"kind": "jacobian-clamping",\n"weight": 1,\n"low": 7,\n"high": 5 }'],
    error,
    "4: 7",
    /^pairing\.low: found 7; expected at most pairing\.high/,
  ],
  [
    ['"pairing": {\n"kind": "jacobian-clamping",\n"weight": 1,\n"high": 0.5 }'],
    error,
    "4: 0.5",
    /^pairing\.high: found 0\.5; expected at least pairing\.low, which is 1/,
  ],
  [
    [
      '"pairing": { "kind": "zcr", "weight": 1 }',
      '"schedule": [\n{ "at": 9, "set": "pairing.noise", "to": 0 }]',
    ],
    error,
    "3: 0",
    /^schedule\.0\.to: at step 10 pairing\.noise/,
  ],
  [['"augment": ["color"]'], error, "1: [", /^augment: found \["color"\], which is for images/],
  [['"batch": 9', '"discriminator": { "pack": 2 }'], error, "2: 2", /^discriminator\.pack: found 2/],
  [
    ['"evaluation": { "samples": 20, "neighbours": 20 }'],
    error,
    "1: 20",
    /^evaluation\.neighbours: found 20; expected fewer/,
  ],
  [
    ['"steps": 10', '"penalties": {\n"r1": { "gamma": 1, "every": 16 } }', everyStep],
    warning,
    "3: 16",
    /^penalties\.r1\.every: found 16, and the run has 10 steps: R1 is never computed$/,
  ],
  [
    [
      '"steps": 10',
      '"penalties": {\n"r2": { "every": 11 } }',
      '"schedule": [{ "at": 1, "set": "penalties.r2.gamma", "to": 1 }]',
      everyStep,
    ],
    warning,
    "3: 11",
    /R2 is never computed$/,
  ],
  [
    ['"steps": 300'],
    warning,
    "1: 300",
    /^steps: found 300, and record\.evaluation is 500: nothing is measured between/,
  ],
];

for (const [keys, severity, underlined, said] of conflicts)
  test(`the editor underlines what is wrong in ${keys.join(", ").replaceAll("\n", " ")}`, () => {
    const [problem, ...more] = problemsIn(written(...keys));
    assert.deepEqual(more, []);
    assert.ok(problem !== undefined);
    assert.deepEqual(problem.slice(0, 2), [severity, underlined]);
    assert.match(problem[2], said);
  });

test("what fits is not underlined: a kind at rest, a penalty whose turn comes at the last step, one at 0", () => {
  for (const keys of [
    ['"pairing": { "kind": "ndiv", "weight": 0, "alpha": 0 }'],
    ['"steps": 16', '"penalties": { "r1": { "gamma": 1, "every": 16 } }', everyStep],
    ['"steps": 10', '"penalties": { "r1": { "gamma": 0, "every": 16 } }', everyStep],
    ['"steps": 500'],
  ])
    assert.deepEqual(problemsIn(written(...keys)), []);
});

test("an older version beside the file, as a comparison shows it, has no problems of its own", () => {
  const window = newStandIn();
  const bad = '{ "data": { "kind": "rings" } }';
  const file = openDocument("/experiments/a.gan.json", bad);
  const older = new StandInDocument(Uri.from({ scheme: "git", path: "/experiments/a.gan.json" }), bad, false);
  window.documents.push(older);
  new ExperimentDiagnostics().dispose();
  assert.deepEqual(
    [file, older].map(({ uri }) => (window.problems.get(uri.toString()) ?? []).length),
    [1, 0],
  );
});
