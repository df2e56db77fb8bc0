// Student's t distribution by the incomplete beta function.

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln of the gamma function at x >= 1/2 (Lanczos 1964, g = 7, 9 terms; relative error about 1e-15). */
function logGamma(x: number): number {
  const shifted = x - 1;
  const t = shifted + 7.5;
  const sum = LANCZOS.reduce((total, c, i) => total + c / (shifted + i + 1), 0.99999999999980993);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

const SMALLEST = 1e-300;
const MOST_TERMS = 10_000;

/** The continued fraction of the incomplete beta function (Press et al. 2007, equation 6.4.5) by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < SMALLEST ? SMALLEST : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}

/** The regularized incomplete beta function I_x(a, b), for x in 0..1 with `rest` = 1 - x, and a, b >= 1/2. */
function regularizedBeta(x: number, rest: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(rest));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(rest, b, a)) / b;
}

/** The probability that |T| exceeds |t|, T of Student's t distribution: the two-sided p-value of t. */
export function twoSidedP(t: number, degreesOfFreedom: number): number {
  const square = t * t;
  if (square === Infinity) return 0;
  const sum = degreesOfFreedom + square;
  return regularizedBeta(degreesOfFreedom / sum, square / sum, degreesOfFreedom / 2, 0.5);
}

const quantiles = new Map<string, number>();

/** The t that |T| stays below with this probability, in 0..1 without its ends: `level` 0.95 gives what intervals need. */
export function tQuantile(level: number, degreesOfFreedom: number): number {
  const name = `${level} ${degreesOfFreedom}`;
  const known = quantiles.get(name);
  if (known !== undefined) return known;
  const found = searchedQuantile(level, degreesOfFreedom);
  quantiles.set(name, found);
  return found;
}

function searchedQuantile(level: number, degreesOfFreedom: number): number {
  const tail = 1 - level;
  let low = 0;
  let high = 1;
  while (twoSidedP(high, degreesOfFreedom) > tail) high *= 2;
  // Halving until nothing lies between: about 55 steps.
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (twoSidedP(middle, degreesOfFreedom) > tail) low = middle;
    else high = middle;
  }
}
