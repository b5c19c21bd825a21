import { describe, expect, it } from 'vitest';
import { stillMarkup } from '../shared/still';
import LogitCurves from './LogitCurves';

describe('the still', () => {
  it('is built without a browser, as the snapshot shows', async () => {
    await expect(stillMarkup(<LogitCurves locale="en" />)).toMatchFileSnapshot('__snapshots__/logit-curves-en.html');
  });

  it('is Korean on a Korean page, with the same shapes', () => {
    const [en, ko] = [stillMarkup(<LogitCurves locale="en" />), stillMarkup(<LogitCurves locale="ko" />)];
    expect(ko).toMatch(/[가-힣]/);
    const paths = (markup: string) => [...markup.matchAll(/ d="([^"]+)"/g)].map((match) => match[1]);
    expect(paths(ko)).toEqual(paths(en));
  });

  it('offers no tab stop to a slider that would do nothing without scripts', () => {
    expect(stillMarkup(<LogitCurves locale="en" />)).not.toContain('role="slider"');
  });
});
