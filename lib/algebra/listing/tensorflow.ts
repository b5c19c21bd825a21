import { type CodeTable, printCode } from './code';
import { type DraftLine, finish, type HeadDefinition, type Listing } from './listing';
import {
  isLinear,
  isPlain,
  pythonDefaults,
  pythonFields,
  pythonName,
  pythonNumber,
  pythonSymbols,
  pythonVariables,
} from './python';

const table: CodeTable = {
  pi: 'math.pi',
  parameter: (id) => `self.${pythonName(id)}`,
  number: pythonNumber,
  tensor(kind, args) {
    if (kind === 'stopGradient') return `tf.stop_gradient(${args[0]})`;
    if (kind === 'min' || kind === 'max') return `tf.${kind}imum(${args.join(', ')})`;
    return kind === 'cos' || kind === 'sin' || kind === 'sqrt' || kind === 'floor' ? `tf.${kind}(${args[0]})` : null;
  },
  select: (a, b, then, otherwise) => `tf.where(${a} < ${b}, ${then}, ${otherwise})`,
  choose: (a, b, then, otherwise) => `(${then} if ${a} < ${b} else ${otherwise})`,
  spread: (value) => `tf.ones_like(cos_theta) * (${value})`,
  assign: (name, value) => `${name} = ${value}`,
  names: pythonVariables,
};

/** A Keras layer (TensorFlow 2) whose `call(embeddings, labels)` is the mean loss of a batch. */
export function tensorflowListing(head: HeadDefinition): Listing {
  const body = isLinear(head) ? linearBody(head) : cosineBody(head);
  const usesMath = body.some((line) => /(?<!tf\.)\bmath\./.test(typeof line === 'string' ? line : line[0]));
  const lines: DraftLine[] = [
    ...(usesMath ? ['import math', ''] : []),
    'import tensorflow as tf',
    '',
    '',
    `class ${head.className}(tf.keras.layers.Layer):`,
    `    """${head.summary}"""`,
    '',
    `    def __init__(self, classes${pythonDefaults(head)}, **kwargs):`,
    '        super().__init__(**kwargs)',
    '        self.classes = classes',
    ...pythonFields(head),
    '',
    '    def build(self, embeddings_shape):',
    '        shape = (self.classes, embeddings_shape[-1])',
    "        self.weight = self.add_weight(shape=shape, initializer='glorot_normal')",
    ...(head.hasBias ? ["        self.bias = self.add_weight(shape=(self.classes,), initializer='zeros')"] : []),
    '',
    '    def call(self, embeddings, labels):',
    ...body,
    '        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)',
    '        return tf.reduce_mean(losses)',
  ];
  return finish(
    'tensorflow',
    lines,
    pythonSymbols(head),
    Object.fromEntries(head.parameters.map(({ id, value }) => [id, value])),
  );
}

const linearBody = (head: HeadDefinition): DraftLine[] => [
  [`        logits = tf.matmul(embeddings, self.weight, transpose_b=True)${head.hasBias ? ' + self.bias' : ''}`, 3],
];

function cosineBody(head: HeadDefinition): DraftLine[] {
  const code = printCode(head.target, table);
  const factors = [
    ...(head.normalisesFeatures
      ? ['self.s']
      : ['tf.sqrt(tf.maximum(tf.reduce_sum(embeddings ** 2, axis=1, keepdims=True), 1e-12))']),
    ...(head.normalisesWeights ? [] : ['tf.sqrt(tf.maximum(tf.reduce_sum(self.weight ** 2, axis=1), 1e-12))']),
  ];
  const cosines: DraftLine[] = [
    ['        x = tf.math.l2_normalize(embeddings, axis=1)', 1],
    ['        w = tf.math.l2_normalize(self.weight, axis=1)', 2],
    ['        cosine = tf.matmul(x, w, transpose_b=True)', 3],
  ];
  const margin: DraftLine[] = [
    ['        cos_theta = tf.gather(cosine, labels[:, None], batch_dims=1)', 4],
    ...(code.needsAngle
      ? ([
          '        # By atan2: unlike arccos, exact near 0 and pi, and its slope is finite.',
          ['        residual = tf.gather(w, labels) - cos_theta * x', 5],
          ['        square = tf.reduce_sum(residual ** 2, axis=1, keepdims=True)', 5],
          ['        sin_theta = tf.sqrt(tf.maximum(square, 1e-12))', 5],
          ['        theta = tf.atan2(sin_theta, cos_theta)', 5],
        ] as DraftLine[])
      : []),
    ...head.remarks.map((remark) => `        # ${remark}`),
    ...code.statements.map((line): DraftLine => [`        ${line}`, 6]),
    [`        target = ${code.value}`, 6],
    ['        one_hot = tf.one_hot(labels, self.classes, dtype=cosine.dtype)', 7],
    ['        logits = cosine + one_hot * (target - cos_theta)', 8],
  ];
  const scaled = `        logits = ${factors.join(' * ')} * ${isPlain(head) ? 'cosine' : 'logits'}`;
  return [...cosines, ...(isPlain(head) ? [] : margin), [`${scaled}${head.hasBias ? ' + self.bias' : ''}`, 9]];
}
