import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../training/backends';
import { readSettings } from '../check';
import type { State } from '../objective';
import { objectives } from '../registry';
import type { Shape } from '../testing/batches';
import { squares } from './angles';
import { tensorObjectives } from './registry';
import { batchOf, cases, edgeFor, edges, midway, needMoreClasses, type Params } from './testing/cases';
import { compare, distanceOf, type Quantity } from './testing/compare';
import { tolerance } from './testing/tolerance';

async function agree(...of: Parameters<typeof compare>): Promise<void> {
  for (const quantity of await compare(...of)) expect(distanceOf(quantity), quantity[0]).toBeLessThan(tolerance);
}

describe.each(['cpu', 'wasm'] as const)('tensor objectives on %s', (backend) => {
  beforeAll(() => useBackend(backend, { wasmSimd: null }));

  it.each(cases.map((one) => [one[0], one[1], one] as const))(
    '%s %o agrees with the reference in double precision, from the first state and midway',
    async (id, params, one) => {
      for (const seed of [1, 2]) {
        const batch = batchOf(one, seed);
        await agree(id, batch, params);
        const state = midway(id, batch);
        if (Object.keys(state).length > 0) await agree(id, batch, params, state);
      }
    },
  );

  const atEdges = Object.entries(edges).flatMap(([name, edge]) =>
    cases
      .filter(([id]) => edge.weights.length > 1 || !needMoreClasses.includes(id))
      .map(([id, params]) => [name, id, params, edge] as const),
  );
  it.each(atEdges)('at %s: %s %o', (_, id, params, edge) => agree(id, edgeFor(id, edge, params), params));

  it.each(cases.filter(([, , shape]) => !shape).map((one) => [one[0], one[1], one] as const))(
    '%s %o agrees on a batch of 40 in 24 dimensions',
    async (id, params, [, , shape]) => {
      const K = id === 'subcenter-arcface' ? (params['K'] as number) : 1;
      const batch = batchOf([id, params, { ...shape, samples: 40, classes: 11, rows: 11 * K, dimension: 24 }], 4);
      await agree(id, batch, params, midway(id, batch));
    },
  );
});

