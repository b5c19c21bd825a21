import { describe, expect, it } from 'vitest';
import { circleRun, heroRun, identitiesRun, sphereRun, withLoss } from './defaults';
import { parseChanges, parseRunSettings, SettingsError } from './run-schema';
import { smallRun, toyLoss } from './testing/runs';

describe('parseRunSettings', () => {
  it('takes the default runs as they are', () => {
    for (const run of [circleRun, sphereRun, heroRun, identitiesRun, smallRun])
      expect(parseRunSettings(structuredClone(run))).toEqual(run);
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
});
