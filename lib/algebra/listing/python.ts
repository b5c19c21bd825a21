import type { HeadDefinition } from './listing';

/** What the two Python listings share. */

/** `lambda` is a keyword. */
export const pythonName = (id: string): string => (id === 'lambda' ? 'lambda_' : id);

/** `s=64, m=0.5`, after a comma if there is any. */
export const pythonDefaults = ({ parameters }: HeadDefinition): string =>
  parameters.map(({ id }) => `, ${pythonName(id)}=«value:${id}»`).join('');

export const pythonFields = ({ parameters }: HeadDefinition): string[] =>
  parameters.map(({ id }) => `        self.${pythonName(id)} = ${pythonName(id)}`);

export const pythonNumber = (kind: string, args: readonly string[]): string =>
  kind === 'min' || kind === 'max' ? `${kind}(${args.join(', ')})` : `math.${kind}(${args.join(', ')})`;

/** Identifiers that name a symbol. */
export const pythonSymbols = ({ parameters }: HeadDefinition): Record<string, string> => ({
  ...Object.fromEntries(parameters.map(({ id }) => [pythonName(id), id])),
  theta: 'theta',
  cos_theta: 'theta',
  sin_theta: 'theta',
  x: 'x',
});

export const pythonVariables = { theta: 'theta', cosTheta: 'cos_theta', sinTheta: 'sin_theta' } as const;

/** Whether the target logit is the plain cosine: no margin, nothing to put back. */
export const isPlain = ({ target }: HeadDefinition): boolean =>
  target.kind === 'cos' && target.a.kind === 'symbol' && target.a.name === 'theta';

/** Whether the cosines are never needed: W·x + b is the logit. */
export const isLinear = (head: HeadDefinition): boolean => isPlain(head) && !head.normalisesFeatures && !head.normalisesWeights;
