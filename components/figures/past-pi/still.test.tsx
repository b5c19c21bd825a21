import { describe, expect, it } from 'vitest';
import { stillMarkup } from '../shared/still';
import PastPi from './PastPi';

describe('the still', () => {
  it('is built without a browser, as the snapshot shows', async () => {
    await expect(stillMarkup(<PastPi locale="en" rates={null} />)).toMatchFileSnapshot('__snapshots__/past-pi-en.html');
  });

  it('is Korean on a Korean page, with the same shapes', () => {
    const [en, ko] = [stillMarkup(<PastPi locale="en" rates={null} />), stillMarkup(<PastPi locale="ko" rates={null} />)];
    expect(ko).toMatch(/[가-힣]/);
    const paths = (markup: string) => [...markup.matchAll(/ d="([^"]+)"/g)].map((match) => match[1]);
    expect(paths(ko)).toEqual(paths(en));
  });

  it('offers no tab stop to a slider that would do nothing without scripts', () => {
    expect(stillMarkup(<PastPi locale="en" rates={null} />)).not.toContain('role="slider"');
  });
});
