// The inverse of the standard normal distribution function at u = (bits + 1/2) / 2^32, by + - * / and square
// root alone, so that every JavaScript engine gives the same bits.
// Source: Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37
// (1988), routine PPND16 (relative accuracy about 1e-16). Its third region, tails below e^-25, cannot be
// reached: the smallest tail of a 32-bit draw is 2^-33.

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

/** The value in either tail, |u - 1/2| > 0.425. Apart from the central region, so that the engine inlines that one. */
function tailOf(bits: number): number {
  // The nearer tail, min(u, 1 - u), is (2 b + 1) / 2^33 with b counted from the nearer end.
  const lower = bits < 2 ** 31;
  const fromEnd = lower ? bits : 2 ** 32 - 1 - bits;
  const r = Math.sqrt(-logOfTail(2 * fromEnd + 1)) - 1.6;
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
  return lower ? -numerator / denominator : numerator / denominator;
}

/** The standard normal value of 32 random bits (an integer 0 .. 2^32 - 1); between -6.34 and 6.34, antisymmetric in the bits. */
export function normalOf(bits: number): number {
  // Exact: q = u - 1/2 has 33 significant bits.
  const q = (bits - 2 ** 31 + 0.5) * 2 ** -32;
  if (q >= -0.425 && q <= 0.425) {
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
  return tailOf(bits);
}
