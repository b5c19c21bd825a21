import type { Contender, Start } from './contender';
import { arcfaceHead } from './hand-head';

interface Layer {
  readonly fanIn: number;
  readonly fanOut: number;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  readonly gradWeights: Float32Array;
  readonly gradBiases: Float32Array;
  /** n × fanOut: what comes out, and the gradient by what was there before ReLU. */
  readonly out: Float32Array;
  readonly gradOut: Float32Array;
}

/**
 * The same model written by hand for a plain processor: typed arrays, no allocation in the loop, inner loops over neighbouring
 * numbers, zeros of ReLU skipped. What a careful programmer without a library would have.
 */
export function hand({ settings, dataset, layout, parameters, batch }: Start): Contender {
  const n = Math.min(settings.batchSize, dataset.train.count);
  const { classes, inputSize, train } = dataset;
  const d = settings.network.embedding;
  const { s, m } = settings.loss.parameters as { s: number; m: number };
  const values = parameters.slice();
  const gradient = new Float32Array(layout.size);
  const [first, second] = [new Float32Array(layout.size), new Float32Array(layout.size)];
  const at = (from: Float32Array, index: number) => {
    const { offset, size } = layout.segments[index]!;
    return from.subarray(offset, offset + size);
  };
  const layers: Layer[] = [];
  layout.segments.forEach(({ role, shape }, index) => {
    if (role !== 'weight') return;
    const [fanIn, fanOut] = shape as readonly [number, number];
    layers.push({
      fanIn,
      fanOut,
      weights: at(values, index),
      biases: at(values, index + 1),
      gradWeights: at(gradient, index),
      gradBiases: at(gradient, index + 1),
      out: new Float32Array(n * fanOut),
      gradOut: new Float32Array(n * fanOut),
    });
  });
  const last = layers.length - 1;
  const inputs = new Float32Array(n * inputSize);
  const labels = new Int32Array(n);
  const head = arcfaceHead(n, d, classes, s, m);
  const classAt = 2 * layers.length;
  const [classWeights, gradClassWeights] = [at(values, classAt), at(gradient, classAt)];
  let step = 0;
  let [power1, power2] = [1, 1];

  const one = (): number => {
    step++;
    const rows = batch(step);
    for (let i = 0; i < n; i++) {
      const row = rows[i]!;
      labels[i] = train.labels[row]!;
      for (let k = 0, from = row * inputSize; k < inputSize; k++) inputs[i * inputSize + k] = train.inputs[from + k]!;
    }
    for (let k = 0; k <= last; k++) layerForward(layers[k]!, k === 0 ? inputs : layers[k - 1]!.out, n, k < last);
    const top = layers[last]!;
    const loss = head(top.out, classWeights, labels, top.gradOut, gradClassWeights);
    for (let k = last; k >= 0; k--) {
      const below = layers[k - 1];
      layerBackward(layers[k]!, below?.out ?? inputs, below?.gradOut ?? null, n);
    }
    power1 *= 0.9;
    power2 *= 0.999;
    adamStep(values, gradient, first, second, settings.optimizer.learningRate, power1, power2);
    return loss;
  };
  return {
    name: 'hand',
    backend: null,
    async steps(count) {
      let loss = Number.NaN;
      for (let i = 0; i < count; i++) loss = one();
      return loss;
    },
    dispose() {},
  };
}

function layerForward({ fanIn, fanOut, weights, biases, out }: Layer, x: Float32Array, n: number, relu: boolean): void {
  for (let i = 0; i < n; i++) {
    const to = i * fanOut;
    for (let j = 0; j < fanOut; j++) out[to + j] = biases[j]!;
    for (let k = 0; k < fanIn; k++) {
      const value = x[i * fanIn + k]!;
      if (value === 0) continue;
      for (let j = 0, from = k * fanOut; j < fanOut; j++) out[to + j]! += value * weights[from + j]!;
    }
    if (relu) for (let j = 0; j < fanOut; j++) if (out[to + j]! < 0) out[to + j] = 0;
  }
}

/** @param gradX  where the gradient by the layer below goes, already through its ReLU; null for the inputs */
function layerBackward(layer: Layer, x: Float32Array, gradX: Float32Array | null, n: number): void {
  const { fanIn, fanOut, weights, gradWeights, gradBiases, gradOut } = layer;
  gradWeights.fill(0);
  gradBiases.fill(0);
  for (let i = 0; i < n; i++) {
    const from = i * fanOut;
    for (let j = 0; j < fanOut; j++) gradBiases[j]! += gradOut[from + j]!;
    for (let k = 0; k < fanIn; k++) {
      const value = x[i * fanIn + k]!;
      // Where ReLU is shut nothing flows, in either direction.
      if (value === 0) {
        if (gradX) gradX[i * fanIn + k] = 0;
        continue;
      }
      const row = k * fanOut;
      let sum = 0;
      for (let j = 0; j < fanOut; j++) {
        const g = gradOut[from + j]!;
        gradWeights[row + j]! += value * g;
        sum += g * weights[row + j]!;
      }
      if (gradX) gradX[i * fanIn + k] = sum;
    }
  }
}

/** @param power1  0.9^t @param power2  0.999^t */
function adamStep(
  values: Float32Array,
  gradient: Float32Array,
  first: Float32Array,
  second: Float32Array,
  learningRate: number,
  power1: number,
  power2: number,
): void {
  const correction = Math.sqrt(1 - power2);
  const rate = (learningRate * correction) / (1 - power1);
  const epsilon = 1e-8 * correction;
  for (let i = 0; i < values.length; i++) {
    const g = gradient[i]!;
    const a = 0.9 * first[i]! + 0.1 * g;
    const b = 0.999 * second[i]! + 0.001 * g * g;
    first[i] = a;
    second[i] = b;
    values[i]! -= (rate * a) / (Math.sqrt(b) + epsilon);
  }
}
