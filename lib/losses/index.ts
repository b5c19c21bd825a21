import { arcface } from './arcface';
import { combined } from './combined';
import { cosface } from './cosface';
import type { LossId, MarginLoss } from './loss';
import { normSoftmax } from './norm-softmax';
import { softmax } from './softmax';
import { sphereface } from './sphereface';
import { spherefaceArccos } from './sphereface-arccos';

/** Every margin loss, in the order in which the review meets them. A new loss is one file, its test and one line here. */
export const losses: Readonly<Record<LossId, MarginLoss>> = {
  softmax,
  'norm-softmax': normSoftmax,
  sphereface,
  'sphereface-arccos': spherefaceArccos,
  cosface,
  arcface,
  combined,
};

export const lossIds = Object.keys(losses) as readonly LossId[];

export * from './loss';
export * from './parameter';
export { lift, slopeExpression, targetExpression, targetSlope, targetValue } from './read';
export { targetLogit } from './target';
