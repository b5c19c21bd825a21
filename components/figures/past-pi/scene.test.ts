import { describe, expect, it } from 'vitest';
import { gradientPaths, pastPiModes } from '../../../lib/losses';
import { toDegrees } from '../../../lib/sphere/angle';
import { beyond, directionOf, force, jumpOf, logit } from './behaviour';
import { curveScene, onRing, type PastPiState, pastPiCsv, ring, ringScene } from './scene';
import { shareBeyond, verdict } from './verdict';

const state: PastPiState = { m: 0.5, pastPi: 'plain', gradient: 'exact', theta: 165 };

/** As JSON, but numbers that are not finite keep their names instead of becoming null. */
const everything = (scene: unknown): string =>
  JSON.stringify(scene, (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value));

describe('the five behaviours', () => {
  it('plain and clamp are continuous; the others jump where and as far as arithmetic says', () => {
    expect(jumpOf(0.5, 'plain')).toBeNull();
    expect(jumpOf(0.5, 'clamp')).toBeNull();
    // From −1 to cos(π − m) − m sin m, to cos(π − m); and from cos(90° + m) = −sin m to 0.
    expect(jumpOf(0.5, 'fallback')?.size).toBeCloseTo(1 - Math.cos(0.5) - 0.5 * Math.sin(0.5), 6);
    expect(jumpOf(0.5, 'fallback0')?.size).toBeCloseTo(1 - Math.cos(0.5), 6);
    expect(jumpOf(0.5, 'easy')?.size).toBeCloseTo(Math.sin(0.5), 6);
    expect(['fallback', 'fallback0', 'easy'].map((mode) => jumpOf(0.5, mode as 'easy')?.size.toFixed(3))).toEqual([
      '-0.117',
      '0.122',
      '0.479',
    ]);
    expect(toDegrees(jumpOf(0.5, 'fallback')?.theta ?? 0)).toBeCloseTo(151.352, 3);
  });

  it('send a sample beyond π − m where the table of implementations says', () => {
    const way = Object.fromEntries(pastPiModes.map((mode) => [mode, beyond(0.5, mode, 'exact')]));
    expect(way).toEqual({ plain: 'away', fallback: 'toward', fallback0: 'toward', easy: 'toward', clamp: 'none' });
    for (const mode of pastPiModes) expect(beyond(0.5, mode, 'detached')).toBe('toward');
  });

  it('have a force of −sin(θ + m) for plain, −sin θ when detached', () => {
    for (const theta of [0.3, 1.2, 2, 2.9]) {
      expect(force(theta, 0.5, { pastPi: 'plain', gradient: 'exact' })).toBeCloseTo(-Math.sin(theta + 0.5), 12);
      expect(force(theta, 0.5, { pastPi: 'plain', gradient: 'detached' })).toBeCloseTo(-Math.sin(theta), 12);
    }
  });

  it('calls a vanishing force none', () => {
    expect([directionOf(-0.5), directionOf(0.5), directionOf(0)]).toEqual(['toward', 'away', 'none']);
  });

  it('all agree below 90°', () => {
    for (const mode of pastPiModes) expect(logit(1.5, 0.5, mode)).toBeCloseTo(Math.cos(2), 12);
  });
});

describe('the scene', () => {
  it('turns the arrows of the plain exact gradient round beyond π − m only', () => {
    const turned = ringScene({ ...state, theta: 85 })
      .arrows.filter((a) => a.direction === 'away')
      .map((a) => Math.round(toDegrees(a.theta)));
    expect(turned).toEqual([154, 166, 176]);
    expect(ringScene({ ...state, gradient: 'detached' }).arrows.filter((a) => a.direction !== 'toward')).toEqual([]);
  });

  it('points toward W, which lies to the right, when it says toward', () => {
    for (const arrow of ringScene({ ...state, pastPi: 'fallback' }).arrows) {
      const before = Math.hypot(arrow.x - onRing(0).x, arrow.y - onRing(0).y);
      const after = Math.hypot(arrow.tip.x - onRing(0).x, arrow.tip.y - onRing(0).y);
      expect(after, String(toDegrees(arrow.theta))).toBeLessThan(before);
    }
  });

  it('keeps all arrows inside the picture', () => {
    for (const pastPi of pastPiModes) {
      for (const m of [0, 0.5, 1.5]) {
        for (const { tip } of ringScene({ ...state, pastPi, m }).arrows) {
          expect(tip.x).toBeGreaterThan(0);
          expect(tip.x).toBeLessThan(ring.width);
          expect(tip.y).toBeGreaterThan(0);
          expect(tip.y).toBeLessThan(ring.height);
        }
      }
    }
  });

  it('draws no line across a jump', () => {
    const moves = (pastPi: PastPiState['pastPi']) => curveScene({ ...state, pastPi }).path.split('M').length - 1;
    expect(pastPiModes.map(moves)).toEqual([1, 2, 2, 2, 1]);
  });

  it('has finite geometry in every state, also without a margin', () => {
    for (const pastPi of pastPiModes) {
      for (const gradient of gradientPaths) {
        for (const m of [0, 0.5, 1.5]) {
          const all = { ...state, pastPi, gradient, m };
          expect(everything([curveScene(all), ringScene(all)])).not.toMatch(/NaN|Infinity/);
        }
      }
    }
  });

  it('writes its data', () => {
    const lines = pastPiCsv(state).trim().split('\r\n');
    expect(lines).toHaveLength(182);
    expect(lines[0]?.split(',')).toHaveLength(12);
    expect(lines[181]?.split(',')[1]).toBe((-Math.cos(0.5)).toFixed(6));
  });
});

describe('the words', () => {
  it('say what plain does, in both languages', () => {
    expect(verdict('en', state, 64)).toBe(
      'Plain: beyond 151.4° the cosine rises again, so a worse angle gets a better score. The exact gradient beyond it pushes x away from its class.',
    );
    expect(verdict('ko', state, 64)).toContain('밀어냅니다');
  });
  it('give the jump also after the scale: 0.117 is 7.5 logits at s = 64', () => {
    expect(verdict('en', { ...state, pastPi: 'fallback' }, 64)).toContain('jumps down by 0.117, 7.5 after the scale');
    expect(verdict('en', { ...state, pastPi: 'easy' }, 64)).toContain('0.479, 30.7 after the scale');
  });
  it('say that without a margin all behaviours are one', () => {
    for (const pastPi of pastPiModes)
      expect(verdict('en', { ...state, m: 0, pastPi }, 16)).toContain('all behaviours are the same');
  });
  it('know that the clamp pulls nothing, unless the gradient is detached', () => {
    expect(verdict('en', { ...state, pastPi: 'clamp' }, 16)).toContain('is zero');
    expect(verdict('en', { ...state, pastPi: 'clamp', gradient: 'detached' }, 16)).toContain('pulls x toward');
  });
});

describe('the share of random directions beyond π − m', () => {
  it('is 16 % on the circle and 6 % on the sphere for m = 0.5', () => {
    expect((100 * shareBeyond(0.5).two).toFixed(0)).toBe('16');
    expect((100 * shareBeyond(0.5).three).toFixed(0)).toBe('6');
  });
});
