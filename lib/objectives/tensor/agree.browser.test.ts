import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../training/backends';
import { batchOf, cases, compare, distanceOf, edgeFor, edges, midway, needMoreClasses, toleranceOf } from './compare.cases';

const hasWebGpu = Boolean(await navigator.gpu?.requestAdapter());

describe.each(['cpu', 'wasm', 'webgl', 'webgpu'] as const)('on %s', (backend) => {
  // WebGPU: not every browser has an adapter.
  const skip = backend === 'webgpu' && !hasWebGpu;
  beforeAll(() => (skip ? undefined : useBackend(backend, { wasmSimd })));

  it.skipIf(skip).each(cases.map((one) => [one[0], one[1], one] as const))(
    '%s %o agrees with the reference in double precision, also at the edges',
    async (id, params, one) => {
      const random = batchOf(one, 1);
      const atEdges = Object.values(edges)
        .filter(({ weights }) => weights.length > 1 || !needMoreClasses.includes(id))
        .map((edge) => edgeFor(id, edge, params));
      for (const batch of [random, ...atEdges]) {
        for (const quantity of await compare(id, batch, params, batch === random ? midway(id, batch) : {})) {
          expect(distanceOf(quantity), quantity[0]).toBeLessThan(toleranceOf[backend]);
        }
      }
    },
  );
});
