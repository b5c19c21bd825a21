import { describe, expect, it } from 'vitest';
import { type ParameterValues, paperOptions } from '../losses';
import { circleRun, heroRun, identitiesRun, sphereRun, withLoss } from './defaults';
import { lossOf } from './loss-of';
import { parseChanges, parseRunSettings, SettingsError } from './run-schema';
import { smallRun, toyLoss } from './testing/runs';

const custom = (formula: string | undefined, parameters: ParameterValues = { s: 8, m: 0.3 }) => ({
  ...smallRun,
  loss: { id: 'custom', ...(formula !== undefined && { formula }), parameters, options: paperOptions },
});

describe('parseRunSettings', () => {
  it('takes the default runs as they are', () => {
    for (const run of [circleRun, sphereRun, heroRun, identitiesRun, smallRun])
      expect(parseRunSettings(structuredClone(run))).toEqual(run);
  });

  it('takes a loss that a formula says', () => {
    const run = custom('cos(theta + m) - 0.1*theta');
    expect(parseRunSettings(structuredClone(run))).toEqual(run);
    // Sound at these values, though not at its defaults.
    expect(() => parseRunSettings(custom('sqrt(m - theta)', { s: 8, m: 4 }))).not.toThrow();
  });

  it.each([
    ['nothing', null, 'settings'],
    ['an unknown data set', { ...smallRun, dataset: { kind: 'faces' } }, 'dataset.kind'],
    ['a digit twice', { ...circleRun, dataset: { kind: 'digits8', classes: [1, 1] } }, 'a digit occurs twice'],
    ['an unknown loss', { ...smallRun, loss: { ...smallRun.loss, id: 'magface' } }, 'loss.id'],
    ['a loss without its s', { ...smallRun, loss: { ...smallRun.loss, parameters: { m: 0.5 } } }, 'missing'],
    [
      'what the loss does not define past π',
      { ...smallRun, loss: toyLoss('cosface', {}, { pastPi: 'clamp', gradient: 'exact' }) },
      'past π',
    ],
    ['a custom loss without a formula', custom(undefined), 'loss: a custom loss needs a formula'],
    ['a formula at its character', custom('cos(theta + )'), 'loss: formula: Character 13'],
    ['a formula that breaks at these values', custom('sqrt(m - theta)', { s: 8, m: 1 }), 'no finite value at θ = 1 rad'],
    [
      'a formula without one of its parameters',
      custom('cos(theta + m)', { s: 8 }),
      'loss: the parameter m of the loss is missing',
    ],
    [
      'a formula beside a published loss',
      { ...smallRun, loss: { ...smallRun.loss, formula: 'cos(theta)' } },
      'loss: only a custom loss has a formula, not arcface',
    ],
    ['a network of one dimension', { ...smallRun, network: { ...smallRun.network, embedding: 1 } }, 'network.embedding'],
    ['half a step', { ...smallRun, maxSteps: 0.5 }, 'maxSteps'],
    [
      'NaN as the learning rate',
      { ...smallRun, optimizer: { ...smallRun.optimizer, learningRate: Number.NaN } },
      'optimizer.learningRate',
    ],
  ])('refuses %s and says where', (_, settings, where) => {
    expect(() => parseRunSettings(settings)).toThrow(SettingsError);
    expect(() => parseRunSettings(settings)).toThrow(where);
  });
});

describe('parseChanges', () => {
  it('takes changes in order only', () => {
    const changes = [
      { step: 3, kind: 'learningRate', value: 0.1 },
      { step: 5, kind: 'loss', loss: smallRun.loss },
    ];
    expect(parseChanges(changes)).toEqual(changes);
    expect(() => parseChanges(changes.toReversed())).toThrow('out of order');
  });
});

describe('withLoss', () => {
  it('keeps s where both losses have one, and takes toy values otherwise', () => {
    expect(withLoss(circleRun, { id: 'cosface' }).loss.parameters).toEqual({ s: 16, m: 0.15 });
    expect(withLoss(circleRun, { id: 'sphereface' }).loss.parameters).toEqual({ m: 3, lambda: 0 });
    expect(withLoss(circleRun, { id: 'arcface', parameters: { m: 0.2 } }).loss.parameters).toEqual({ s: 16, m: 0.2 });
  });

  it('keeps the text of a formula', () => {
    const formula = 'cos(theta) - 0.2*m';
    lossOf({ id: 'custom', formula });
    expect(withLoss(circleRun, { id: 'custom', formula }).loss).toEqual({
      id: 'custom',
      formula,
      parameters: { s: 16, m: 0.15 },
      options: paperOptions,
    });
  });
});
