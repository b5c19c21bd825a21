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
    if (kind === 'stopGradient') return `(${args[0]}).detach()`;
    if (kind === 'min' || kind === 'max')
      return `torch.${kind}imum(*torch.broadcast_tensors(${args.map((a) => `torch.as_tensor(${a})`).join(', ')}))`;
    return kind === 'cos' || kind === 'sin' || kind === 'sqrt' || kind === 'floor' ? `torch.${kind}(${args[0]})` : null;
  },
  select: (a, b, then, otherwise) => `torch.where(${a} < ${b}, ${then}, ${otherwise})`,
  choose: (a, b, then, otherwise) => `(${then} if ${a} < ${b} else ${otherwise})`,
  spread: (value) => `torch.full_like(cos_theta, ${value})`,
  assign: (name, value) => `${name} = ${value}`,
  names: pythonVariables,
};

/** A PyTorch module (1.13 or later) whose `forward(embeddings, labels)` is the mean loss of a batch. */
export function pytorchListing(head: HeadDefinition): Listing {
  const body = isLinear(head) ? linearBody(head) : cosineBody(head);
  const usesMath = body.some((line) => (typeof line === 'string' ? line : line[0]).includes('math.'));
  const lines: DraftLine[] = [
    ...(usesMath ? ['import math', ''] : []),
    'import torch',
    'import torch.nn.functional as F',
    'from torch import nn',
    '',
    '',
    `class ${head.className}(nn.Module):`,
    `    """${head.summary}"""`,
    '',
    `    def __init__(self, embedding_size, classes${pythonDefaults(head)}):`,
    '        super().__init__()',
    '        self.weight = nn.Parameter(torch.empty(classes, embedding_size))',
    '        nn.init.xavier_normal_(self.weight)',
    ...(head.hasBias ? ['        self.bias = nn.Parameter(torch.zeros(classes))'] : []),
    ...pythonFields(head),
    '',
    '    def forward(self, embeddings, labels):',
    ...body,
    '        return F.cross_entropy(logits, labels)',
  ];
  return finish('pytorch', lines, pythonSymbols(head), Object.fromEntries(head.parameters.map(({ id, value }) => [id, value])));
}

const linearBody = (head: HeadDefinition): DraftLine[] => [
  [`        logits = F.linear(embeddings, self.weight${head.hasBias ? ', self.bias' : ''})`, 3],
];

function cosineBody(head: HeadDefinition): DraftLine[] {
  const code = printCode(head.target, table);
  const factors = [
    ...(head.normalisesFeatures ? ['self.s'] : ['embeddings.norm(dim=1, keepdim=True)']),
    ...(head.normalisesWeights ? [] : ['self.weight.norm(dim=1)']),
  ];
  const cosines: DraftLine[] = [
    ['        x = F.normalize(embeddings)', 1],
    ['        w = F.normalize(self.weight)', 2],
    ['        cosine = x @ w.T', 3],
  ];
  const margin: DraftLine[] = [
    ['        cos_theta = cosine.gather(1, labels[:, None])', 4],
    ...(code.needsAngle
      ? ([
          '        # By atan2: unlike arccos, exact near 0 and pi, and its slope is finite.',
          ['        own = w[labels]', 5],
          ['        sin_theta = (own - cos_theta * x).norm(dim=1, keepdim=True)', 5],
          ['        theta = torch.atan2(sin_theta, cos_theta)', 5],
        ] as DraftLine[])
      : []),
    ...head.remarks.map((remark) => `        # ${remark}`),
    ...code.statements.map((line): DraftLine => [`        ${line}`, 6]),
    [`        target = ${code.value}`, 6],
    ['        one_hot = F.one_hot(labels, cosine.shape[1])', 7],
    ['        logits = cosine + one_hot * (target - cos_theta)', 8],
  ];
  const scaled = `        logits = ${factors.join(' * ')} * ${isPlain(head) ? 'cosine' : 'logits'}`;
  return [...cosines, ...(isPlain(head) ? [] : margin), [`${scaled}${head.hasBias ? ' + self.bias' : ''}`, 9]];
}
