import type { Expression } from '../algebra/expression';
import { type LatexOptions, markedSymbol, printLatex } from '../algebra/latex';
import type { AnyLoss, LossOptions } from './loss';
import { targetExpression } from './read';

/**
 * The whole loss as TeX, −log of the softmax, in the shape of eqs. (1)–(4) of the ArcFace paper: N samples, n classes. Where ψ is
 * more than a line can carry (cases, floor brackets, a stopped gradient) it stands below as its own equation.
 *
 * Symbols are marked with `\htmlData{symbol=…}`; θ_{y_i} as `theta`, the angles to the other classes as `theta2`.
 */
export function lossLatex(loss: AnyLoss, options: LossOptions, latex: LatexOptions = {}): string {
  const mark = latex.symbol ?? marksOf(loss);
  const target = targetExpression(loss, options);
  const plain = target.kind === 'cos' && target.a.kind === 'symbol';
  const own = ownLogit(loss, target, plain, mark, latex);
  const other = otherLogit(loss, plain, mark);
  const fraction = `\\frac{e^{${own}}}{e^{${own}} + \\sum_{j \\ne y_i} e^{${other}}}`;
  const body = `-\\frac{1}{N} \\sum_{i=1}^{N} \\log ${fraction}`;
  if (!needsOwnLine(target)) return `L = ${body}`;
  const psi = printLatex(target, { ...latex, symbol: mark });
  return `\\begin{aligned} L &= ${body} \\\\[1ex] \\psi(${mark('theta')}) &= ${psi} \\end{aligned}`;
}

/** ψ(θ) alone, as TeX. */
export const targetLatex = (loss: AnyLoss, options: LossOptions, latex: LatexOptions = {}): string =>
  printLatex(targetExpression(loss, options), { ...latex, symbol: latex.symbol ?? marksOf(loss) });

/** Marked symbols, each parameter in its own letter. */
const marksOf = (loss: AnyLoss) => (name: string) => markedSymbol(name, loss.parameters.find(({ id }) => id === name)?.symbol);

/** θ_{y_i}: the index goes inside the mark, so that the whole of it lights up. */
function markedTheta(mark: (name: string) => string): string {
  return mark('theta').replace('\\theta', '\\theta_{y_i}');
}

function scaleOf(loss: AnyLoss, index: string, mark: (name: string) => string): string {
  if (loss.normalisesFeatures) return mark('s');
  const x = `\\lVert ${mark('x')}_i \\rVert`;
  return loss.normalisesWeights ? x : `\\lVert ${mark('W')}_{${index}} \\rVert ${x}`;
}

const biasOf = (loss: AnyLoss, index: string): string => (loss.hasBias ? ` + b_{${index}}` : '');

function ownLogit(
  loss: AnyLoss,
  target: Expression,
  plain: boolean,
  mark: (name: string) => string,
  latex: LatexOptions,
): string {
  if (plain && !loss.normalisesWeights && !loss.normalisesFeatures) return product(mark, 'y_i') + biasOf(loss, 'y_i');
  const scale = scaleOf(loss, 'y_i', mark);
  const theta = markedTheta(mark);
  if (needsOwnLine(target)) return `${scale}\\,\\psi(${theta})${biasOf(loss, 'y_i')}`;
  const psi = printLatex(target, { ...latex, symbol: (name) => (name === 'theta' ? theta : mark(name)) });
  return `${scale}${target.kind === 'cos' ? ` ${psi}` : `(${psi})`}${biasOf(loss, 'y_i')}`;
}

function otherLogit(loss: AnyLoss, plain: boolean, mark: (name: string) => string): string {
  if (plain && !loss.normalisesWeights && !loss.normalisesFeatures) return product(mark, 'j') + biasOf(loss, 'j');
  return `${scaleOf(loss, 'j', mark)} \\cos ${mark('theta2')}${biasOf(loss, 'j')}`;
}

const product = (mark: (name: string) => string, index: string): string => `${mark('W')}_{${index}}^{\\top} ${mark('x')}_i`;

function needsOwnLine(e: Expression): boolean {
  if (e.kind === 'select' || e.kind === 'floor' || e.kind === 'stopGradient' || e.kind === 'div') return true;
  return Object.values(e).some((part) => typeof part === 'object' && needsOwnLine(part as Expression));
}
