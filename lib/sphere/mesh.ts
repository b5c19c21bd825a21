import { normalise } from './angle';

/** The unit sphere as triangles: vertices as unit vectors, faces as three vertex indices, edges as two. */
export interface Mesh {
  readonly vertices: readonly Float64Array[];
  readonly faces: readonly (readonly [number, number, number])[];
}

const meshes = new Map<number, Mesh>();

/**
 * An icosahedron whose faces are halved `detail` times: 20 · 4^detail faces, edges of about 63.4° / 2^detail. Kept once made.
 * It stands askew, so that no vertex or edge lies where tidy class directions put their boundaries.
 */
export function icosphere(detail: number): Mesh {
  const kept = meshes.get(detail);
  if (kept) return kept;
  const mesh = detail === 0 ? icosahedron() : halve(icosphere(detail - 1));
  meshes.set(detail, mesh);
  return mesh;
}

function icosahedron(): Mesh {
  const g = (1 + Math.sqrt(5)) / 2;
  const corners = [
    [-1, g, 0],
    [1, g, 0],
    [-1, -g, 0],
    [1, -g, 0],
    [0, -1, g],
    [0, 1, g],
    [0, -1, -g],
    [0, 1, -g],
    [g, 0, -1],
    [g, 0, 1],
    [-g, 0, -1],
    [-g, 0, 1],
  ];
  const faces = [
    [0, 11, 5],
    [0, 5, 1],
    [0, 1, 7],
    [0, 7, 10],
    [0, 10, 11],
    [1, 5, 9],
    [5, 11, 4],
    [11, 10, 2],
    [10, 7, 6],
    [7, 1, 8],
    [3, 9, 4],
    [3, 4, 2],
    [3, 2, 6],
    [3, 6, 8],
    [3, 8, 9],
    [4, 9, 5],
    [2, 4, 11],
    [6, 2, 10],
    [8, 6, 7],
    [9, 8, 1],
  ] as const;
  return { vertices: corners.map(askew), faces };
}

/** A fixed rotation without symmetry. */
function askew(v: readonly number[]): Float64Array {
  const [x, y, z] = normalise(v) as unknown as [number, number, number];
  const [a, b] = [0.6357, 1.1713];
  const [u, w] = [Math.cos(a) * x - Math.sin(a) * y, Math.sin(a) * x + Math.cos(a) * y];
  return normalise([Math.cos(b) * u - Math.sin(b) * z, w, Math.sin(b) * u + Math.cos(b) * z]);
}

function halve({ vertices, faces }: Mesh): Mesh {
  const points = [...vertices];
  const middles = new Map<number, number>();
  const middle = (a: number, b: number): number => {
    const key = Math.min(a, b) * 1e6 + Math.max(a, b);
    let index = middles.get(key);
    if (index === undefined) {
      index = points.length;
      points.push(normalise(points[a]!.map((value, i) => value + points[b]![i]!)));
      middles.set(key, index);
    }
    return index;
  };
  const finer = faces.flatMap(([a, b, c]) => {
    const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)];
    return [
      [a, ab, ca],
      [b, bc, ab],
      [c, ca, bc],
      [ab, bc, ca],
    ] as [number, number, number][];
  });
  return { vertices: points, faces: finer };
}
