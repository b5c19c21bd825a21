import { losses, paperOptions } from '../losses';
import { crossEntropy } from './cross-entropy';
import { addScaled, zerosLike } from './geometry';
import { marginObjective } from './margin';
import type { Objective } from './objective';
import { type HeadBatch, type HeadResult, softmaxHead } from './softmax-head';

/**
 * Plain softmax, z = W x + b, through the head. Its logits are linear in x and in W, so its gradients (p − y) W and (p − y) xᵀ need
 * no direction: zero vectors have them too, as at the start of a softmax regression with W = 0. (The head takes gradients
 * along angles, which leaves zero vectors out.) Deng et al., CVPR 2019, eq. (1).
 */
export function linearSoftmax(batch: HeadBatch): HeadResult {
  const { embeddings, weights, labels } = batch;
  const result = softmaxHead(batch, losses.softmax, {}, paperOptions);
  const gradEmbeddings = zerosLike(embeddings);
  const gradWeights = zerosLike(weights);
  embeddings.forEach((x, i) => {
    crossEntropy(result.logits[i]!, labels[i]!).slopes.forEach((slope, j) => {
      addScaled(gradEmbeddings[i]!, weights[j]!, slope / embeddings.length);
      addScaled(gradWeights[j]!, x, slope / embeddings.length);
    });
  });
  return { ...result, gradEmbeddings, gradWeights };
}

export const softmax: Objective = {
  ...marginObjective(losses.softmax, 'z_j = ‖W_j‖ ‖x‖ cos θ_j + b_j'),
  evaluate: (batch) => linearSoftmax(batch),
};
