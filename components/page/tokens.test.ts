import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The declarations between the braces that follow a selector. */
function declarations(selector: string): Map<string, string> {
  const start = css.indexOf(selector);
  if (start < 0) throw new Error(`tokens.css has no ${selector}`);
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  return new Map([...body.matchAll(/(--[\w-]+|color-scheme):\s*([^;]+);/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

const light = declarations(':root {');
const byDevice = declarations(':root:not([data-theme="light"])');
const byChoice = declarations(':root[data-theme="dark"]');

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast ratio of two colours. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

describe('the tokens', () => {
  it('are the same in the dark, whether the device or the reader wants it', () => {
    expect([...byDevice]).toEqual([...byChoice]);
  });

  it('redefine every colour in the dark', () => {
    const colours = [...light].filter(([, value]) => value.startsWith('#')).map(([name]) => name);
    expect(colours.filter((name) => !byChoice.has(name))).toEqual([]);
  });

  it.each([
    ['light', light],
    ['dark', byChoice],
  ])('keep text and symbols at AA contrast on paper and surface (%s)', (_, theme) => {
    const text = [...theme].filter(([name]) => /^--(ink|ink-soft|focus|symbol-|warning|error|good)/.test(name));
    const weak = text.flatMap(([name, colour]) =>
      ['--paper', '--surface'].flatMap((ground) => {
        const hex = colour.startsWith('#') ? colour : (theme.get(/var\((--[\w-]+)\)/.exec(colour)?.[1] ?? '') ?? '#000000');
        const ratio = contrast(hex, theme.get(ground) ?? '');
        return ratio < 4.5 ? [`${name} on ${ground}: ${ratio.toFixed(2)}`] : [];
      }),
    );
    expect(text.length).toBeGreaterThan(8);
    expect(weak).toEqual([]);
  });
});
