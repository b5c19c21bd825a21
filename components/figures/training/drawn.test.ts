import { describe, expect, it } from 'vitest';
import { paperOptions } from '../../../lib/losses';
import { circleScene } from './circle-scene';
import { drawn } from './drawn';

/** Two classes at 0° and 90°, one sample of class 1 at 60°; the weight of class 0 is four times as long. */
const frame = {
  embeddings: Float32Array.of(1, Math.sqrt(3)),
  labels: Uint8Array.of(1),
  samples: Uint32Array.of(0),
  weights: Float32Array.of(4, 0, 0, 1),
  bias: Float32Array.of(0, 0),
};
const softmax = { id: 'softmax', parameters: {}, options: paperOptions } as const;
const normSoftmax = { id: 'norm-softmax', parameters: { s: 16 }, options: paperOptions } as const;

describe('a drawn frame', () => {
  it('judges plain softmax by its logits and normalised losses by the nearest direction', () => {
    // 4 cos 60° = 2 > cos 30°, though W₁ is nearer.
    expect([...drawn({ ...frame, inForce: softmax }).nearest]).toEqual([0]);
    expect([...drawn({ ...frame, inForce: normSoftmax }).nearest]).toEqual([1]);
    // A bias of 3 for class 1 turns it round: ‖x‖ = 2, so 4 < 1.73 + 3.
    expect([...drawn({ ...frame, bias: Float32Array.of(0, 3), inForce: softmax }).nearest]).toEqual([1]);
  });

  it('draws the boundary of plain softmax where its logits are equal', () => {
    const view = drawn({ ...frame, inForce: softmax });
    const boundaryDegrees = (loss: typeof softmax | typeof normSoftmax): number[] =>
      [...circleScene(view, loss).testBoundaries.matchAll(/L([-\d.]+),([-\d.]+)/g)].map((end) => {
        const degrees = (Math.atan2(320 - Number(end[2]), Number(end[1]) - 320) * 180) / Math.PI;
        return Math.round(degrees);
      });
    // tan φ = 4: 76°, and opposite.
    expect(boundaryDegrees(softmax)).toEqual([76, -104]);
    expect(boundaryDegrees(normSoftmax)).toEqual([45, -135]);
  });
});
