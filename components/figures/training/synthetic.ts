import type { Frame } from '../../../lib/training/types';

/** A made-up frame for tests and for developing figures: classes spread evenly, samples round them. Not used on the site. */
export function syntheticFrame(
  dimension: 2 | 3,
  options: { classes?: number; each?: number; spread?: number; step?: number } = {},
): Frame {
  const { classes = 8, each = 30, spread = 0.2, step = 300 } = options;
  const weights = new Float32Array(classes * dimension);
  for (let k = 0; k < classes; k++) {
    if (dimension === 2) weights.set([Math.cos((2 * Math.PI * k) / classes), Math.sin((2 * Math.PI * k) / classes)], 2 * k);
    else {
      // Fibonacci's spiral: nearly even on the sphere.
      const y = 1 - (2 * k + 1) / classes;
      const angle = Math.PI * (3 - Math.sqrt(5)) * k;
      weights.set([Math.sqrt(1 - y * y) * Math.cos(angle), y, Math.sqrt(1 - y * y) * Math.sin(angle)], 3 * k);
    }
  }
  let state = 12345 + step;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 24;
  };
  const n = classes * each;
  const embeddings = new Float32Array(n * dimension);
  const labels = Uint8Array.from({ length: n }, (_, i) => i % classes);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < dimension; c++) {
      const noise = random() + random() + random() - 1.5;
      embeddings[i * dimension + c] = 3 * (weights[labels[i]! * dimension + c]! + 2 * spread * noise);
    }
  }
  return {
    step,
    status: 'running',
    loss: 1.8,
    accuracy: { train: 0.97, test: 0.95 },
    embeddings,
    labels,
    samples: Uint32Array.from({ length: n }, (_, i) => i),
    weights,
    bias: new Float32Array(classes),
    inForce: { id: 'arcface', parameters: { s: 16, m: 0.5 }, options: { pastPi: 'plain', gradient: 'exact' } },
    stepsPerSecond: 180,
    backend: 'wasm',
    note: null,
    hash: '00000000',
  };
}
