import { describe, expect, it } from 'vitest';
import { bindText, keepTogether, type TextNode } from './keep-together';

describe('keepTogether', () => {
  it('binds a particle to the bracket or unit before it', () => {
    expect(bindText('특징(feature)은 28.6°이고 16%가')).toBe('특징(feature)\u2060은 28.6°\u2060이고 16%\u2060가');
  });

  it('leaves a new word alone', () => {
    expect(bindText('노름(norm) 값, 90° 근처')).toBe('노름(norm) 값, 90° 근처');
    expect(bindText(' 위의 점', true)).toBe(' 위의 점');
  });

  it('keeps a symbol and its value on one line', () => {
    expect(bindText('with m = 0.5')).toBe('with m\u00a0=\u00a00.5');
    expect(bindText('the gap = 3')).toBe('the gap = 3');
  });

  it('binds a particle to the formula or component before it, and touches neither code nor KaTeX', () => {
    const text = (value: string): TextNode => ({ type: 'text', value });
    const inKatex = text('90°이');
    const inCode = text('m = 0');
    const afterKatex = text('이면');
    const afterJsx = text('는');
    keepTogether()({
      type: 'root',
      children: [
        { type: 'element', tagName: 'span', properties: { className: ['katex'] }, children: [inKatex] },
        afterKatex,
        { type: 'mdxJsxTextElement', children: [] },
        afterJsx,
        { type: 'element', tagName: 'code', children: [inCode] },
      ],
    });
    const values = [inKatex, afterKatex, afterJsx, inCode].map((node) => node.value);
    expect(values).toEqual(['90°이', '\u2060이면', '\u2060는', 'm = 0']);
  });
});
