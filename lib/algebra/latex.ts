import { type Expression, symbol, symbolsOf } from './expression';
import { graphOf, rebuild } from './graph';
import { parityOf } from './parity';

export interface LatexOptions {
  /**
   * TeX of a symbol. Default: the symbol's usual letter inside `\htmlData{symbol=…}{…}`, which KaTeX turns into an element that the
   * page lights up (its `trust` option must allow `\htmlData`).
   */
  readonly symbol?: (name: string) => string;
}

/** The usual letter of each symbol; any other name stands for itself. */
const letters: Readonly<Record<string, string>> = {
  theta: '\\theta',
  theta2: '\\theta_j',
  lambda: '\\lambda',
  m1: 'm_1',
  m2: 'm_2',
  m3: 'm_3',
};

/** A symbol marked for the page. `tex` replaces its usual letter. */
export const markedSymbol = (name: string, tex = letters[name] ?? name): string => `\\htmlData{symbol=${name}}{${tex}}`;

/**
 * Prints an expression as TeX: minimal brackets, fractions, cases, floor brackets, sg[…] for a stopped gradient. A floor that
 * occurs more than once is named k and defined after the formula; 1 − 2(k mod 2) is written (−1)^k.
 */
export function printLatex(expression: Expression, options: LatexOptions = {}): string {
  const { body, floors } = nameFloors(expression);
  const plain = new Set(floors.map(({ name }) => name));
  const printer = new Printer(options.symbol ?? ((name) => markedSymbol(name)), plain);
  const definitions = floors.map(({ name, value }) => `${name} = ${printer.print(value)}`);
  return [printer.print(body), ...definitions].join(',\\quad ');
}

/** Takes repeated floors out of an expression. They are the only parts long enough to be worth a name. */
function nameFloors(root: Expression): { body: Expression; floors: { name: string; value: Expression }[] } {
  const graph = graphOf([root]);
  const repeated = graph.nodes
    .filter(({ expression, uses }) => expression.kind === 'floor' && uses > 1)
    .map(({ expression }) => expression);
  const used = symbolsOf(root);
  const names = ['k', ...Array.from({ length: repeated.length + used.length }, (_, i) => `k_${i + 1}`)].filter(
    (name) => !used.includes(name),
  );
  const floors = repeated.map((value, i) => ({ name: names[i]!, value }));
  const indices = floors.map(({ value }) => graph.indexOf(value));
  const body = rebuild(root, (e) => {
    const i = e.kind === 'floor' ? indices.indexOf(graph.indexOf(e)) : -1;
    return i < 0 ? e : symbol(floors[i]!.name);
  });
  return { body, floors };
}

/** How tightly the outermost operation binds. */
const Sum = 1;
const Product = 2;
const Atom = 3;

class Printer {
  /** @param plain  names that are no symbols of the page: those of floors */
  constructor(
    private readonly symbolTex: (name: string) => string,
    private readonly plain: ReadonlySet<string>,
  ) {}

  print(e: Expression): string {
    switch (e.kind) {
      case 'constant':
        return numberTex(e.value);
      case 'symbol':
        return this.plain.has(e.name) ? e.name : this.symbolTex(e.name);
      case 'add':
        return `${this.print(e.a)} + ${this.within(e.b, startsWithMinus(e.b) ? Product : Sum)}`;
      case 'sub':
        return parityOf(e) ? this.parity(parityOf(e)!) : `${this.print(e.a)} - ${this.within(e.b, Product)}`;
      case 'neg':
        return `-${this.within(e.a, Product)}`;
      case 'mul':
        return this.product(factors(e));
      case 'div':
        return `\\frac{${this.print(e.a)}}{${this.print(e.b)}}`;
      case 'sqrt':
        return `\\sqrt{${this.print(e.a)}}`;
      case 'cos':
      case 'sin':
        return `\\${e.kind}${e.a.kind === 'symbol' ? ` ${this.print(e.a)}` : brackets(this.print(e.a))}`;
      case 'min':
      case 'max':
        return `\\${e.kind}${brackets(`${this.print(e.a)},\\, ${this.print(e.b)}`)}`;
      case 'floor':
        return `\\left\\lfloor ${this.print(e.a)} \\right\\rfloor`;
      case 'stopGradient':
        return `\\operatorname{sg}\\!\\left[${this.print(e.a)}\\right]`;
      case 'select':
        return this.cases(e);
    }
  }

  /** Brackets where the operation binds less tightly than `least`. */
  private within(e: Expression, least: number): string {
    const text = this.print(e);
    return bindingOf(e) < least ? brackets(text) : text;
  }

  /** Numbers first, functions last (TeX sets a space before them), so that no bracket is needed between a function's argument and the next factor. */
  private product(parts: Expression[]): string {
    const rank = (e: Expression): number =>
      e.kind === 'constant' ? 0 : e.kind === 'symbol' ? 1 : e.kind === 'cos' || e.kind === 'sin' ? 3 : 2;
    const sorted = parts.map((e, i) => ({ e, i })).sort((a, b) => rank(a.e) - rank(b.e) || a.i - b.i);
    return sorted
      .map(
        ({ e }, i) =>
          `${i > 0 && (e.kind === 'constant' || e.kind === 'div') ? '\\cdot ' : i > 0 ? ' ' : ''}${this.within(e, Product)}`,
      )
      .join('');
  }

  private parity(k: Expression): string {
    return `(-1)^{${this.print(k)}}`;
  }

  private cases(e: Extract<Expression, { kind: 'select' }>): string {
    // Read from the side that varies: "θ + m > π" rather than "π < θ + m".
    const swap = e.a.kind === 'constant';
    const [left, right] = [this.print(swap ? e.b : e.a), this.print(swap ? e.a : e.b)];
    const [yes, no] = swap ? ['>', '\\le'] : ['<', '\\ge'];
    const row = (value: Expression, sign: string): string => `${this.print(value)}, & ${left} ${sign} ${right}`;
    return `\\begin{cases} ${row(e.below, yes)} \\\\ ${row(e.otherwise, no)} \\end{cases}`;
  }
}

const factors = (e: Expression): Expression[] => (e.kind === 'mul' ? [...factors(e.a), ...factors(e.b)] : [e]);

function bindingOf(e: Expression): number {
  if (e.kind === 'sub' && parityOf(e)) return Atom;
  if (e.kind === 'add' || e.kind === 'sub' || e.kind === 'neg' || e.kind === 'select') return Sum;
  if (e.kind === 'constant' && e.value < 0) return Sum;
  return e.kind === 'mul' ? Product : Atom;
}

function startsWithMinus(e: Expression): boolean {
  if (e.kind === 'neg' || (e.kind === 'constant' && e.value < 0)) return true;
  return (e.kind === 'add' || e.kind === 'sub') && !parityOf(e) && startsWithMinus(e.a);
}

const brackets = (text: string): string => (/\\frac|\\begin|\\left/.test(text) ? `\\left(${text}\\right)` : `(${text})`);

function numberTex(value: number): string {
  if (value === Math.PI) return '\\pi';
  if (value === Math.PI / 2) return '\\pi/2';
  return String(value);
}
