import { evaluate } from './evaluate';
import { expressionAlgebra as A, type Expression, symbol } from './expression';
import { dependence, graphOf, rebuild, withoutGradientMarks } from './graph';
import { numberAlgebra } from './number';

/**
 * What GLSL and WGSL have in common: an expression in θ becomes a function of cos θ and sin θ, which a shader knows exactly from
 * its vectors, and of uniforms, which are computed in double precision on the CPU.
 *
 * - cos(θ + m) is expanded to cos θ · cos m − sin θ · sin m. θ itself is recovered only where the expression really needs it
 *   (multiplied angles), by our own arctangent: those of GPUs may be off by 1e-3.
 * - A condition on θ + m against a bound is decided by cosines (θ > t ⇔ cos θ < cos t).
 * - Every part that does not depend on the sample (m sin m, cos m, π − m …) is one uniform.
 */
export interface ShaderFunction {
  readonly name: string;
  readonly expression: Expression;
}

export interface ShaderOptions {
  readonly functions: readonly ShaderFunction[];
  /** Symbols besides θ that differ from sample to sample, in the order in which they become arguments. */
  readonly inputs?: readonly string[];
  /** How a uniform is written in the source, from its id. */
  readonly uniformName?: (id: string) => string;
}

export interface ShaderText {
  /** Helpers, declarations and functions together: ready to be put in front of a shader's main. */
  readonly source: string;
  /** The arithmetic that the functions call (empty if none). The same in every module: include it once. */
  readonly helpers: string;
  /** The declaration of the uniforms (empty if there is none). */
  readonly declarations: string;
  /** The functions alone. */
  readonly body: string;
  /** Ids of the uniforms, in the order of their declaration. */
  readonly uniforms: readonly string[];
  /**
   * The uniforms' values, in double precision.
   * @param values  the loss's parameters by id
   * @throws RangeError if one is missing
   */
  uniformValues(values: Readonly<Record<string, number>>): Record<string, number>;
}

/** What differs between the two languages. */
export interface Dialect {
  readonly helpers: string;
  /** @param names  how each uniform is written in the source */
  declare(ids: readonly string[], names: readonly string[]): string;
  uniform(id: string): string;
  open(name: string, args: readonly string[]): string;
  /** Declares a local value. */
  local(name: string, value: string): string;
  select(condition: string, then: string, otherwise: string): string;
}

const cosTheta = symbol('cosTheta');
const sinTheta = symbol('sinTheta');

