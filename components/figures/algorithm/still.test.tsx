import { describe, expect, it } from 'vitest';
import { stillMarkup } from '../shared/still';
import Algorithm from './Algorithm';

describe('the still', () => {
  it('is built without a browser, as the snapshot shows', async () => {
    await expect(stillMarkup(<Algorithm locale="en" />)).toMatchFileSnapshot('__snapshots__/algorithm-en.html');
  });

  it('is Korean on a Korean page, with the same shapes', () => {
    const [en, ko] = [stillMarkup(<Algorithm locale="en" />), stillMarkup(<Algorithm locale="ko" />)];
    expect(ko).toMatch(/[가-힣]/);
    const paths = (markup: string) => [...markup.matchAll(/ d="([^"]+)"/g)].map((match) => match[1]);
    expect(paths(ko)).toEqual(paths(en));
  });

  it('offers no tab stop to a slider that would do nothing without scripts', () => {
    expect(stillMarkup(<Algorithm locale="en" />)).not.toContain('role="slider"');
  });
});
