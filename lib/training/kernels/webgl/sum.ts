import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { launch } from './program';

/** Up to so many numbers are added by one thread. */
const few = 64;

/** Sum of a vector: first of its k-th numbers, then of these sums, so that no thread adds more than about the root of all. */
export function sum(backend: MathBackendWebGL, { vector }: NamedTensorInfoMap): TensorInfo {
  const [size] = vector!.shape as [number];
  if (size <= few) return total(backend, vector!);
  const strands = Math.ceil(Math.sqrt(size));
  const parts = launch(backend, {
    inputs: { vector: vector! },
    shape: [strands],
    source: `void main() {
  float sum = 0.0;
  for (int i = getOutputCoords(); i < ${size}; i += ${strands}) sum += vectorAt(i);
  setOutput(sum);
}`,
  });
  const result = total(backend, parts);
  backend.disposeIntermediateTensorInfo(parts);
  return result;
}

const total = (backend: MathBackendWebGL, vector: TensorInfo): TensorInfo =>
  launch(backend, {
    inputs: { vector },
    shape: [],
    source: `void main() {
  float sum = 0.0;
  for (int i = 0; i < ${vector.shape[0]}; i++) sum += vectorAt(i);
  setOutput(sum);
}`,
  });
