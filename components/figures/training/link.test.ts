import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradientPaths, losses, lossIds } from '../../../lib/losses';
import type { LossSettings, RunChange } from '../../../lib/training/types';
import { type Course, courseOf, decodeCourse, encodeCourse, mostChanges } from './link';

const lossSettings: fc.Arbitrary<LossSettings> = fc.constantFrom(...lossIds).chain((id) =>
  fc.record({
    id: fc.constant(id),
    parameters: fc.record(
      Object.fromEntries(
        losses[id].parameters.map((p) => [
          p.id,
          p.integer
            ? fc.integer({ min: p.min, max: p.max })
            : fc
                .double({ min: p.min, max: p.max, noNaN: true })
                .map((v) => Math.min(p.max, Math.max(p.min, Number(v.toFixed(4))))),
        ]),
      ),
    ),
    options: fc.record({ pastPi: fc.constantFrom(...losses[id].pastPi), gradient: fc.constantFrom(...gradientPaths) }),
  }),
);
const changes: fc.Arbitrary<RunChange[]> = fc
  .array(
    fc.oneof(
      fc.record({ step: fc.integer({ min: 0, max: 5000 }), kind: fc.constant('loss' as const), loss: lossSettings }),
      fc.record({
        step: fc.integer({ min: 0, max: 5000 }),
        kind: fc.constant('learningRate' as const),
        value: fc.integer({ min: 1, max: 1000 }).map((n) => n / 10000),
      }),
    ),
    { maxLength: mostChanges },
  )
  .map((list) => list.sort((a, b) => a.step - b.step));
const plain = (course: Course) => JSON.parse(JSON.stringify(course));
const page: LossSettings = { id: 'arcface', parameters: { s: 16, m: 0.5 }, options: { pastPi: 'plain', gradient: 'exact' } };

describe('the course of a run in the address', () => {
  it('comes back as it was, and needs no escaping', () => {
    fc.assert(
      fc.property(lossSettings, changes, (start, list) => {
        fc.pre(list.length > 0);
        const text = encodeCourse({ start, changes: list }, page)!;
        expect(encodeURIComponent(text)).toBe(text);
        expect(plain(decodeCourse(text)!)).toEqual(plain({ start, changes: list }));
      }),
    );
  });
  it('is empty where the page says it all', () => {
    expect(encodeCourse({ start: page, changes: [] }, page)).toBe('');
    expect(encodeCourse({ start: null, changes: [] }, page)).toBe('');
    expect(decodeCourse('')).toEqual({ start: null, changes: [] });
  });
  it('holds the start when the page has moved on', () => {
    const start = { ...page, parameters: { s: 16, m: 0.3 } };
    expect(encodeCourse({ start, changes: [] }, page)).toBe('0~arcface~0~0~16~0.3');
  });
  it('begins with the learning rate that the run began with, and leaves out what has not trained yet', () => {
    const now = { loss: page, learningRate: 0.01 };
    const changes: RunChange[] = [
      { step: 40, kind: 'learningRate', value: 0.01 },
      { step: 90, kind: 'learningRate', value: 0.5 },
    ];
    expect(courseOf({ loss: page, learningRate: 0.003 }, changes, 90, now)).toBe('0~arcface~0~0~16~0.5_0~lr~0.003_40~lr~0.01');
    expect(courseOf(now, [], 90, now)).toBe('');
  });
  it('is refused beyond 20 changes', () => {
    const list: RunChange[] = Array.from({ length: mostChanges + 1 }, (_, step) => ({ step, kind: 'learningRate', value: 0.01 }));
    expect(encodeCourse({ start: page, changes: list }, page)).toBeNull();
  });
  it('is refused where a formula is on the way', () => {
    const formula: LossSettings = { ...page, id: 'custom', formula: 'cos(theta + m)' };
    expect(encodeCourse({ start: page, changes: [{ step: 5, kind: 'loss', loss: formula }] }, page)).toBeNull();
    expect(encodeCourse({ start: formula, changes: [] }, page)).toBeNull();
  });
  it('is not taken from a text that is something else', () => {
    for (const text of [
      'x',
      '0~lr~0.1',
      '5~arcface~0~0~16~0.5',
      '0~arcface~9~0~16~0.5',
      '0~arcface~0~0~16~9',
      '0~arcface~0~0~16',
      '0~arcface~0~0~16~0.5_9~lr~NaN',
      '0~arcface~0~0~16~0.5_9~lr~0.1_3~lr~0.1',
      '0~toString~0~0',
    ]) {
      expect(decodeCourse(text), text).toBeNull();
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        decodeCourse(text);
      }),
    );
  });
});
