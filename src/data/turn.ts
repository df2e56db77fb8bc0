export interface Direction {
  readonly cos: number;
  readonly sin: number;
}

/**
 * Cosine and sine of an angle in turns (1 is the whole circle), to about one unit in the last place, by + - * /
 * alone: engines may differ in the last bits of Math.cos and Math.sin, and data must not.
 * Taylor series after reduction to an eighth of a turn; the first term left out is below 1e-17.
 */
export function turn(angle: number): Direction {
  const quarter = Math.floor(4 * angle + 0.5);
  // Exact: the two numbers are within a factor of two of each other, or the second is 0.
  const x = 2 * Math.PI * (angle - quarter / 4);
  const square = x * x;
  let cos = 1;
  let sin = 1;
  for (let n = 16; n >= 2; n -= 2) {
    cos = 1 - (square / (n * (n - 1))) * cos;
    sin = 1 - (square / (n * (n + 1))) * sin;
  }
  sin *= x;
  switch (((quarter % 4) + 4) % 4) {
    case 0:
      return { cos, sin };
    case 1:
      return { cos: -sin, sin: cos };
    case 2:
      return { cos: -cos, sin: -sin };
    default:
      return { cos: sin, sin: -cos };
  }
}
