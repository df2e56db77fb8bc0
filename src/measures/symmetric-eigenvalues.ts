import type { Sliced } from "./slices.ts";

const MOST_ITERATIONS = 100;

/**
 * Eigenvalues, ascending, of a symmetric matrix [n, n] (row after row), of which the lower triangle is read and
 * overwritten. Householder reflections make it tridiagonal, implicit QL steps without vectors make that diagonal
 * (Wilkinson and Reinsch 1971, contributions II/2 and II/4). Backward stable: each is off by a small multiple of
 * 2^-53 times the greatest absolute one. (4/3) n^3 operations; throws RangeError where a value is not finite.
 */
export function* symmetricEigenvalues(matrix: Float64Array, n: number): Sliced<Float64Array> {
  const diagonal = new Float64Array(n);
  /** Entry k stands between rows k and k + 1. */
  const beside = new Float64Array(n);
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  // From the last row up, each row gives the reflection that clears it; what is left is the leading k by k matrix.
  for (let k = n - 1; k > 0; k--) {
    diagonal[k] = matrix[k * n + k] ?? 0;
    const half = reflection(matrix.subarray(k * n, k * n + k), v);
    const last = matrix[k * n + k - 1] ?? 0;
    if (half === 0) {
      beside[k - 1] = last;
      continue;
    }
    beside[k - 1] = last - (v[k - 1] ?? 0);
    multiply(matrix, n, k, v, w);
    let along = 0;
    for (let j = 0; j < k; j++) along += (v[j] ?? 0) * (w[j] ?? 0);
    along /= 2 * half;
    for (let j = 0; j < k; j++) w[j] = ((w[j] ?? 0) - along * (v[j] ?? 0)) / half;
    subtractPair(matrix, n, k, v, w);
    yield;
  }
  diagonal[0] = matrix[0] ?? 0;
  return yield* tridiagonalEigenvalues(diagonal, beside);
}

/** Writes v with (1 - v v' / half) x along the last axis, and gives half = |v|^2 / 2; 0 where x lies there already. */
function reflection(x: Float64Array, v: Float64Array): number {
  const end = x.length - 1;
  const last = x[end] ?? 0;
  let squares = 0;
  for (let j = 0; j < end; j++) squares += (x[j] ?? 0) ** 2;
  if (squares === 0) return 0;
  squares += last * last;
  const norm = Math.sqrt(squares);
  v.set(x);
  v[end] = last < 0 ? last - norm : last + norm;
  return squares + Math.abs(last) * norm;
}

/** w = A v for the leading k by k symmetric matrix, from its lower triangle. */
function multiply(a: Float64Array, n: number, k: number, v: Float64Array, w: Float64Array): void {
  for (let i = 0; i < k; i++) {
    const row = i * n;
    const vi = v[i] ?? 0;
    let even = 0;
    let odd = 0;
    let j = 0;
    for (; j + 1 < i; j += 2) {
      const a0 = a[row + j] ?? 0;
      const a1 = a[row + j + 1] ?? 0;
      even += a0 * (v[j] ?? 0);
      odd += a1 * (v[j + 1] ?? 0);
      w[j] = (w[j] ?? 0) + a0 * vi;
      w[j + 1] = (w[j + 1] ?? 0) + a1 * vi;
    }
    if (j < i) {
      const a0 = a[row + j] ?? 0;
      even += a0 * (v[j] ?? 0);
      w[j] = (w[j] ?? 0) + a0 * vi;
    }
    w[i] = even + odd + (a[row + i] ?? 0) * vi;
  }
}

/** A = A - v w' - w v' on the lower triangle of the leading k by k matrix. */
function subtractPair(a: Float64Array, n: number, k: number, v: Float64Array, w: Float64Array): void {
  for (let i = 0; i < k; i++) {
    const row = i * n;
    const vi = v[i] ?? 0;
    const wi = w[i] ?? 0;
    for (let j = 0; j <= i; j++) a[row + j] = (a[row + j] ?? 0) - vi * (w[j] ?? 0) - wi * (v[j] ?? 0);
  }
}

/** Eigenvalues, ascending, of the symmetric tridiagonal matrix; both arrays are overwritten. */
function* tridiagonalEigenvalues(d: Float64Array, e: Float64Array): Sliced<Float64Array> {
  const n = d.length;
  for (let first = 0; first < n; first++) {
    for (let iteration = 0; ; iteration++) {
      let end = first;
      while (end < n - 1 && !negligible(d, e, end)) end++;
      if (end === first) break;
      if (iteration === MOST_ITERATIONS)
        throw new RangeError("the eigenvalues of this matrix cannot be found");
      implicitStep(d, e, first, end);
    }
    if (first % 64 === 63) yield;
  }
  return d.sort();
}

function negligible(d: Float64Array, e: Float64Array, k: number): boolean {
  return Math.abs(e[k] ?? 0) <= Number.EPSILON * (Math.abs(d[k] ?? 0) + Math.abs(d[k + 1] ?? 0));
}

/** One QL step with Wilkinson's shift on rows first ... end, chased from the end up by plane rotations. */
function implicitStep(d: Float64Array, e: Float64Array, first: number, end: number): void {
  const corner = e[first] ?? 0;
  const slope = ((d[first + 1] ?? 0) - (d[first] ?? 0)) / (2 * corner);
  const root = Math.sqrt(slope * slope + 1);
  let g = (d[end] ?? 0) - (d[first] ?? 0) + corner / (slope < 0 ? slope - root : slope + root);
  let sine = 1;
  let cosine = 1;
  let carried = 0;
  for (let i = end - 1; i >= first; i--) {
    const f = sine * (e[i] ?? 0);
    const b = cosine * (e[i] ?? 0);
    const norm = Math.sqrt(f * f + g * g);
    e[i + 1] = norm;
    if (norm === 0) {
      d[i + 1] = (d[i + 1] ?? 0) - carried;
      e[end] = 0;
      return;
    }
    sine = f / norm;
    cosine = g / norm;
    g = (d[i + 1] ?? 0) - carried;
    const turned = ((d[i] ?? 0) - g) * sine + 2 * cosine * b;
    carried = sine * turned;
    d[i + 1] = g + carried;
    g = cosine * turned - b;
  }
  d[first] = (d[first] ?? 0) - carried;
  e[first] = g;
  e[end] = 0;
}
