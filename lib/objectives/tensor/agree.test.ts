import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../training/backends';
import { batchOf, cases, compare, distanceOf, edgeFor, edges, needMoreClasses } from './compare.cases';

describe.each(['cpu', 'wasm'] as const)('tensor objectives on %s', (backend) => {
  beforeAll(() => useBackend(backend, { wasmSimd: null }));
  const tolerance = 2e-5;

  it.each(cases.map((one) => [one[0], one[1], one] as const))(
    '%s %o agrees with the reference in double precision',
    async (id, params, one) => {
      for (const seed of [1, 2, 3]) {
        for (const quantity of await compare(id, batchOf(one, seed), params)) {
          expect(distanceOf(quantity), quantity[0]).toBeLessThan(tolerance);
          if (process.env['MEASURE'])
            console.log(backend, id, distanceOf(quantity).toExponential(2), quantity[0], JSON.stringify(params));
        }
      }
    },
  );

  const atEdges = Object.entries(edges).flatMap(([name, edge]) =>
    cases
      .filter(([id]) => edge.weights.length > 1 || !needMoreClasses.includes(id))
      .map(([id, params]) => [name, id, params, edge] as const),
  );
  it.each(atEdges)('at %s: %s %o', async (_, id, params, edge) => {
    for (const quantity of await compare(id, edgeFor(id, edge, params), params)) {
      expect(distanceOf(quantity), quantity[0]).toBeLessThan(tolerance);
    }
  });
});
