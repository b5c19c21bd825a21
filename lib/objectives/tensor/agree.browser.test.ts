import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../training/backends';
import { batchOf, cases, edgeFor, edges, midway, type Params } from './testing/cases';
import { compare, distanceOf } from './testing/compare';
import { gpuTolerance, tolerance, trigonometricError } from './testing/tolerance';

const hasWebGpu = Boolean(await navigator.gpu?.requestAdapter());
const corner = Object.values(edges)[0]!;
const single = edges['one sample of one class']!;

describe.each(['cpu', 'wasm', 'webgl', 'webgpu'] as const)('on %s', (backend) => {
  // WebGPU: not every browser has an adapter.
  const skip = backend === 'webgpu' && !hasWebGpu;
  let deviceError = 0;
  beforeAll(async () => {
    if (skip) return;
    await useBackend(backend, { wasmSimd });
    if (backend.startsWith('webg')) deviceError = await trigonometricError();
  });

  const allowed = (id: string, params: Params): number =>
    backend.startsWith('webg') ? gpuTolerance(id, params, deviceError) : tolerance;

  // Each shape is another set of shaders on a GPU, so two batches do here; the other shapes are tested in Node.
  it.skipIf(skip).each(cases.map((one) => [one[0], one[1], one] as const))(
    '%s %o agrees with the reference in double precision, also where directions are undefined',
    async (id, params, one) => {
      const random = batchOf(one, 1);
      const quantities = [
        ...(await compare(id, random, params, midway(id, random))),
        ...(await compare(id, edgeFor(id, corner, params), params)),
      ];
      for (const quantity of quantities) expect(distanceOf(quantity), quantity[0]).toBeLessThan(allowed(id, params));
    },
  );

  it.skipIf(skip).each(['uniface', 'subcenter-arcface', 'partial-fc', 'center', 'triplet'])(
    '%s takes one sample of one class',
    async (id) => {
      for (const quantity of await compare(id, edgeFor(id, single, {}), {})) {
        expect(distanceOf(quantity), quantity[0]).toBeLessThan(allowed(id, {}));
      }
    },
  );
});
