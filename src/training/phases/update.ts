import type { Tensor } from "../../compiler/tensorflow.ts";
import type { Group } from "../group.ts";
import { slotName, weightsName } from "../group.ts";
import type { PhaseContext } from "./phase.ts";

/** Names of all state tensors of a group. */
export function stateNames(group: Group): string[] {
  const slots = Object.keys(group.optimizer.slots(group.layout.size));
  return [weightsName(group.name), ...slots.map(slot => slotName(group.name, slot))];
}

/** The group after one optimiser update with this gradient ([size of the group]), by state name. */
export function updated(group: Group, gradient: Tensor, context: PhaseContext): Record<string, Tensor> {
  const names = Object.keys(group.optimizer.slots(group.layout.size));
  const slots = Object.fromEntries(names.map(slot => [slot, context.state(slotName(group.name, slot))]));
  const { weights, slots: after } = group.optimizer.update(
    context.state(weightsName(group.name)),
    gradient,
    slots,
    {
      learningRate: context.knob(group.learningRate),
      beta1: group.settings.beta1,
      beta2: group.settings.beta2,
    },
  );
  const state: Record<string, Tensor> = { [weightsName(group.name)]: weights };
  for (const [slot, tensor] of Object.entries(after)) state[slotName(group.name, slot)] = tensor;
  return state;
}
