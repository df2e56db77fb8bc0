/** Columns count as orthogonal when the cosine of their angle is below this. */
const TOLERANCE = 1e-15;
const MOST_SWEEPS = 60;

/**
 * Singular values, descending, of the matrix [rows, columns] (row after row): min(rows, columns) of them. One-sided
 * Jacobi (Hestenes 1958; Demmel and Veselic 1992): plane rotations of pairs of columns until all are orthogonal; the
 * norms that remain are the singular values, small ones too with high relative accuracy. float64.
 */
export function singularValues(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  // The vectors that get rotated, one after the other: columns of the matrix or, where they are fewer, its rows.
  const vectors = new Float64Array(count * length);
  for (let v = 0; v < count; v++) {
    for (let i = 0; i < length; i++) {
      const from = columns <= rows ? i * columns + v : v * columns + i;
      vectors[v * length + i] = matrix[from] ?? 0;
    }
  }
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < count - 1; p++) {
      for (let q = p + 1; q < count; q++) rotated = orthogonalise(vectors, length, p, q) || rotated;
    }
    if (!rotated) break;
  }
  const values = new Float64Array(count);
  for (let v = 0; v < count; v++) values[v] = Math.sqrt(dot(vectors, length, v, v));
  return values.sort().reverse();
}

function dot(vectors: Float64Array, length: number, p: number, q: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += (vectors[p * length + i] ?? 0) * (vectors[q * length + i] ?? 0);
  return sum;
}

/** Rotates vectors p and q in their plane until they are orthogonal; false where they are already. */
function orthogonalise(vectors: Float64Array, length: number, p: number, q: number): boolean {
  const alpha = dot(vectors, length, p, p);
  const beta = dot(vectors, length, q, q);
  const gamma = dot(vectors, length, p, q);
  if (!(Math.abs(gamma) > TOLERANCE * Math.sqrt(alpha) * Math.sqrt(beta))) return false;
  const zeta = (beta - alpha) / (2 * gamma);
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = cosine * tangent;
  for (let i = 0; i < length; i++) {
    const x = vectors[p * length + i] ?? 0;
    const y = vectors[q * length + i] ?? 0;
    vectors[p * length + i] = cosine * x - sine * y;
    vectors[q * length + i] = sine * x + cosine * y;
  }
  return true;
}
