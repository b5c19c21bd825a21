import fc from 'fast-check';
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { expressionAlgebra as E, type Expression, symbol } from './expression';
import { printLatex } from './latex';

const plain = { symbol: (name: string) => name };
const [a, b, c] = ['a', 'b', 'c'].map(symbol) as [Expression, Expression, Expression];
const tex = (e: Expression): string => printLatex(e, plain);

describe('TeX of expressions', () => {
  it('sets the brackets that are needed and no others', () => {
    expect(tex(E.sub(a, E.sub(b, c)))).toBe('a - (b - c)');
    expect(tex(E.sub(E.sub(a, b), c))).toBe('a - b - c');
    expect(tex(E.add(a, E.sub(b, c)))).toBe('a + b - c');
    expect(tex(E.mul(E.add(a, b), c))).toBe('c (a + b)');
    expect(tex(E.mul(a, E.mul(b, c)))).toBe('a b c');
    expect(tex(E.neg(E.add(a, b)))).toBe('-(a + b)');
    expect(tex(E.sub(a, E.mul(b, c)))).toBe('a - b c');
    expect(tex(E.div(E.add(a, b), E.constant(2)))).toBe('\\frac{a + b}{2}');
    expect(tex(E.mul(E.constant(-2), a))).toBe('-2 a');
  });
  it("keeps a function's argument apart from what follows", () => {
    expect(tex(E.mul(E.cos(a), b))).toBe('b \\cos a');
    expect(tex(E.cos(E.add(a, b)))).toBe('\\cos(a + b)');
    expect(tex(E.cos(E.div(a, b)))).toBe('\\cos\\left(\\frac{a}{b}\\right)');
    expect(tex(E.sqrt(E.add(a, b)))).toBe('\\sqrt{a + b}');
    expect(tex(E.max(a, E.min(b, c)))).toBe('\\max(a,\\, \\min(b,\\, c))');
  });
  it('marks symbols for the page by their id', () => {
    expect(printLatex(symbol('lambda'))).toBe('\\htmlData{symbol=lambda}{\\lambda}');
    expect(printLatex(symbol('m1'))).toBe('\\htmlData{symbol=m1}{m_1}');
  });
  it('renders in KaTeX, whatever the expression', () => {
    const nodes = fc.letrec<{ node: Expression }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(a, b, symbol('theta'), E.constant(-1.5), E.constant(2), E.constant(Math.PI)),
        fc.tuple(fc.constantFrom('neg', 'cos', 'sin', 'floor', 'sqrt', 'stopGradient'), tie('node')).map(([op, x]) => E[op](x)),
        fc
          .tuple(fc.constantFrom('add', 'sub', 'mul', 'div', 'min', 'max'), tie('node'), tie('node'))
          .map(([op, x, y]) => E[op](x, y)),
        fc.tuple(tie('node'), tie('node'), tie('node'), tie('node')).map(([x, y, z, w]) => E.select(x, y, z, w)),
      ),
    })).node;
    fc.assert(
      fc.property(nodes, (e) => {
        katex.renderToString(printLatex(e), { throwOnError: true, trust: true, strict: 'ignore', output: 'html' });
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});
