import { describe, expect, it } from 'vitest';
import { losses, paperOptions } from '../../../lib/losses';
import { ownCurve } from './curves';
import { spreadLabels } from './labels';
import { frame, type LogitState, logitCsv, logitScene, thetaAt } from './scene';

const own = ownCurve(losses.arcface, { m: 0.5, s: 16 }, paperOptions);
const state: LogitState = { window: 'paper', lower: 'slope', theta: 60, hidden: new Set() };

/** As JSON, but numbers that are not finite keep their names instead of becoming null. */
const everything = (scene: unknown): string =>
  JSON.stringify(scene, (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value));

describe('spreadLabels', () => {
  it('leaves labels alone that are far apart', () => {
    expect(spreadLabels([10, 50, 90], 15, 0, 200)).toEqual([10, 50, 90]);
  });
  it('spreads equal wishes evenly round them and keeps their order', () => {
    expect(spreadLabels([50, 50, 50], 10, 0, 200)).toEqual([40, 50, 60]);
  });
  it('keeps all labels inside and apart', () => {
    const placed = spreadLabels([195, 198, 20, 199, 200, 25], 15, 0, 200);
    const sorted = [...placed].sort((a, b) => a - b);
    expect(Math.min(...placed)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...placed)).toBeLessThanOrEqual(200);
    for (let i = 1; i < sorted.length; i++) expect((sorted[i] ?? 0) - (sorted[i - 1] ?? 0)).toBeGreaterThanOrEqual(15 - 1e-9);
  });
});

describe('the scene', () => {
  it('draws all seven curves and the own one in both panels', () => {
    const scene = logitScene(state, own);
    for (const panel of [scene.upper, scene.lower]) expect(panel.lines.map((l) => l.curve.id)).toHaveLength(8);
  });

  it('puts the cursor where its angle is: 60° is the middle of 20° to 100°', () => {
    const scene = logitScene(state, own);
    expect(scene.cursorX).toBeCloseTo((scene.left + scene.right) / 2, 2);
    expect(thetaAt(scene.cursorX, 'paper')).toBe(60);
    expect(thetaAt(-1000, 'full')).toBe(0);
    expect(thetaAt(9000, 'full')).toBe(180);
  });

  it('puts softmax at 60° at one half: y of 0.5 between the paper’s −1.2 and 1', () => {
    const dot = logitScene(state, own).upper.lines.find((l) => l.curve.id === 'softmax')?.dot;
    expect(dot?.y).toBeCloseTo(frame.top + (frame.upper * (1 - 0.5)) / 2.2, 1);
  });

  it('marks one crossing in the paper’s window and two in the full one, with a band for the window', () => {
    expect(logitScene(state, own).crossings).toHaveLength(1);
    expect(logitScene(state, own).paperBand).toBeNull();
    const full = logitScene({ ...state, window: 'full' }, own);
    expect(full.crossings).toHaveLength(2);
    expect(full.paperBand?.width).toBeCloseTo(((full.right - full.left) * 80) / 180, 1);
  });

  it('leaves out hidden curves, and the crossing with them', () => {
    const scene = logitScene({ ...state, hidden: new Set(['cosface', 'yours']) }, own);
    expect(scene.upper.lines.map((l) => l.curve.id)).not.toContain('cosface');
    expect(scene.upper.lines).toHaveLength(6);
    expect(scene.crossings).toHaveLength(0);
  });

  it('has finite geometry in every state', () => {
    for (const window of ['paper', 'full'] as const) {
      for (const lower of ['slope', 'factor'] as const) {
        for (const theta of [0, 20, 90, 180]) {
          expect(everything(logitScene({ ...state, window, lower, theta }, own))).not.toMatch(/NaN|Infinity/);
        }
      }
    }
  });
});

describe('the data', () => {
  it('has a row a degree and three columns a curve, and leaves undefined cells empty', () => {
    const lines = logitCsv(own, 'yours: ArcFace').trim().split('\r\n');
    expect(lines).toHaveLength(182);
    expect(lines[0]).toContain('"CM1 (1, 0.3, 0.2): logit"');
    expect(lines[1]?.startsWith('0,1.000000,')).toBe(true);
    expect(lines[1]).toContain(',,');
    expect(lines[61]?.split(',')).toHaveLength(1 + 3 * 8);
  });
});
