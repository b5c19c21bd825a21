import { describe, expect, it } from 'vitest';
import { bringToFront, drag, keyTurn, presetViews, turnByKey } from './arcball';
import { between, identity, matrix, multiply, type Quaternion, rotateAll, slerp, turn, unit, type Vector } from './quaternion';

function rotate(q: Quaternion, v: Vector): number[] {
  const out = new Float64Array(3);
  rotateAll(matrix(q), v, out);
  return [...out];
}
const close = (a: readonly number[], b: readonly number[]) => {
  for (const [i, x] of a.entries()) expect(x).toBeCloseTo(b[i]!, 10);
};
describe('quaternions', () => {
  it('a quarter turn round y takes z to x', () => close(rotate(turn([0, 1, 0], Math.PI / 2), [0, 0, 1]), [1, 0, 0]));
  it('a product turns by its right factor first', () => {
    const a = turn([1, 0, 0], 0.7);
    const b = turn([0, 1, 1], -1.1);
    close(rotate(multiply(a, b), [0.2, -0.5, 0.3]), rotate(a, rotate(b, [0.2, -0.5, 0.3]) as unknown as Vector));
  });
  it('between() brings one direction to the other, opposite ones too', () => {
    close(rotate(between([1, 0, 0], [0, 0.6, 0.8]), [1, 0, 0]), [0, 0.6, 0.8]);
    close(rotate(between([0, 0, 1], [0, 0, -1]), [0, 0, 1]), [0, 0, -1]);
  });
  it('slerp halves a turn and takes the shorter way', () => {
    const a = turn([0, 0, 1], 1);
    close(slerp(identity, a, 0.5), turn([0, 0, 1], 0.5));
    close(slerp(identity, a.map((x) => -x) as unknown as Quaternion, 0.5), turn([0, 0, 1], 0.5));
  });
  it('what has no direction becomes the identity', () => {
    expect(unit([0, 0, 0, 0])).toEqual(identity);
    expect(unit([Number.NaN, 0, 0, 1])).toEqual(identity);
  });
});

describe('the arcball', () => {
  it('keeps the point under the pointer under the pointer', () => {
    const camera = unit([0.3, -0.2, 0.5, 0.7]);
    const turned = drag(camera, [0.1, 0.2], [0.5, -0.3]);
    const before = multiply(turned, [-camera[0], -camera[1], -camera[2], camera[3]]);
    close(rotate(before, [0.1, 0.2, Math.sqrt(0.95)]), [0.5, -0.3, Math.sqrt(0.66)]);
  });
  it('an arrow to the right turns the front to the right by 10°', () => {
    close(rotate(turnByKey(identity, 'ArrowRight', false)!, [0, 0, 1]), [Math.sin(keyTurn), 0, Math.cos(keyTurn)]);
    expect((keyTurn * 180) / Math.PI).toBeCloseTo(10, 10);
  });
  it('leaves other keys alone', () => expect(turnByKey(identity, 'a', false)).toBeNull());
  it('brings a class to the front from any camera', () => {
    for (const camera of [identity, presetViews.top, presetViews.back, unit([1, 2, 3, 4])]) {
      const v: Vector = [2 / 3, -1 / 3, 2 / 3];
      close(rotate(bringToFront(camera, v), v), [0, 0, 1]);
    }
  });
  it('the top view looks down the y axis', () => close(rotate(presetViews.top, [0, 1, 0]), [0, 0, 1]));
});
