import { type LossId, losses, type ParameterValues, type PastPi, paperOptions } from '../../losses';
import type { LossInForce } from '../in-force';

/** For tests: a loss at given values. */
export const inForce = (id: LossId, values: ParameterValues, pastPi: PastPi = 'plain'): LossInForce => ({
  loss: losses[id],
  values,
  options: { ...paperOptions, pastPi },
});

const everyPastPi = (id: LossId, ...settings: ParameterValues[]): LossInForce[] =>
  losses[id].pastPi.flatMap((pastPi) => settings.map((values) => inForce(id, values, pastPi)));

/** For tests: every loss at several settings, with every behaviour past π that it defines. */
export const everyLoss: readonly LossInForce[] = [
  ...everyPastPi('softmax', {}),
  ...everyPastPi('norm-softmax', { s: 16 }),
  ...everyPastPi('sphereface', { m: 2, lambda: 0 }, { m: 4, lambda: 0 }, { m: 4, lambda: 5 }, { m: 8, lambda: 0.5 }),
  ...everyPastPi('sphereface-arccos', { s: 16, m: 1.35 }, { s: 16, m: 3.3 }),
  ...everyPastPi('cosface', { s: 16, m: 0.15 }, { s: 16, m: 0.6 }),
  ...everyPastPi('arcface', { s: 16, m: 0 }, { s: 16, m: 0.5 }, { s: 16, m: 1.4 }),
  ...everyPastPi('combined', { s: 16, m1: 0.9, m2: 0.4, m3: 0.15 }, { s: 16, m1: 2.5, m2: 1, m3: 0.05 }),
];

export const titleOf = ({ loss, values, options }: LossInForce): string =>
  `${loss.id} ${JSON.stringify(values)} ${options.pastPi}`;
