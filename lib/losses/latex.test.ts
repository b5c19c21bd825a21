import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { losses, paperOptions } from './index';
import { lossLatex, targetLatex } from './latex';
import { everyCase } from './read.cases';

const plain = {
  symbol: (name: string) =>
    ({ theta: '\\theta', theta2: '\\theta_j', lambda: '\\lambda', m1: 'm_1', m2: 'm_2', m3: 'm_3' })[name] ?? name,
};
const target = (id: keyof typeof losses, pastPi = paperOptions.pastPi, gradient = paperOptions.gradient) =>
  targetLatex(losses[id], { pastPi, gradient }, plain);

describe('the target logit as TeX', () => {
  it('is written as in the papers', () => {
    expect(target('softmax')).toBe('\\cos \\theta');
    expect(target('arcface')).toBe('\\cos(\\theta + m)');
    expect(target('cosface')).toBe('\\cos \\theta - m');
    expect(target('sphereface-arccos')).toBe('\\cos(m \\theta)');
    expect(target('combined')).toBe('\\cos(m_1 \\theta + m_2) - m_3');
    expect(target('sphereface')).toBe(
      '\\frac{\\lambda \\cos \\theta + (-1)^{k} \\cos(m \\theta) - 2 k}{1 + \\lambda},\\quad k = \\left\\lfloor \\frac{m \\theta}{\\pi} \\right\\rfloor',
    );
  });
  it('shows the behaviour past π and the gradient path', () => {
    expect(target('arcface', 'fallback')).toBe(
      '\\begin{cases} \\cos \\theta - m \\sin m, & \\theta + m > \\pi \\\\ \\cos(\\theta + m), & \\theta + m \\le \\pi \\end{cases}',
    );
    expect(target('arcface', 'easy')).toBe(
      '\\begin{cases} \\cos(\\theta + m), & \\theta < \\pi/2 \\\\ \\cos \\theta, & \\theta \\ge \\pi/2 \\end{cases}',
    );
    expect(target('arcface', 'clamp')).toContain('-1, & \\theta + m > \\pi');
    expect(target('arcface', 'plain', 'detached')).toBe(
      '\\cos \\theta + \\operatorname{sg}\\!\\left[\\cos(\\theta + m) - \\cos \\theta\\right]',
    );
  });
});

describe('the loss as TeX', () => {
  it('is equation (3) of the ArcFace paper', () => {
    expect(lossLatex(losses.arcface, paperOptions, plain)).toBe(
      'L = -\\frac{1}{N} \\sum_{i=1}^{N} \\log \\frac{e^{s \\cos(\\theta_{y_i} + m)}}{e^{s \\cos(\\theta_{y_i} + m)} + \\sum_{j \\ne y_i} e^{s \\cos \\theta_j}}',
    );
  });
  it('keeps products, norms and bias where the loss does not normalise', () => {
    expect(lossLatex(losses.softmax, paperOptions, plain)).toContain('e^{W_{y_i}^{\\top} x_i + b_{y_i}}');
    expect(lossLatex(losses.sphereface, paperOptions, plain)).toContain('e^{\\lVert x_i \\rVert\\,\\psi(\\theta_{y_i})}');
  });
  it('brackets a target of several terms', () => {
    expect(lossLatex(losses.cosface, paperOptions, plain)).toContain('e^{s(\\cos \\theta_{y_i} - m)}');
  });
  it('renders in KaTeX for every loss and option, with every parameter marked', () => {
    for (const { loss, options, name } of everyCase()) {
      const html = katex.renderToString(lossLatex(loss, options), {
        throwOnError: true,
        trust: true,
        strict: 'ignore',
        output: 'html',
      });
      const marked = new Set([...html.matchAll(/data-symbol="(\w+)"/g)].map((match) => match[1]));
      for (const { id } of loss.parameters) expect(marked, `${name}: ${id}`).toContain(id);
      if (loss.normalisesFeatures) expect(marked).toContain('theta');
      expect(html, name).not.toContain('katex-error');
    }
  });
  it('is the same as the recorded equations', () => {
    const recorded = Object.fromEntries(Object.values(losses).map((loss) => [loss.id, lossLatex(loss, paperOptions, plain)]));
    expect(recorded).toMatchSnapshot();
  });
});
