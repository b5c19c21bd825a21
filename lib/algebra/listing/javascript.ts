import { type CodeTable, printCode, type TensorKind } from './code';
import { type DraftLine, finish, type HeadDefinition, type Listing } from './listing';
import { isLinear, isPlain } from './python';

/** tfjs has no gradient through comparisons; `step` has one (0), and step(b − a) = 1 exactly where a < b. */
const table: CodeTable = {
  pi: 'Math.PI',
  parameter: (id) => `this.${id}`,
  number: (kind, args) => `Math.${kind}(${args.join(', ')})`,
  tensor: (kind, args, isTensor) => (kind === 'stopGradient' ? `detach(${args[0]})` : chained(kind, args, isTensor)),
  select: (a, b, then, otherwise) => `tf.where(isLess(${a}, ${b}), ${then}, ${otherwise})`,
  choose: (a, b, then, otherwise) => `(${a} < ${b} ? ${then} : ${otherwise})`,
  spread: (value) => `cosTheta.onesLike().mul(${value})`,
  assign: (name, value) => `const ${name} = ${value};`,
  names: { theta: 'theta', cosTheta: 'cosTheta', sinTheta: 'sinTheta' },
};

/** `theta.add(this.m)`: methods of the tensor among the operands; a number cannot be asked to subtract. */
function chained(kind: Exclude<TensorKind, 'stopGradient'>, [a, b]: readonly string[], isTensor: readonly boolean[]): string {
  const method = kind === 'min' || kind === 'max' ? `${kind}imum` : kind;
  if (b === undefined) return `${a}.${method}()`;
  if (isTensor[0]) return `${a}.${method}(${b})`;
  return kind === 'sub' || kind === 'div' ? `tf.${kind}(${a}, ${b})` : `${b}.${method}(${a})`;
}

/** A TensorFlow.js class whose `loss(embeddings, labels)` is the mean loss of a batch. */
export function javascriptListing(head: HeadDefinition): Listing {
  const body = isLinear(head) ? linearBody(head) : cosineBody(head);
  const text = body.map((line) => (typeof line === 'string' ? line : line[0])).join('\n');
  const defaults = head.parameters.map(({ id }) => `${id} = «value:${id}»`).join(', ');
  const lines: DraftLine[] = [
    "import * as tf from '@tensorflow/tfjs';",
    '',
    ...(text.includes('unit(')
      ? [
          'const norm2 = (rows) => rows.square().sum(1, true);',
          'const unit = (rows) => rows.mul(norm2(rows).maximum(1e-12).rsqrt());',
        ]
      : []),
    ...(text.includes('isLess(')
      ? ["const isLess = (a, b) => tf.sub(b, a).step().cast('bool'); // tf.less stops gradients"]
      : []),
    ...(text.includes('detach(')
      ? ['const detach = tf.customGrad((tensor) => ({ value: tensor.clone(), gradFunc: (dy) => dy.zerosLike() }));']
      : []),
    ...(text.includes('unit(') ? [''] : []),
    `/** ${head.summary} */`,
    `export class ${head.className} {`,
    `  constructor(size, classes${defaults ? `, { ${defaults} } = {}` : ''}) {`,
    '    this.weight = tf.variable(tf.randomNormal([classes, size], 0, size ** -0.5));',
    ...(head.hasBias ? ['    this.bias = tf.variable(tf.zeros([classes]));'] : []),
    ...head.parameters.map(({ id }) => `    this.${id} = ${id};`),
    '  }',
    '',
    '  loss(embeddings, labels) {',
    ['    const oneHot = tf.oneHot(labels, this.weight.shape[0]).toFloat();', 7],
    ...body,
    '    return tf.losses.softmaxCrossEntropy(oneHot, logits);',
    '  }',
    '}',
  ];
  const names = {
    ...Object.fromEntries(head.parameters.map(({ id }) => [id, id])),
    theta: 'theta',
    cosTheta: 'theta',
    sinTheta: 'theta',
    x: 'x',
  };
  return finish('javascript', lines, names, Object.fromEntries(head.parameters.map(({ id, value }) => [id, value])));
}

const linearBody = (head: HeadDefinition): DraftLine[] => [
  [`    const logits = ${plus(head, 'embeddings.matMul(this.weight, false, true)')};`, 3],
];

const plus = (head: HeadDefinition, logits: string): string => (head.hasBias ? `${logits}.add(this.bias)` : logits);

function cosineBody(head: HeadDefinition): DraftLine[] {
  const code = printCode(head.target, table);
  const product = (first: string, ...rest: string[]): string => rest.reduce((text, factor) => `${text}.mul(${factor})`, first);
  const cosines: DraftLine[] = [
    ['    const x = unit(embeddings);', 1],
    ['    const w = unit(this.weight);', 2],
    ['    const cosine = x.matMul(w, false, true);', 3],
  ];
  const margin: DraftLine[] = [
    ['    const cosTheta = oneHot.mul(cosine).sum(1, true);', 4],
    ...(code.needsAngle
      ? ([
          '    // By atan2: unlike arccos, exact near 0 and pi, and its slope is finite.',
          ['    const residual = oneHot.matMul(w).sub(cosTheta.mul(x));', 5],
          ['    const sinTheta = norm2(residual).maximum(1e-12).sqrt();', 5],
          ['    const theta = tf.atan2(sinTheta, cosTheta);', 5],
        ] as DraftLine[])
      : []),
    ...head.remarks.map((remark) => `    // ${remark}`),
    ...code.statements.map((line): DraftLine => [`    ${line}`, 6]),
    [`    const target = ${code.value};`, 6],
    ['    const replaced = cosine.add(oneHot.mul(target.sub(cosTheta)));', 8],
  ];
  const factors = [
    ...(head.normalisesFeatures ? ['this.s'] : ['norm2(embeddings).maximum(1e-12).sqrt()']),
    ...(head.normalisesWeights ? [] : ['norm2(this.weight).maximum(1e-12).sqrt().transpose()']),
  ];
  const scaled = plus(head, product(isPlain(head) ? 'cosine' : 'replaced', ...factors));
  return [...cosines, ...(isPlain(head) ? [] : margin), [`    const logits = ${scaled};`, 9]];
}
