import { compileTape, type Tape } from '../../../algebra/array';
import { withoutGradientMarks } from '../../../algebra/graph';
import { type AnyLoss, type LossOptions, slopeExpression, targetExpression } from '../../../losses';

/**
 * ψ(θ) and ψ′(θ) of a loss as one tape, whose runs return [ψ, ψ′]. Made once for each loss and options: parameters may move freely.
 *
 * @throws RangeError if the loss refuses `options.pastPi`
 */
export function targetTape(loss: AnyLoss, options: LossOptions): Tape {
  let tapes = made.get(loss);
  if (!tapes) {
    tapes = new Map();
    made.set(loss, tapes);
  }
  const key = `${options.pastPi} ${options.gradient}`;
  let tape = tapes.get(key);
  if (!tape) {
    tape = compileTape([withoutGradientMarks(targetExpression(loss, options)), slopeExpression(loss, options)], 'theta');
    tapes.set(key, tape);
  }
  return tape;
}

const made = new WeakMap<AnyLoss, Map<string, Tape>>();
