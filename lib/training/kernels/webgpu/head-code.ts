import type { ShaderText } from '../../../algebra/shader';
import type { AnyLoss } from '../../../losses';
import { smallestSine } from '../../../objectives/tensor-head';
import { workgroupSize } from './program';

/** WGSL that the two heads, `narrow-code.ts` (d ≤ 8) and `wide-code.ts`, have in common. */

/** How many invocations share a row of the batch or of the class weights. */
export type Lanes = 1 | typeof workgroupSize;

/** Places of the numbers of a sample: log Σ exp z, cross-entropy, ψ, −ψ′/sin θ, and p − 1 of the own class. */
export const statistics = { logTotal: 0, loss: 1, target: 2, factor: 3, gradLogit: 4, count: 5 } as const;

/** What the gradients need to know of a loss: 1 where the norm of features, or of weights, is free, and where there is a bias. */
export const normsCode = (loss: AnyLoss): string => `
const freeFeatures = ${loss.normalisesFeatures ? '0.0' : '1.0'};
const freeWeights = ${loss.normalisesWeights ? '0.0' : '1.0'};
const hasBias = ${loss.hasBias ? '1.0' : '0.0'};`;

/**
 * The target's logit and pull, with the conventions of `lib/objectives/tensor-head.ts`. The angle to the own class is known by its
 * cosine and, through the residual of ŵ beside x̂, by its sine; an arc function of the device would be too coarse.
 */
export const targetCode = (text: ShaderText): string => `
${text.helpers}
${text.body}

/** ψ, and −ψ′/sin θ: by how much more than cos θ the own logit turns the vectors. */
struct Target { value: f32, factor: f32 };

fn targetAt(cosine: f32, sine: f32) -> Target {
  let factor = -targetSlope(cosine, sine) / max(sine, ${smallestSine});
  return Target(targetLogit(cosine, sine), select(0.0, factor, sine > ${smallestSine}));
}`;

/** Σ exp z over the other classes, piece by piece, and what a sample leaves in `result` for the gradients. */
export const statisticsCode = `
struct Others { highest: f32, total: f32 };
const noOthers = Others(-1e38, 0.0);

fn taking(a: Others, logit: f32) -> Others {
  if (logit > a.highest) { return Others(logit, a.total * exp(a.highest - logit) + 1.0); }
  return Others(a.highest, a.total + exp(logit - a.highest));
}
fn joined(a: Others, b: Others) -> Others {
  let highest = max(a.highest, b.highest);
  return Others(highest, a.total * exp(a.highest - highest) + b.total * exp(b.highest - highest));
}

/** What the others take from the own class is exact however little it is, since the own power is kept apart. */
fn record(i: i32, others: Others, own: Target, ownLogit: f32) {
  let highest = max(others.highest, ownLogit);
  let rest = others.total * exp(others.highest - highest);
  let total = rest + exp(ownLogit - highest);
  // log(1 + rest): the device's own may be 5e-7 off, which is all of a small loss.
  let spread = select(log(total), rest * (1.0 - rest * (0.5 - rest * 0.3333333)), ownLogit == highest && rest < 0.01);
  let at = ${statistics.count} * i;
  result[at + ${statistics.logTotal}] = highest + spread;
  result[at + ${statistics.loss}] = (highest - ownLogit) + spread;
  result[at + ${statistics.target}] = own.value;
  result[at + ${statistics.factor}] = own.factor;
  result[at + ${statistics.gradLogit}] = -rest / total;
}`;

/** What one sample and one class do to each other, from the statistics. */
export const pairCode = `
/** cos θ or ψ; the gradients of the batch mean by the logit, and along the tangent by a unit vector. */
struct Pair { marked: f32, gradLogit: f32, pull: f32 };

fn pairAt(i: i32, own: bool, cosine: f32, scale: f32, bias: f32) -> Pair {
  let at = ${statistics.count} * i;
  let power = exp(cosine * scale + bias - statistics[at + ${statistics.logTotal}]);
  let gradLogit = select(power, statistics[at + ${statistics.gradLogit}], own) / f32(uniforms.samples);
  let marked = select(cosine, statistics[at + ${statistics.target}], own);
  return Pair(marked, gradLogit, gradLogit * scale * select(1.0, statistics[at + ${statistics.factor}], own));
}`;

/** `fn gather`: adds up what the lanes of a row have. The first lane gets the sum; if there are more, they are a workgroup. */
export function gathering(lanes: Lanes, type: string, sum: string, name = 'gather'): string {
  if (lanes === 1) return `fn ${name}(lane: i32, share: ${type}) -> ${type} { return share; }`;
  return `
var<workgroup> ${name}Shares: array<${type}, ${workgroupSize}>;
fn ${name}(lane: i32, share: ${type}) -> ${type} {
  ${name}Shares[lane] = share;
  for (var half = ${workgroupSize / 2}; half > 0; half = half / 2) {
    workgroupBarrier();
    if (lane < half) {
      let a = ${name}Shares[lane];
      let b = ${name}Shares[lane + half];
      ${name}Shares[lane] = ${sum};
    }
  }
  return ${name}Shares[lane];
}`;
}
