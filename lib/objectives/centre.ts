import { addScaled, meanOf, zerosLike } from './geometry';
import { type Batch, choiceSetting, InputError, numberSetting, type Objective, type Result, type Settings } from './objective';
import { linearSoftmax } from './softmax';

/**
 * Centre loss: L_C = ½ Σ ‖x_i − c_{y_i}‖², here as the mean over the batch; ∂L_C/∂x_i = (x_i − c_{y_i})/N. The centres move by
 * their own rule, c_j ← c_j − α Σ(c_j − x_i)/(1 + n_j) over the n_j samples of class j. Wen, Zhang, Li, Qiao, ECCV 2016. Alone it
 * collapses; jointly with softmax, L = L_S + λ L_C.
 */
export const centre: Objective = {
  id: 'center',
  name: 'Centre loss',
  equation: 'L = λ mean of ½ ‖x − c_y‖² (+ L_S with state.classifier)',
  source: { reference: 'centre-loss', where: 'L_C and Δc_j' },
  settings: [
    numberSetting('lambda', 1, 0, 1e6, 'weight of L_C; the paper trains with 0.003 beside softmax'),
    numberSetting('alpha', 0.5, 0, 1, 'rate at which the centres move'),
    choiceSetting('factor', ['half', 'one', 'coordinates'], 'half: ½‖x − c‖²; one: ‖x − c‖²; coordinates: ‖x − c‖²/d'),
    choiceSetting(
      'update',
      ['count', 'count-and-batch', 'gradient', 'sum'],
      'Δc: count: Σ(c − x)/(1 + n_j); count-and-batch: that / N; gradient: ∂L/∂c; sum: Σ(c − x)',
    ),
  ],
  weights: 'centres',
  bias: false,
  state: [
    { id: 'classifier', shape: 'C × d', default: 'none: L_C alone', about: 'class weights of the softmax loss beside it' },
    { id: 'classifierBias', shape: 'C', default: 'zeros', about: 'its biases' },
  ],
  stopsGradient: 'the update of the centres is a rule of its own; gradWeights is the derivative of the loss by the centres',
  notes:
    'factor and update: half with count is the paper and the Caffe code; half with count-and-batch jxgu1016; one with gradient ' +
    'KaiyangZhou; coordinates with sum facenet (whose alfa is 1 − alpha).',
  evaluate(batch, settings) {
    const own = centreLoss(batch, settings);
    return batch.state?.['classifier'] ? joined(batch, own) : own;
  },
};

function centreLoss({ embeddings, weights: centres, labels, state }: Batch, settings: Settings): Result {
  if (state?.['classifierBias'] && !state['classifier']) {
    throw new InputError('state.classifierBias', 'there is no state.classifier', 'both, or the classifier alone');
  }
  const n = embeddings.length;
  const weight = centreWeight(settings, embeddings[0]!.length);
  const gradEmbeddings = zerosLike(embeddings);
  const gradWeights = zerosLike(centres);
  const sums = zerosLike(centres);
  const counts = new Float64Array(centres.length);
  const perSample = embeddings.map((x, i) => {
    const c = labels[i]!;
    const away = Float64Array.from(x, (value, k) => centres[c]![k]! - value);
    addScaled(gradEmbeddings[i]!, away, (-2 * weight) / n);
    addScaled(gradWeights[c]!, away, (2 * weight) / n);
    addScaled(sums[c]!, away, 1);
    counts[c]!++;
    return weight * away.reduce((sum, value) => sum + value * value, 0);
  });
  const alpha = settings['alpha'] as number;
  const moved = centres.map((centre, c) => {
    const after = Float64Array.from(centre);
    if (settings['update'] === 'gradient') addScaled(after, gradWeights[c]!, -alpha);
    else {
      const count = settings['update'] === 'sum' ? 1 : 1 + counts[c]!;
      addScaled(after, sums[c]!, -alpha / (settings['update'] === 'count-and-batch' ? count * n : count));
    }
    return Array.from(after);
  });
  return { loss: meanOf(perSample), perSample, gradEmbeddings, gradWeights, stateAfter: { centres: moved } };
}

/** The factor of ‖x − c‖², λ included. @param d  dimension */
export function centreWeight(settings: Settings, d: number): number {
  const factor = settings['factor'] === 'half' ? 0.5 : settings['factor'] === 'one' ? 1 : 1 / d;
  return (settings['lambda'] as number) * factor;
}

/** L_S + λ L_C: the softmax loss of the classifier added. */
function joined(batch: Batch, own: Result): Result {
  const weights = batch.state!['classifier'] as readonly (readonly number[])[];
  const bias = batch.state!['classifierBias'] as readonly number[] | undefined;
  const { embeddings, labels } = batch;
  const softmax = linearSoftmax({ embeddings, weights, labels, ...(bias && { bias }) });
  softmax.gradEmbeddings.forEach((row, i) => {
    addScaled(row, own.gradEmbeddings[i]!, 1);
  });
  return {
    ...own,
    loss: own.loss + softmax.loss,
    perSample: softmax.perSample.map((value, i) => value + own.perSample![i]!),
    logits: softmax.logits,
    gradEmbeddings: softmax.gradEmbeddings,
    gradState: {
      classifier: softmax.gradWeights.map((row) => Array.from(row)),
      classifierBias: Array.from(softmax.gradBias),
    },
    accuracy: softmax.accuracy,
  };
}
