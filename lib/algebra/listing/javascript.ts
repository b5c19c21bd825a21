import { type CodeTable, printCode } from './code';
import { type DraftLine, finish, type HeadDefinition, type Listing } from './listing';
import { isLinear, isPlain } from './python';

const operations = {
  add: 'add',
  sub: 'sub',
  mul: 'mul',
  div: 'div',
  neg: 'neg',
  cos: 'cos',
  sin: 'sin',
  sqrt: 'sqrt',
  floor: 'floor',
  min: 'minimum',
  max: 'maximum',
};

/** tfjs has no gradient through comparisons; `step` has one (0), and step(b − a) = 1 exactly where a < b. */
const table: CodeTable = {
  pi: 'Math.PI',
  parameter: (id) => `this.${id}`,
  number: (kind, args) => `Math.${kind}(${args.join(', ')})`,
  tensor: (kind, args) => (kind === 'stopGradient' ? `detach(${args[0]})` : `tf.${operations[kind]}(${args.join(', ')})`),
  select: (a, b, then, otherwise) => `tf.where(isLess(${a}, ${b}), ${then}, ${otherwise})`,
  assign: (name, value) => `const ${name} = ${value};`,
  names: { theta: 'theta', cosTheta: 'cosTheta', sinTheta: 'sinTheta' },
};

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
          'const norm2 = (rows) => tf.sum(tf.square(rows), 1, true);',
          'const unit = (rows) => tf.mul(rows, tf.rsqrt(tf.maximum(norm2(rows), 1e-12)));',
        ]
      : []),
    ...(text.includes('isLess(')
      ? ["const isLess = (a, b) => tf.cast(tf.step(tf.sub(b, a)), 'bool'); // unlike tf.less it lets gradients pass"]
      : []),
    ...(text.includes('detach(')
      ? ['const detach = tf.customGrad((x) => ({ value: x.clone(), gradFunc: (dy) => tf.zerosLike(dy) }));']
      : []),
    ...(text.includes('unit(') ? [''] : []),
    `/** ${head.summary} */`,
    `export class ${head.className} {`,
    `  constructor(embeddingSize, classes${defaults ? `, { ${defaults} } = {}` : ''}) {`,
    '    this.weight = tf.variable(tf.randomNormal([classes, embeddingSize], 0, embeddingSize ** -0.5));',
    ...(head.hasBias ? ['    this.bias = tf.variable(tf.zeros([classes]));'] : []),
    ...head.parameters.map(({ id }) => `    this.${id} = ${id};`),
    '  }',
    '',
    '  loss(embeddings, labels) {',
    ["    const oneHot = tf.cast(tf.oneHot(labels, this.weight.shape[0]), 'float32');", 7],
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
  [`    const logits = ${plus(head, 'tf.matMul(embeddings, this.weight, false, true)')};`, 3],
];

const plus = (head: HeadDefinition, logits: string): string => (head.hasBias ? `tf.add(${logits}, this.bias)` : logits);

function cosineBody(head: HeadDefinition): DraftLine[] {
  const code = printCode(head.target, table);
  const product = (first: string, ...rest: string[]): string =>
    rest.reduce((text, factor) => `tf.mul(${factor}, ${text})`, first);
  const cosines: DraftLine[] = [
    ['    const x = unit(embeddings);', 1],
    ['    const w = unit(this.weight);', 2],
    ['    const cosine = tf.matMul(x, w, false, true);', 3],
  ];
  const margin: DraftLine[] = [
    ['    const cosTheta = tf.sum(tf.mul(oneHot, cosine), 1, true);', 4],
    ...(code.needsAngle
      ? ([
          '    // By atan2: exact near 0 and pi, where arccos loses digits and its gradient is infinite.',
          ['    const residual = tf.sub(tf.matMul(oneHot, w), tf.mul(cosTheta, x));', 5],
          ['    const sinTheta = tf.sqrt(tf.maximum(norm2(residual), 1e-12));', 5],
          ['    const theta = tf.atan2(sinTheta, cosTheta);', 5],
        ] as DraftLine[])
      : []),
    ...(head.remark ? [`    // ${head.remark}`] : []),
    ...code.statements.map((line): DraftLine => [`    ${line}`, 6]),
    [`    const target = ${code.value};`, 6],
    ['    const replaced = tf.add(cosine, tf.mul(oneHot, tf.sub(target, cosTheta)));', 8],
  ];
  const factors = [
    ...(head.normalisesFeatures ? ['this.s'] : ['tf.sqrt(tf.maximum(norm2(embeddings), 1e-12))']),
    ...(head.normalisesWeights ? [] : ['tf.transpose(tf.sqrt(tf.maximum(norm2(this.weight), 1e-12)))']),
  ];
  const scaled = plus(head, product(isPlain(head) ? 'cosine' : 'replaced', ...factors));
  return [...cosines, ...(isPlain(head) ? [] : margin), [`    const logits = ${scaled};`, 9]];
}
