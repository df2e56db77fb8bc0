// The inverse of the standard normal distribution function at u = (bits + 1/2) / 2^32, by + - * / and square
// root alone, so that every JavaScript engine gives the same bits.
// Source: Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37
// (1988), routine PPND16 (relative accuracy about 1e-16). Its third region, tails below e^-25, cannot be
// reached: the smallest tail of a 32-bit draw is 2^-33.
// A training step draws a thousand of them, so AS 241 is evaluated only once, to fit a table of cubics.

const halvings = Float64Array.from({ length: 33 });
for (let e = 0, power = 1; e < halvings.length; e++, power *= 0.5) halvings[e] = power;

/**
 * Natural logarithm of n / 2^33 for an integer n in 1 .. 2^32 - 1.
 * The series of fdlibm's e_log.c (Sun Microsystems, 1993; below 1 ulp): with n = 2^e (1 + f), sqrt(1/2) < 1 + f < sqrt(2)
 * and s = f / (2 + f), log(1 + f) = f - s (f - R(s^2)), R a polynomial.
 */
export function logOfTail(n: number): number {
  let exponent = 31 - Math.clz32(n);
  let mantissa = n * (halvings[exponent] ?? 0);
  if (mantissa > Math.SQRT2) {
    mantissa *= 0.5;
    exponent++;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const halfSquare = 0.5 * f * f;
  const k = exponent - 33;
  return (
    k * 6.9314718036912381649e-1 -
    (halfSquare - (s * (halfSquare + odd + even) + k * 1.90821492927058770002e-10) - f)
  );
}

/** AS 241 at the lower tail n / 2^33, n above 0 and at most 2^32. */
function exactOf(n: number): number {
  const q = n * 2 ** -33 - 0.5;
  return q >= -0.425 ? centralOf(q) : tailOf(n);
}

function tailOf(n: number): number {
  const r = Math.sqrt(-logOfTail(n)) - 1.6;
  const numerator =
    ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
      1.27045825245236838258) *
      r +
      3.64784832476320460504) *
      r +
      5.7694972214606914055) *
      r +
      4.6303378461565452959) *
      r +
    1.42343711074968357734;
  const denominator =
    ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
      0.14810397642748007459) *
      r +
      0.68976733498510000455) *
      r +
      1.6763848301838038494) *
      r +
      2.05319162663775882187) *
      r +
    1;
  return -numerator / denominator;
}

function centralOf(q: number): number {
  const r = 0.180625 - q * q;
  const numerator =
    ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r +
      45921.953931549871457) *
      r +
      13731.693765509461125) *
      r +
      1971.5909503065514427) *
      r +
      133.14166789178437745) *
      r +
    3.387132872796366608;
  const denominator =
    ((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r +
      21213.794301586595867) *
      r +
      5394.1960214247511077) *
      r +
      687.1870074920579083) *
      r +
      42.313330701600911252) *
      r +
    1;
  return (q * numerator) / denominator;
}

/** Cells of the table in each octave of the tail, 2^e <= n < 2^(e+1). */
const CELLS = 64;
const OCTAVES = 32;

/** CELLS / 2^e. */
const cellsPerUnit = Float64Array.from({ length: OCTAVES }, (_, e) => CELLS * (halvings[e] ?? 0));

/** Made by the first draw: many who import this never draw. */
let table: Float64Array | null = null;

/** Chebyshev points of the first kind on 0 .. 1, (1 - cos((2 k + 1) pi / 8)) / 2. */
const points = [
  0.038060233744356645, 0.308658283817455114, 0.691341716182544886, 0.961939766255643355,
] as const;

/** Four coefficients a cell, lowest power first, of the cubic in x = 0 .. 1 across the cell. */
function tabulated(): Float64Array {
  const cubics = new Float64Array(4 * CELLS * OCTAVES);
  for (let octave = 0, start = 1; octave < OCTAVES; octave++, start *= 2)
    for (let cell = 0; cell < CELLS; cell++) {
      const values = points.map(x => exactOf(start + (start / CELLS) * (cell + x)));
      cubics.set(cubicThrough(values), 4 * (octave * CELLS + cell));
    }
  return cubics;
}

/** The coefficients of the cubic with these values at `points`: Newton's divided differences, multiplied out. */
function cubicThrough(values: readonly number[]): Float64Array {
  const differences = Float64Array.from(values);
  for (let order = 1; order < 4; order++)
    for (let i = 3; i >= order; i--)
      differences[i] =
        ((differences[i] ?? 0) - (differences[i - 1] ?? 0)) / ((points[i] ?? 0) - (points[i - order] ?? 0));
  const cubic = new Float64Array(4);
  for (let k = 3; k >= 0; k--) {
    // cubic <- cubic * (x - points[k]) + differences[k]
    for (let power = 3; power >= 0; power--)
      cubic[power] = (cubic[power - 1] ?? 0) - (points[k] ?? 0) * (cubic[power] ?? 0);
    cubic[0] = (cubic[0] ?? 0) + (differences[k] ?? 0);
  }
  return cubic;
}

/**
 * The standard normal value of 32 random bits (an integer 0 .. 2^32 - 1); between -6.34 and 6.34, antisymmetric in
 * the bits, right to 1e-10, a thousandth of what float32 can tell apart at 1.
 */
export function normalOf(bits: number): number {
  const cubics = (table ??= tabulated());
  // The nearer tail, min(u, 1 - u), is n / 2^33, n = 2 b + 1 with b counted from the nearer end.
  const word = bits | 0;
  const fromEnd = word < 0 ? ~word : word;
  const n = 2 * fromEnd + 1;
  const octave = fromEnd === 0 ? 0 : 32 - Math.clz32(fromEnd);
  const along = n * (cellsPerUnit[octave] ?? 0) - CELLS;
  const cell = along | 0;
  const x = along - cell;
  const at = 4 * (octave * CELLS + cell);
  const lower =
    (((cubics[at + 3] ?? 0) * x + (cubics[at + 2] ?? 0)) * x + (cubics[at + 1] ?? 0)) * x + (cubics[at] ?? 0);
  return word < 0 ? -lower : lower;
}
