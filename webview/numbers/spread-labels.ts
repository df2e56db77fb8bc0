/** A label that wants to stand at `y`, in pixels. */
export interface PlacedLabel {
  y: number;
}

/**
 * Pushes labels apart until neighbours are at least `distance` pixels apart, in their order by y (ties as given),
 * within `low` and `high`; as little as that takes in all. Where they cannot fit, they are spread evenly.
 * Sorts the list and changes its labels' y.
 */
export function spreadLabels<Label extends PlacedLabel>(
  labels: Label[],
  distance: number,
  low: number,
  high: number,
): Label[] {
  labels.sort((a, b) => a.y - b.y);
  const room = high - low;
  const gap = labels.length > 1 ? Math.min(distance, room / (labels.length - 1)) : 0;
  // Groups of labels that touch; each stands where the mean of its wishes is (pool adjacent violators).
  const groups: { first: number; count: number; sum: number }[] = [];
  const top = (group: { count: number; sum: number }) => {
    const height = (group.count - 1) * gap;
    const wish = group.sum / group.count - height / 2;
    return Math.min(Math.max(wish, low), Math.max(low, high - height));
  };
  labels.forEach((label, index) => {
    let group = { first: index, count: 1, sum: label.y };
    for (let before = groups.at(-1); before !== undefined; before = groups.at(-1)) {
      if (top(before) + before.count * gap <= top(group) + 1e-9) break;
      groups.pop();
      group = { first: before.first, count: before.count + group.count, sum: before.sum + group.sum };
    }
    groups.push(group);
  });
  for (const group of groups) {
    const y = top(group);
    for (let i = 0; i < group.count; i++) {
      const label = labels[group.first + i];
      if (label !== undefined) label.y = y + i * gap;
    }
  }
  return labels;
}