export function printShader(options: ShaderOptions, dialect: Dialect): ShaderText {
  const inputs = options.inputs ?? [];
  const uniforms = new Uniforms(dependence(['theta', 'cosTheta', 'sinTheta', ...inputs]));
  const uniformName = options.uniformName ?? dialect.uniform;
  const bodies = options.functions.map(({ name, expression }) => {
    const prepared = uniforms.hoist(throughCosines(withoutGradientMarks(expression), inputs));
    return printFunction(name, prepared, inputs, uniforms.ids, uniformName, dialect);
  });
  const body = bodies.join('\n\n');
  const helpers = /\bmargin(Angle|Cos|Sin)\(/.test(body) ? dialect.helpers : '';
  const declarations = uniforms.ids.length > 0 ? dialect.declare(uniforms.ids, uniforms.ids.map(uniformName)) : '';
  return {
    source: [helpers, declarations, body].filter(Boolean).join('\n\n'),
    helpers,
    declarations,
    body,
    uniforms: uniforms.ids,
    uniformValues: (values) =>
      Object.fromEntries([...uniforms.definitions].map(([id, definition]) => [id, evaluate(definition, numberAlgebra, values)])),
  };
}

/** Rewrites cos and sin of θ + c, and conditions on θ + c, in cos θ and sin θ. */
function throughCosines(root: Expression, inputs: readonly string[]): Expression {
  const depends = dependence(['theta', 'cosTheta', 'sinTheta', ...inputs]);
  const isTheta = (e: Expression): boolean => e.kind === 'symbol' && e.name === 'theta';
  /** c where the expression is θ + c and c does not depend on the sample. */
  const added = (e: Expression): Expression | null => {
    if (isTheta(e)) return A.constant(0);
    if (e.kind === 'add' && isTheta(e.a) && !depends(e.b)) return e.b;
    if (e.kind === 'add' && isTheta(e.b) && !depends(e.a)) return e.a;
    if (e.kind === 'sub' && isTheta(e.a) && !depends(e.b)) return A.neg(e.b);
    return null;
  };
  return rebuild(root, (e) => {
    if (e.kind === 'cos' || e.kind === 'sin') {
      const c = added(e.a);
      if (!c) return e;
      return e.kind === 'cos'
        ? A.sub(A.mul(cosTheta, A.cos(c)), A.mul(sinTheta, A.sin(c)))
        : A.add(A.mul(sinTheta, A.cos(c)), A.mul(cosTheta, A.sin(c)));
    }
    if (e.kind !== 'select') return e;
    const left = added(e.a);
    const right = added(e.b);
    if (right && !left && !depends(e.a)) return A.select(cosTheta, cosineOf(A.sub(e.a, right)), e.below, e.otherwise);
    if (left && !right && !depends(e.b)) return A.select(cosineOf(A.sub(e.b, left)), cosTheta, e.below, e.otherwise);
    return e;
  });
}

/** cos t for a bound t on θ ∈ [0, π]; below 0 and above π a value that no cosine reaches, so that the comparison is never wrong. */
function cosineOf(t: Expression): Expression {
  const above = A.select(A.constant(Math.PI), t, A.constant(-2), A.cos(t));
  return A.select(t, A.constant(0), A.constant(2), above);
}

/** Collects the largest parts that do not depend on the sample. */
class Uniforms {
  readonly definitions = new Map<string, Expression>();
  private readonly names = new Map<string, string>();

  constructor(private readonly depends: (e: Expression) => boolean) {}

  get ids(): string[] {
    return [...this.definitions.keys()];
  }

  hoist(root: Expression): Expression {
    const visit = (e: Expression): Expression => {
      if (e.kind === 'constant') return e;
      if (!this.depends(e)) return symbol(this.idOf(e));
      return mapOperands(e, visit);
    };
    return visit(root);
  }

  private idOf(definition: Expression): string {
    const key = JSON.stringify(definition);
    const known = this.names.get(key);
    if (known) return known;
    const id = this.nameFor(definition);
    this.names.set(key, id);
    this.definitions.set(id, definition);
    return id;
  }

  private nameFor(e: Expression): string {
    if (e.kind === 'symbol') return e.name;
    if ((e.kind === 'cos' || e.kind === 'sin') && e.a.kind === 'symbol')
      return e.kind + e.a.name.charAt(0).toUpperCase() + e.a.name.slice(1);
    return `derived${[...this.definitions.keys()].filter((id) => id.startsWith('derived')).length}`;
  }
}

/** Unlike `rebuild` this descends only where it is told to, and does not simplify. */
function mapOperands(e: Expression, change: (e: Expression) => Expression): Expression {
  if (e.kind === 'constant' || e.kind === 'symbol') return e;
  if (e.kind === 'select')
    return { ...e, a: change(e.a), b: change(e.b), below: change(e.below), otherwise: change(e.otherwise) };
  return 'b' in e ? { ...e, a: change(e.a), b: change(e.b) } : { ...e, a: change(e.a) };
}

function printFunction(
  name: string,
  root: Expression,
  inputs: readonly string[],
  uniforms: readonly string[],
  uniformName: (id: string) => string,
  dialect: Dialect,
): string {
  const graph = graphOf([root]);
  const texts: string[] = [];
  const lines: string[] = [];
  if (graph.nodes.some(({ expression: e }) => e.kind === 'symbol' && e.name === 'theta')) {
    lines.push(dialect.local('theta', 'marginAngle(sinTheta, cosTheta)'));
  }
  for (const { expression, operands, uses } of graph.nodes) {
    const text = printNode(
      expression,
      operands.map((i) => texts[i]!),
      uniforms,
      uniformName,
      dialect,
    );
    const shared = uses > 1 && expression.kind !== 'constant' && expression.kind !== 'symbol';
    if (shared) {
      const local = `part${lines.length}`;
      lines.push(dialect.local(local, text));
      texts.push(local);
    } else {
      texts.push(text);
    }
  }
  const statements = [...lines, `return ${texts[graph.indexOf(root)]};`].map((line) => `  ${line}`);
  return [dialect.open(name, ['cosTheta', 'sinTheta', ...inputs]), ...statements, '}'].join('\n');
}

/** Source text of one operation, bracketed where it is an operand. */
function printNode(
  e: Expression,
  [a, b, c, d]: string[],
  uniforms: readonly string[],
  uniformName: (id: string) => string,
  dialect: Dialect,
): string {
  switch (e.kind) {
    case 'constant':
      return floatLiteral(e.value);
    case 'symbol':
      return uniforms.includes(e.name) ? uniformName(e.name) : e.name;
    case 'add':
      return `(${a} + ${b})`;
    case 'sub':
      return `(${a} - ${b})`;
    case 'mul':
      return `(${a} * ${b})`;
    case 'div':
      return `(${a} / ${b})`;
    case 'neg':
      return `(-${a})`;
    case 'cos':
      return `marginCos(${a})`;
    case 'sin':
      return `marginSin(${a})`;
    case 'select':
      return dialect.select(`${a} < ${b}`, c!, d!);
    case 'stopGradient':
      return a!;
    case 'min':
    case 'max':
      return `${e.kind}(${a}, ${b})`;
    default:
      return `${e.kind}(${a})`;
  }
}

/** A number that both languages read as floating point, with more digits than single precision keeps. */
export function floatLiteral(value: number): string {
  const digits =
    Math.fround(value) === value && Number.isInteger(value) && Math.abs(value) < 1e7 ? value.toFixed(1) : value.toPrecision(10);
  // Ten digits before the point leave no point, which GLSL would read as a whole number.
  const text = /[.e]/.test(digits) ? digits : `${digits}.0`;
  return value < 0 ? `(${text})` : text;
}
