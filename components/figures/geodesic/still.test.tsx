import { describe, expect, it } from 'vitest';
import { losses, paperOptions } from '../../../lib/losses';
import { stillMarkup } from '../shared/still';
import { sweepCsv } from './csv';
import GeodesicFigure from './GeodesicFigure';
import { startBearings } from './state';

describe('the still of the geodesic figure', () => {
  it('is built without a browser, as the snapshot shows', async () => {
    await expect(stillMarkup(<GeodesicFigure locale="en" />)).toMatchFileSnapshot('__snapshots__/geodesic-en.html');
  });

  it('speaks Korean', () => {
    const markup = stillMarkup(<GeodesicFigure locale="ko" />);
    expect(markup).toContain('마진을 더해도 x가 이깁니다');
    expect(markup).not.toContain('wins');
  });

  it('offers nothing to the keyboard before scripts run', () => {
    const markup = stillMarkup(<GeodesicFigure locale="en" />);
    expect(markup).not.toContain('role="slider"');
    expect(markup).not.toContain('tabindex');
  });
});

describe('the data of the geodesic figure', () => {
  it('is one row a degree with the setting', () => {
    const lines = sweepCsv(startBearings, { loss: losses.arcface, values: { m: 0.5, s: 16 }, options: paperOptions })
      .trim()
      .split('\n');
    expect(lines).toHaveLength(92);
    // At 27°: cos(27° + 28.6479°) = 0.564277 against cos 63° = 0.453990.
    expect(lines[28]).toMatch(/^27,63\.0,0\.564277,0\.453990,0\.853783,/);
    expect(lines[1]).toContain('arcface s=16 m=0.5 past_pi=plain');
    expect(new Set(lines.map((line) => line.split(',').length))).toEqual(new Set([7]));
  });
});
