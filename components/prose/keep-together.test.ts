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

  it('binds a particle to the component before it, and leaves code alone', () => {
    const afterJsx = text('는 크다');
    const inCode = text('m = 0');
    keepTogether()({
      type: 'root',
      children: [{ type: 'mdxJsxTextElement', children: [] }, afterJsx, { type: 'element', tagName: 'code', children: [inCode] }],
    });
    expect([afterJsx.value, inCode.value]).toEqual(['\u2060는 크다', 'm = 0']);
  });

  it('puts a formula and its particle into one span, unless the formula is long', () => {
    const short = formula(2);
    const long = formula(4);
    const tree: TextNode = { type: 'root', children: [short, text('입니다. 그리고 '), long, text('이면'), short, text(' 위')] };
    keepTogether()(tree);
    const together = { className: ['together'] };
    expect(tree.children).toEqual([
      { type: 'element', tagName: 'span', properties: together, children: [formula(2), text('입니다.')] },
      text(' 그리고 '),
      formula(4),
      text('\u2060이면'),
      formula(2),
      text(' 위'),
    ]);
  });
});

const text = (value: string): TextNode => ({ type: 'text', value });

/** What KaTeX makes: one box for each part of the formula, at whose ends a line may break. */
const formula = (boxes: number): TextNode => ({
  type: 'element',
  tagName: 'span',
  properties: { className: ['katex'] },
  children: Array.from({ length: boxes }, () => ({
    type: 'element',
    tagName: 'span',
    properties: { className: ['base'] },
    children: [text('90°이')],
  })),
});
