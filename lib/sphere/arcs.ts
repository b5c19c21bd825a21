import { turn } from './angle';

/** Counter-clockwise from `from` to `to`, radians: 0 ≤ from < 2π and from < to ≤ from + 2π. */
export interface Arc {
  readonly from: number;
  readonly to: number;
}

export const fullTurn = 2 * Math.PI;
/** Places closer than this are one. */
export const same = 1e-12;

/** The part of the circle that no arc covers. */
export function complement(arcs: readonly Arc[]): Arc[] {
  const covered = merge(arcs);
  if (covered.length === 0) return [{ from: 0, to: fullTurn }];
  if (covered[0]!.to - covered[0]!.from >= fullTurn - same) return [];
  return covered.map((arc, i) => {
    const from = turn(arc.to);
    const next = covered[(i + 1) % covered.length]!.from;
    return { from, to: next > from ? next : next + fullTurn };
  });
}

/** The same set as disjoint arcs, ascending by `from`; arcs that touch become one. */
export function merge(arcs: readonly Arc[]): Arc[] {
  // Unrolled on a line: pieces within [0, 2π], joined, and the last joined to the first across 0.
  const pieces = arcs
    .flatMap(({ from, to }) =>
      to <= fullTurn
        ? [{ from, to }]
        : [
            { from, to: fullTurn },
            { from: 0, to: to - fullTurn },
          ],
    )
    .sort((a, b) => a.from - b.from);
  const joined: { from: number; to: number }[] = [];
  for (const piece of pieces) {
    const last = joined[joined.length - 1];
    if (last && piece.from <= last.to + same) last.to = Math.max(last.to, piece.to);
    else joined.push({ ...piece });
  }
  const first = joined[0];
  const last = joined[joined.length - 1];
  if (first && last && first !== last && first.from < same && last.to > fullTurn - same) {
    joined.shift();
    last.to = first.to + fullTurn;
  }
  return joined;
}

/** Whether a direction lies in one of the arcs. */
export const inArcs = (phi: number, arcs: readonly Arc[]): boolean =>
  arcs.some(({ from, to }) => turn(phi - from) <= to - from || to - from >= fullTurn);

/** Ascending, without repetitions (also across 2π). */
export function distinct(angles: readonly number[]): number[] {
  const sorted = [...angles].sort((a, b) => a - b);
  return sorted.filter((angle, i) => i === 0 || angle - sorted[i - 1]! > same);
}
