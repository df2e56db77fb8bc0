import { inOrder, sameShape } from "./graph.ts";
import type { Node } from "./graph.ts";
import { census, writeOnnx } from "./onnx-graph.ts";
import { encodeModel, floatValue, graphAttribute, intAttribute } from "./onnx-schema.ts";
import { CompileError } from "./program.ts";
import type { Program, Shapes, TensorFunction } from "./program.ts";
import { concat, reshape } from "./operators.ts";
import { optimised } from "./optimise.ts";
import { record, type Recording } from "./recording-backend.ts";
import { limits, ruleGroups, type Lowering } from "./rules/index.ts";

export interface StepDefinition {
  /** Everything that is carried from step to step. */
  readonly state: Shapes;
  /** What one step reads beside the state: its batch, its random numbers, its knobs (shape []). */
  readonly inputs: Shapes;
  /** Gives new values for a subset of the state's names, and scalars (shape []) under other names. */
  readonly step: TensorFunction;
}

const producerName = "pairing-lab";

/** What both forms of a step are written from. */
interface RecordedStep {
  readonly results: ReadonlyMap<string, Node>;
  readonly updated: readonly string[];
  readonly scalars: readonly string[];
  /** State that is read and that no step changes. */
  readonly fixed: readonly string[];
}

function recorded({ state, inputs, step }: StepDefinition, lowering: Lowering): RecordedStep & Recording {
  for (const name of Object.keys(inputs))
    if (name in state) throw new CompileError(`${name} is the name of a state and of an input.`);
  const recording = record({ ...state, ...inputs }, step);
  const results = optimised(recording, "fixed", ruleGroups[lowering]);
  for (const [name, { shape }] of results) {
    const wanted = state[name] ?? [];
    if (!sameShape(shape, wanted))
      throw new CompileError(
        `The step gives ${name} the shape [${shape.join()}]; it must be [${wanted.join()}].`,
      );
  }
  const read = new Set(
    inOrder(results.values()).flatMap(n => (n.op === "Input" ? [String(n.attributes["name"])] : [])),
  );
  return {
    ...recording,
    results,
    updated: Object.keys(state).filter(name => results.has(name)),
    scalars: [...results.keys()].filter(name => !(name in state)),
    fixed: Object.keys(state).filter(name => read.has(name) && !results.has(name)),
  };
}

/**
 * Compiles a step into a model that runs any number of steps in one call: the step is the body of one ONNX Scan, which
 * carries the state, scans the inputs ([steps, ...shape]) and stacks the scalars ([steps]).
 * Model inputs are called "state/NAME" and "input/NAME", outputs "next/NAME" (new state) and "scalar/NAME".
 * Throws CompileError for a step that cannot be compiled.
 */
export function compileStep(definition: StepDefinition): Program {
  const { state, inputs } = definition;
  const { results, updated, scalars, fixed } = recorded(definition, "processor");
  const scanned = Object.keys(inputs);
  const shapeOf = (name: string) => state[name] ?? [];
  // State that no step changes is not carried; the body sees it from outside.
  const insideName = (name: string) => (fixed.includes(name) ? `state/${name}` : `in/${name}`);
  const outside = new Map(
    [...updated, ...scalars].flatMap(name => {
      const node = results.get(name);
      return node ? [[`out/${name}`, node] as const] : [];
    }),
  );
  const body = writeOnnx(outside, insideName);
  const scan = {
    name: "scan",
    opType: "Scan",
    input: [...updated.map(n => `state/${n}`), ...scanned.map(n => `input/${n}`)],
    output: [...updated.map(n => `next/${n}`), ...scalars.map(n => `scalar/${n}`)],
    attribute: [
      graphAttribute("body", {
        name: "step",
        node: body.nodes,
        initializer: body.initializers,
        input: [
          ...updated.map(n => floatValue(`in/${n}`, shapeOf(n))),
          ...scanned.map(n => floatValue(`in/${n}`, inputs[n] ?? [])),
        ],
        output: [...updated, ...scalars].map(n => floatValue(`out/${n}`, shapeOf(n))),
      }),
      intAttribute("num_scan_inputs", scanned.length),
    ],
  };
  const onnx = encodeModel(
    {
      name: "steps",
      node: [scan],
      initializer: [],
      input: [
        ...[...updated, ...fixed].map(n => floatValue(`state/${n}`, shapeOf(n))),
        ...scanned.map(n => floatValue(`input/${n}`, ["steps", ...(inputs[n] ?? [])])),
      ],
      output: [
        ...updated.map(n => floatValue(`next/${n}`, shapeOf(n))),
        ...scalars.map(n => floatValue(`scalar/${n}`, ["steps"])),
      ],
    },
    { producerName },
  );
  return {
    kind: "step",
    onnx,
    state: Object.fromEntries([...updated, ...fixed].map(n => [n, shapeOf(n)])),
    updated,
    inputs,
    outputs: scalars,
    census: census(body.nodes),
  };
}

/** The name of a single step's one output of scalars, in the order of the program's outputs. */
export const SCALARS = "scalars";

/**
 * Compiles a step into a model of one step, for devices whose state would cross to the host at every round of a Scan. Model
 * inputs are called "state/NAME" and "input/NAME" ([...shape]), outputs "next/NAME" and SCALARS, all scalars as one
 * vector. Throws CompileError for a step that cannot be compiled.
 */
export function compileSingleStep(definition: StepDefinition, lowering: Lowering): Program {
  const { state, inputs } = definition;
  const { graph, results, updated, scalars, fixed } = recorded(definition, lowering);
  const shapeOf = (name: string) => state[name] ?? [];
  const outputs = new Map<string, Node>();
  for (const name of updated) {
    const node = results.get(name);
    if (node !== undefined) outputs.set(`next/${name}`, node);
  }
  const [first, ...others] = scalars.flatMap(name => {
    const node = results.get(name);
    return node === undefined ? [] : [reshape(graph, node, [1])];
  });
  if (first !== undefined) outputs.set(SCALARS, concat(graph, [first, ...others], 0));
  const body = writeOnnx(
    outputs,
    name => (name in state ? `state/${name}` : `input/${name}`),
    limits[lowering],
  );
  const read = [...updated, ...fixed];
  const onnx = encodeModel(
    {
      name: "step",
      node: body.nodes,
      initializer: body.initializers,
      input: [
        ...read.map(n => floatValue(`state/${n}`, shapeOf(n))),
        ...Object.entries(inputs).map(([n, shape]) => floatValue(`input/${n}`, shape)),
      ],
      output: [...outputs].map(([name, { shape }]) => floatValue(name, shape)),
    },
    { producerName },
  );
  return {
    kind: "step",
    onnx,
    state: Object.fromEntries(read.map(n => [n, shapeOf(n)])),
    updated,
    inputs,
    outputs: scalars,
    census: census(body.nodes),
  };
}