describe('tensor objectives', () => {
  beforeAll(() => useBackend('cpu', { wasmSimd: null }));

  // A formula of the reader's own is a margin loss, which the softmax head takes as it is.
  it('has every objective of the reference but the formula', () => {
    const ids = [...objectives.keys()].filter((id) => id !== 'custom');
    expect([...tensorObjectives.keys()].filter((id) => id !== 'center-alone')).toEqual(ids);
    for (const [id, objective] of tensorObjectives) expect(objective.id).toBe(id);
  });

  it.each(cases.map((one) => [one[0], one[1], one] as const))(
    '%s %o pulls the class weights exactly if it says so',
    async (id, params, one) => {
      const objective = tensorObjectives.get(id)!;
      const [, got] = (await compare(id, batchOf(one, 1), params)).find(([name]) => name === 'gradWeights')!;
      expect(got.some((value) => value !== 0)).toBe(objective.trainsWeights(readSettings(objective.reference, params)));
    },
  );

  const options = [...tensorObjectives.values()].flatMap(({ id, reference: { settings } }) => {
    // Beside a base, where there is one; at a scale that leaves more than one logit alive.
    const has = (name: string) => settings.some((setting) => setting.id === name);
    const shared: Params = {
      ...(has('s') && { s: 16 }),
      ...(has('base') && id !== 'partial-fc' && { base: 'arcface' }),
      ...(has('intra') && { intra: 1, inter: 1 }),
      ...(id === 'magface' && { la: 0.5, ua: 3, lambdaG: 2 }),
    };
    return settings.flatMap((setting) =>
      setting.kind === 'choice'
        ? setting.options.map((option) => [id, { ...shared, [setting.id]: option } as Params] as const)
        : [],
    );
  });
  it.each(options)('%s agrees under the option %o', async (id, params) => {
    const shape: Shape = id === 'subcenter-arcface' ? { rows: 12 } : id === 'partial-fc' ? { classes: 40 } : {};
    const batch = batchOf([id, params, { samples: 12, ...shape }], 6);
    await agree(id, batch, params, midway(id, batch));
  });

  it.each<[string, Params]>([
    ['curricularface', { s: 16, alpha: 0.3 }],
    ['adaface', { s: 16, h: 1, tAlpha: 0.3 }],
    ['adacos', {}],
    ['center', { alpha: 0.3 }],
  ])('%s carries its state over five steps as the reference does', async (id, params) => {
    // Each step starts from what the tensors gave, so that a mistake would grow.
    let state: State = {};
    for (let step = 1; step <= 5; step++) {
      const quantities = await compare(id, batchOf([id, params], step), params, state);
      for (const quantity of quantities) expect(distanceOf(quantity), `${quantity[0]}, step ${step}`).toBeLessThan(tolerance);
      const after = quantities.filter(([name]) => name.startsWith('stateAfter.'));
      expect(after.length).toBeGreaterThan(0);
      const shaped = ([name, got]: Quantity) => [
        name.slice(11),
        got.length === 1 ? got[0]! : [0, 1, 2, 3].map((c) => got.slice(3 * c, 3 * c + 3)),
      ];
      const next: State = Object.fromEntries(after.map(shaped));
      expect(next).not.toEqual(state);
      state = next;
    }
  });

  it.each(needMoreClasses)('%s has no start for one class, and says so', (id) => {
    const objective = tensorObjectives.get(id)!;
    expect(() => objective.initialState(1, 2, readSettings(objective.reference, {}))).toThrow(/class/);
  });

  it('AdaCos gives no number where the scale would not be above 0', () => {
    const objective = tensorObjectives.get('adacos')!;
    const value = tf.tidy(() => {
      const embeddings = tf.tensor2d([[1, 0]]);
      const input = { embeddings, weights: tf.tensor2d([[1, 0]]), bias: tf.tensor1d([0]), labels: tf.tensor1d([0], 'int32') };
      const state = { s: tf.scalar(5) };
      const settings = readSettings(objective.reference, {});
      const result = objective.evaluate({ ...input, hostLabels: [0], classes: 1, state }, settings, { seed: 0, step: 1 });
      return result.loss.dataSync()[0]!;
    });
    expect(value).toBeNaN();
  });

  it.each([
    ['elasticface', 'margins'],
    ['partial-fc', 'classes'],
  ] as const)('%s draws other %s in another step or run, and the same in the same', (id, name) => {
    const objective = tensorObjectives.get(id)!;
    const settings = readSettings(objective.reference, id === 'partial-fc' ? { r: 0.5 } : {});
    const drawn = (seed: number, step: number) =>
      tf.tidy(() => {
        const [one, weights] = [tf.ones<tf.Rank.R2>([2, 3]), tf.ones<tf.Rank.R2>([40, 3])];
        const labels = tf.tensor1d([0, 1], 'int32');
        const input = { embeddings: one, weights, bias: tf.zeros<tf.Rank.R1>([40]), labels, hostLabels: [0, 1], classes: 40 };
        const result = objective.evaluate({ ...input, state: {} }, settings, { seed, step });
        return Array.from(result.drawn![name]!.dataSync());
      });
    expect(drawn(1, 1)).toEqual(drawn(1, 1));
    expect(drawn(1, 2)).not.toEqual(drawn(1, 1));
    expect(drawn(2, 1)).not.toEqual(drawn(1, 1));
  });

  it('refuses triplets that were not chosen', () => {
    const objective = tensorObjectives.get('triplet')!;
    const settings = readSettings(objective.reference, {});
    expect(() => objective.evaluate({} as never, settings, { seed: 0, step: 1 })).toThrow(/prepare/);
  });

  it('keeps the tiny loss and pull of a sample that is all but certain', () => {
    // s cos θ of 30 against −30: the loss is e^−60, far below the rounding of 1.
    const objective = tensorObjectives.get('normface')!;
    const [loss, pull] = tf.tidy(() => {
      const embeddings = tf.tensor2d([[1, 0]]);
      const weights = tf.tensor2d([
        [1, 0],
        [-1, 0],
      ]);
      const input = { embeddings, weights, bias: tf.tensor1d([0, 0]), labels: tf.tensor1d([0], 'int32'), hostLabels: [0] };
      const result = objective.evaluate({ ...input, classes: 2, state: { s: tf.scalar(30) } }, {}, { seed: 0, step: 1 });
      return [result.loss.dataSync()[0]!, result.gradState!['s']!.dataSync()[0]!];
    });
    expect(loss! / Math.exp(-60)).toBeCloseTo(1, 4);
    expect(pull! / (-2 * Math.exp(-60))).toBeCloseTo(1, 4);
  });

  it('takes differences in several goes where a table would be too large, with the same result', () => {
    const [n, d] = [300, 60];
    const at = (i: number, k: number): number => Math.fround(Math.sin(i * 1.7 + k * k));
    const [got, last] = tf.tidy(() => {
      const rows = tf.tensor2d(Array.from({ length: n }, (_, i) => Array.from({ length: d }, (_, k) => at(i, k))));
      const table = squares(rows, rows, -1).arraySync();
      return [table[3]![250]!, table[299]![299]!];
    });
    const expected = Array.from({ length: d }, (_, k) => (at(3, k) - at(250, k)) ** 2).reduce((sum, v) => sum + v, 0);
    expect(Math.abs(got! - expected)).toBeLessThan(1e-5 * expected);
    expect(last).toBe(0);
  });
});
