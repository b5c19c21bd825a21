import type { AnyLoss } from '../../losses';
import { marginValues } from '../margin';
import type { Objective } from '../objective';
import { tensorHead } from '../tensor-head';
import { always, noState, oneRowEach, type TensorObjective } from './objective';
import { oneHotOf } from './pair-head';
import { linearSoftmax } from './softmax';

/** A margin loss (and L-Softmax) in tensors: its definition through the softmax head. */
export const marginTensorObjective = (reference: Objective, loss: AnyLoss): TensorObjective => ({
  id: reference.id,
  reference,
  bias: loss.hasBias,
  rows: oneRowEach,
  trainsWeights: always,
  initialState: noState,
  evaluate({ embeddings, weights, bias, labels }, settings) {
    const { values, options } = marginValues(settings);
    const oneHot = oneHotOf(labels, weights.shape[0]);
    const input = { embeddings, weights, bias, oneHot };
    const { gradBias, ...result } = loss.id === 'softmax' ? linearSoftmax(input) : tensorHead(input, loss, values, options);
    return { ...result, ...(loss.hasBias && { gradBias }), stateAfter: {} };
  },
});
