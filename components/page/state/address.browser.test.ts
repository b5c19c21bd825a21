import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { integer, number } from '../../../lib/settings/field';

/** The address is read when the module is first imported, so the query must stand there before. */
window.history.replaceState(null, '', `${window.location.pathname}?m=abc&fx=12&utm=news#here`);

const settle = () => new Promise((resolve) => setTimeout(resolve, 420));
const query = () => window.location.search;

let address: typeof import('./address');
let page: typeof import('./page-state');
let slice: typeof import('./slice')['slice'];

beforeAll(async () => {
  address = await import('./address');
  page = await import('./page-state');
  ({ slice } = await import('./slice'));
});

describe('the address in the browser', () => {
  it('is read at first, with a note of what was wrong, and keeps what belongs to others', async () => {
    expect(address.problems.value.map(({ key, reason }) => [key, reason])).toEqual([['m', 'not-a-number']]);
    await settle();
    expect(query()).toBe('?fx=12&utm=news');
    expect(window.location.hash).toBe('#here');
  });

  it('gives a figure that wakes later its part', async () => {
    const figure = slice('figure', { x: number({ key: 'fx', default: 5, min: 0, max: 100, step: 1 }) });
    expect(figure.state.value).toEqual({ x: 12 });
    figure.set({ x: 900 });
    expect(figure.state.value).toEqual({ x: 100 });
    await settle();
    expect(query()).toBe('?fx=100&utm=news');
    figure.reset();
    await settle();
    expect(query()).toBe('?utm=news');
  });

  it('refuses a name or a key that is taken', () => {
    const field = (key: string) => ({ x: integer({ key, default: 0, min: 0, max: 9 }) });
    expect(() => slice('figure', field('zz'))).toThrow('"figure"');
    expect(() => slice('other', field('fx'))).toThrow('figure');
    expect(() => slice('other', field('m'))).toThrow('the page');
  });

  describe('once the page is used', () => {
    beforeEach(async () => {
      address.restore('');
      await settle();
    });

    it('follows the parameters and adds nothing to the history', async () => {
      const entries = window.history.length;
      page.setParameter('m', 0.7);
      page.setLoss('cosface');
      page.setParameter('m', 0.3);
      await settle();
      expect(query()).toBe('?loss=cosface&m=0.3');
      expect(window.history.length).toBe(entries);
    });

    it('is written at most three times a second, and always ends at the last state', async () => {
      const write = vi.spyOn(window.history, 'replaceState');
      const start = performance.now();
      for (let k = 0; k <= 100; k++) {
        page.setParameter('m', k / 100);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await settle();
      const seconds = (performance.now() - start) / 1000;
      expect(write.mock.calls.length).toBeGreaterThan(1);
      expect(write.mock.calls.length).toBeLessThanOrEqual(Math.ceil(3 * seconds) + 1);
      expect(query()).toBe('?m=1');
      write.mockRestore();
    });

    it('“try it” changes what it names, and going back restores all', () => {
      page.setParameter('s', 32);
      page.setParameter('m', 0.9);
      const before = address.snapshot();
      address.apply('m=0');
      expect(page.parameters.value).toEqual({ s: 32, m: 0 });
      address.apply('loss=cosface');
      expect(page.pageState.value).toMatchObject({ lossId: 'cosface', parameters: { s: 32, m: 0.15 } });
      address.restore(before);
      expect(page.pageState.value).toMatchObject({ lossId: 'arcface', parameters: { s: 32, m: 0.9 } });
    });

    it('“try it” may name the state of a figure, awake or asleep', () => {
      address.apply('m=0.2&fx=3&later=4');
      const later = slice('later', { y: integer({ key: 'later', default: 0, min: 0, max: 9 }) });
      expect(address.snapshot()).toBe('?m=0.2&fx=3&later=4');
      expect(later.state.value).toEqual({ y: 4 });
    });

    it('gives a link to a part of the page in its present state', () => {
      page.setParameter('m', 0.25);
      expect(address.currentLink('geodesic')).toMatch(/\?m=0\.25#geodesic$/);
    });
  });
});
