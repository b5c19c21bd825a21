import { losses } from '../../lib/losses';
import { targetSlope, targetValue } from '../../lib/losses/read';
import type { PageState } from '../../lib/settings/page';
import { toRadians } from '../../lib/sphere/angle';
import { gapAlongArc } from '../../lib/sphere/gap';

/** A property of the page's state. The default state must not have it; the solution must. */
export interface ExerciseCheck {
  holds(state: PageState): boolean;
  /** A query that solves it, from whatever state it is applied to. */
  readonly solution: string;
}

/** The loss of a state as the readings want it. */
function inForce(state: PageState) {
  return {
    loss: losses[state.lossId],
    values: state.parameters,
    options: { pastPi: state.pastPi, gradient: state.gradientPath },
  };
}

function parameter(state: PageState, id: string): number {
  return state.parameters[id] ?? Number.NaN;
}

/** Probability of a sample on its own class direction among ten classes spread evenly on the circle, under ArcFace. */
function perfectProbability(s: number, m: number): number {
  const target = Math.exp(s * (Math.cos(m) - 1));
  let others = 0;
  for (let j = 1; j < 10; j++) others += Math.exp(s * (Math.cos((2 * Math.PI * j) / 10) - 1));
  return target / (target + others);
}

/** The exercises, by the name that `<Exercise check>` uses. */
export const exercises: Readonly<Record<string, ExerciseCheck>> = {
  /** ArcFace without a margin is norm-softmax: |m| < 1e-9. */
  'no-margin': {
    holds: (state) => state.lossId === 'arcface' && Math.abs(parameter(state, 'm')) < 1e-9,
    solution: 'loss=arcface&m=0',
  },
  /** CosFace's gap on the arc between centres 90° apart equals ArcFace's 0.5 rad, to 0.3°. */
  'same-gap': {
    holds(state) {
      if (state.lossId !== 'cosface') return false;
      const { width } = gapAlongArc(inForce(state), Math.PI / 2);
      return width !== null && Math.abs(width - 0.5) <= toRadians(0.3);
    },
    solution: 'loss=cosface&m=0.35',
  },
  /** The slope factor sin(60° + m)/sin 60° is 1 to 0.005 without m being (nearly) 0. */
  'slope-one': {
    holds(state) {
      if (
        state.lossId !== 'arcface' ||
        state.pastPi !== 'plain' ||
        state.gradientPath !== 'exact' ||
        !(parameter(state, 'm') > 0.1)
      )
        return false;
      const { loss, values, options } = inForce(state);
      const factor = targetSlope(loss, Math.PI / 3, values, options) / -Math.sin(Math.PI / 3);
      return Math.abs(factor - 1) <= 0.005;
    },
    solution: 'loss=arcface&m=1.05&gradient=exact',
  },
  /** At m = 0.5 (± 0.005) a perfect sample among ten on the circle reaches p ≥ 0.9, and with s − 1 it would not. */
  'enough-scale': {
    holds(state) {
      const [s, m] = [parameter(state, 's'), parameter(state, 'm')];
      return (
        state.lossId === 'arcface' &&
        Math.abs(m - 0.5) <= 0.005 &&
        perfectProbability(s, m) >= 0.9 &&
        perfectProbability(s - 1, m) < 0.9
      );
    },
    solution: 'loss=arcface&m=0.5&s=43',
  },
  /** At θ = 170° the value is still the paper's, and the gradient pulls the sample towards its class. */
  'past-pi-pull': {
    holds(state) {
      if (state.lossId !== 'arcface' || parameter(state, 'm') < 0.3) return false;
      const { loss, values, options } = inForce(state);
      const theta = toRadians(170);
      const value = targetValue(loss, theta, values, options);
      return Math.abs(value - Math.cos(theta + parameter(state, 'm'))) <= 1e-9 && targetSlope(loss, theta, values, options) < 0;
    },
    solution: 'loss=arcface&m=0.5&gradient=detached',
  },
};
