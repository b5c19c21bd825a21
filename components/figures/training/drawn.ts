import type { ClassLabels } from '../../../lib/datasets/dataset';
import type { Uneven } from '../../../lib/sphere/nearest';
import { knownLoss } from '../../../lib/training/known-loss';
import type { Frame } from '../../../lib/training/types';
import type { SphereModel } from '../sphere/model';

/** A frame made ready to draw: everything on the unit circle or sphere, with what every view needs of each sample. */
export interface Drawn {
  readonly dimension: number;
  readonly classes: number;
  /** n × d unit vectors. A zero embedding has no direction and stays zero. */
  readonly points: Float32Array;
  readonly labels: ClassLabels;
  readonly samples: Uint32Array;
  /** C × d unit vectors. */
  readonly directions: Float32Array;
  /** ‖W_j‖. */
  readonly weightNorms: Float32Array;
  /** Angle of each sample to its own class direction, radians. */
  readonly angles: Float32Array;
  /** Class that each sample is taken for (no margin): the nearest direction, or the largest logit where the loss leaves weights free. */
  readonly nearest: ClassLabels;
  /** 1 where `nearest` is not the sample's class. */
  readonly wrong: Uint8Array;
  /** Median ‖x‖. */
  readonly typicalNorm: number;
  /** Lengths of the class weights and biases for an embedding of the median length: what a loss with free weights decides by. */
  readonly uneven: Uneven;
}

/** Rows of `values` (n × d) divided by their norms, and the norms. */
export function unitRows(values: Float32Array, d: number): { rows: Float32Array; norms: Float32Array } {
  const n = Math.floor(values.length / d);
  const rows = new Float32Array(n * d);
  const norms = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    let square = 0;
    for (let k = 0; k < d; k++) square += values[i * d + k]! ** 2;
    const norm = Math.sqrt(square);
    norms[i] = norm;
    if (norm > 0) for (let k = 0; k < d; k++) rows[i * d + k] = values[i * d + k]! / norm;
  }
  return { rows, norms };
}

/** Reads a frame. Cost: n × C × d. */
export function drawn(frame: Pick<Frame, 'embeddings' | 'labels' | 'samples' | 'weights' | 'bias' | 'inForce'>): Drawn {
  const n = frame.labels.length;
  const dimension = n > 0 ? Math.round(frame.embeddings.length / n) : 2;
  const d = dimension;
  const { rows: points, norms } = unitRows(frame.embeddings, d);
  const { rows: directions, norms: weightNorms } = unitRows(frame.weights, d);
  const classes = weightNorms.length;
  const free = !knownLoss(frame.inForce).normalisesWeights;
  const angles = new Float32Array(n);
  const nearest = new Uint16Array(n);
  const wrong = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const own = frame.labels[i]!;
    let best = Number.NEGATIVE_INFINITY;
    let minus = 0;
    let plus = 0;
    for (let j = 0; j < classes; j++) {
      let cosine = 0;
      for (let k = 0; k < d; k++) cosine += points[i * d + k]! * directions[j * d + k]!;
      const logit = free ? norms[i]! * weightNorms[j]! * cosine + frame.bias[j]! : cosine;
      if (logit > best) {
        best = logit;
        nearest[i] = j;
      }
    }
    for (let k = 0; k < d; k++) {
      const difference = points[i * d + k]! - directions[own * d + k]!;
      const sum = points[i * d + k]! + directions[own * d + k]!;
      minus += difference * difference;
      plus += sum * sum;
    }
    angles[i] = 2 * Math.atan2(Math.sqrt(minus), Math.sqrt(plus));
    wrong[i] = nearest[i] === own ? 0 : 1;
  }
  const sorted = norms.slice().sort();
  const typicalNorm = sorted[n >> 1] ?? 1;
  const uneven = { norms: weightNorms, biases: frame.bias.map((b) => b / Math.max(typicalNorm, 1e-6)) };
  return {
    dimension,
    classes,
    points,
    labels: frame.labels,
    samples: frame.samples,
    directions,
    weightNorms,
    angles,
    nearest,
    wrong,
    typicalNorm,
    uneven,
  };
}

/** What the sphere shows of a 3-D frame. */
export function sphereModel(
  view: Drawn,
  frame: Pick<Frame, 'inForce' | 'bias'>,
  labelsOfClasses: readonly string[],
): SphereModel {
  const loss = knownLoss(frame.inForce);
  const typical = Math.max(view.typicalNorm, 1e-6);
  const norms = loss.normalisesWeights ? new Float32Array(view.classes).fill(1) : view.weightNorms;
  return {
    classes: view.classes,
    directions: view.directions,
    norms,
    biases: loss.hasBias ? frame.bias.map((b) => b / typical) : new Float32Array(view.classes),
    points: view.points,
    labels: view.labels,
    wrong: view.wrong,
    loss: frame.inForce,
    softness: loss.normalisesFeatures ? (frame.inForce.parameters['s'] ?? 1) : typical,
    labelsOfClasses,
  };
}
