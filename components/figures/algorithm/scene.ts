import { type LossOptions, losses, type MarginLoss, type ParameterValues, paperOptions } from '../../../lib/losses';
import { targetValue } from '../../../lib/losses/read';
import { angleBetween, dot, norm, normalise, tangent, travel, type Vector } from '../../../lib/sphere/angle';

/** Steps 1–9 are those of Algorithm 1 of the paper; 10 closes with the probability and the loss. */
export type StepId = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;
export const stepIds: readonly StepId[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Raw class weights of the example, 4 × 3, before any normalisation. Hand-picked: well apart, none of length 1. */
export const classWeights: readonly (readonly [number, number, number])[] = [
  [1.2, 0.5, 0.3],
  [-0.3, 1.4, 0.2],
  [-0.6, -0.5, 0.9],
  [0.2, -0.4, -1.1],
];
/** The class of the sample, and its raw length. */
export const label = 0;
export const embeddingNorm = 2.4;
/** The sample lies on the arc that leaves its own direction toward this class. */
const rival = 1;

/** What a shown quantity is; the component gives it its symbol. */
export type LineName =
  | 'x'
  | 'xHat'
  | 'norm'
  | 'weight'
  | 'weightHat'
  | 'cosines'
  | 'cosTheta'
  | 'theta'
  | 'enlarged'
  | 'target'
  | 'oneHot'
  | 'row'
  | 'logits'
  | 'probability'
  | 'loss';

export interface Line {
  readonly name: LineName;
  /** Class of a weight vector. */
  readonly k?: number;
  readonly values: readonly number[];
  readonly digits: number;
  /** `classes`: one value a class; `space`: coordinates; `number`: one value; `angle`: one angle in radians. */
  readonly kind: 'classes' | 'space' | 'number' | 'angle';
}

export interface Step {
  readonly id: StepId;
  readonly before: readonly Line[];
  readonly after: readonly Line[];
  /** The result in one line, shown also while the step is closed. */
  readonly result: Line;
}

export interface AlgorithmInput {
  /** Wished angle between the sample and its class direction, degrees in [0, 180]. */
  readonly theta: number;
  readonly loss: MarginLoss;
  readonly values: ParameterValues;
  readonly options: LossOptions;
}

/** Raw embedding at the wished angle (degrees) from the direction of its class. */
export function embeddingAt(theta: number): Float64Array {
  const [own, other] = [normalise(classWeights[label] ?? []), normalise(classWeights[rival] ?? [])];
  return travel(own, tangent(own, other), (theta * Math.PI) / 180).map((v) => embeddingNorm * v);
}

/** Probabilities of a row of logits; the largest is taken out first, so that nothing overflows at s = 128. */
export function softmaxOf(row: readonly number[]): readonly number[] {
  const top = Math.max(...row);
  const powers = row.map((z) => Math.exp(z - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/**
 * The loss that the figure can step through: the page's, if it normalises weights and features, as Algorithm 1 does. Else ArcFace
 * with the values that suit a few classes.
 */
export function steppable(
  loss: MarginLoss,
  values: ParameterValues,
  options: LossOptions,
): Omit<AlgorithmInput, 'theta'> & { readonly pinned: boolean } {
  if (loss.normalisesFeatures && loss.normalisesWeights) return { loss, values, options, pinned: false };
  const toy = Object.fromEntries(losses.arcface.parameters.map((p) => [p.id, p.presets.toy]));
  return { loss: losses.arcface, values: toy, options: paperOptions, pinned: true };
}

/** All ten steps with the numbers of one sample. Angles in radians. */
export function algorithmScene({ theta: wished, loss, values, options }: AlgorithmInput): readonly Step[] {
  const x = embeddingAt(wished);
  const xHat = normalise(x);
  const hats = classWeights.map(normalise);
  const cosines = hats.map((w) => dot(xHat, w));
  const own = cosines[label] ?? 0;
  const theta = angleBetween(xHat, hats[label] ?? xHat);
  const target = targetValue(loss, theta, values, options);
  const row = cosines.map((cosine, j) => (j === label ? target : cosine));
  const scale = values['s'] ?? 1;
  const logits = row.map((value) => scale * value);
  const probability = softmaxOf(logits);

  const space = (name: LineName, v: Vector, k?: number): Line => ({
    name,
    values: Array.from(v),
    digits: 2,
    kind: 'space',
    ...(k === undefined ? {} : { k }),
  });
  const classes = (name: LineName, v: readonly number[], digits = 3): Line => ({ name, values: v, digits, kind: 'classes' });
  const single = (name: LineName, value: number, digits = 3): Line => ({ name, values: [value], digits, kind: 'number' });
  const angle = (name: LineName, value: number): Line => ({ name, values: [value], digits: 1, kind: 'angle' });
  const step = (id: StepId, before: readonly Line[], after: readonly Line[], result = after[0]): Step => ({
    id,
    before,
    after,
    result: result ?? single('loss', Number.NaN),
  });

  const enlarged = enlargedAngle(loss, theta, values);
  return [
    step(1, [space('x', x), single('norm', norm(x), 2)], [space('xHat', xHat)]),
    step(
      2,
      classWeights.map((w, k) => space('weight', w, k)),
      hats.map((w, k) => space('weightHat', w, k)),
    ),
    step(3, [space('xHat', xHat)], [classes('cosines', cosines)]),
    step(4, [classes('cosines', cosines)], [single('cosTheta', own)]),
    step(5, [single('cosTheta', own)], [angle('theta', theta)]),
    step(6, [angle('theta', theta), ...(enlarged === null ? [] : [angle('enlarged', enlarged)])], [single('target', target)]),
    step(
      7,
      [],
      [
        classes(
          'oneHot',
          cosines.map((_, j) => (j === label ? 1 : 0)),
          0,
        ),
      ],
    ),
    step(8, [classes('cosines', cosines)], [classes('row', row)]),
    step(9, [classes('row', row)], [classes('logits', logits, 2)]),
    step(
      10,
      [classes('logits', logits, 2)],
      [classes('probability', probability), single('loss', -logOf(logits), 3)],
      single('loss', -logOf(logits), 3),
    ),
  ];
}

/** log p of the true class, from the logits, so that it stays finite where p itself is 0 in double precision. */
function logOf(logits: readonly number[]): number {
  const top = Math.max(...logits);
  return (logits[label] ?? 0) - top - Math.log(logits.reduce((sum, z) => sum + Math.exp(z - top), 0));
}

/** The angle whose cosine the loss takes, or null where it enlarges none. */
function enlargedAngle(loss: MarginLoss, theta: number, values: ParameterValues): number | null {
  switch (loss.id) {
    case 'arcface':
      return theta + (values['m'] ?? 0);
    case 'combined':
      return (values['m1'] ?? 1) * theta + (values['m2'] ?? 0);
    case 'sphereface-arccos':
      return (values['m'] ?? 1) * theta;
    default:
      return null;
  }
}

/** The numbers of all steps as CSV: step, quantity, class of a weight, values. */
export function algorithmCsv(steps: readonly Step[]): string {
  const rows = steps.flatMap((step) =>
    step.after.map((line) =>
      [step.id, line.name, line.k === undefined ? '' : line.k + 1, ...line.values.map((v) => v.toFixed(6))].join(','),
    ),
  );
  return ['step,quantity,class,value_1,value_2,value_3,value_4', ...rows].join('\r\n') + '\r\n';
}
