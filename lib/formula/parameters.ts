import { type Expression, operands } from '../algebra/expression';
import { arcface } from '../losses/arcface';
import { combined } from '../losses/combined';
import { cosface } from '../losses/cosface';
import { type Parameter, scaleParameter } from '../losses/parameter';
import { sphereface } from '../losses/sphereface';
import { spherefaceArccos } from '../losses/sphereface-arccos';
import { texOf } from './names';

/** How a parameter meets θ inside a cosine or sine: added to it (an angle), multiplied with it, or neither. */
type Role = 'added' | 'factor' | 'number';

const of = (parameters: readonly Parameter[], id: string): Parameter => parameters.find((p) => p.id === id)!;

/** Ranges by role, those of the published losses: ArcFace's m, the paper's multiplied m, CosFace's m. */
const ranges: Readonly<Record<Role, Parameter>> = {
  added: of(arcface.parameters, 'm'),
  factor: of(spherefaceArccos.parameters, 'm'),
  number: of(cosface.parameters, 'm'),
};

/** Names that keep their published range in the role that they have there. */
const known: readonly (readonly [Role, Parameter])[] = [
  ['factor', of(combined.parameters, 'm1')],
  ['added', of(combined.parameters, 'm2')],
  ['number', of(combined.parameters, 'm3')],
  ['number', of(sphereface.parameters, 'lambda')],
];

/** The records of a formula's parameters: s first, then the free names with slider ranges by the part they play. */
export function parametersOf(expression: Expression, names: readonly string[]): Parameter[] {
  const roles = rolesIn(expression);
  const own = names.filter((name) => name !== scaleParameter.id);
  return [scaleParameter, ...own.map((name) => parameterOf(name, roles.get(name) ?? 'number'))];
}

function parameterOf(id: string, role: Role): Parameter {
  const published = known.find(([its, parameter]) => its === role && parameter.id === id);
  return published ? published[1] : { ...ranges[role], id, key: id, symbol: texOf(id) };
}

function rolesIn(root: Expression): Map<string, Role> {
  const roles = new Map<string, Role>();
  const seen = new Set<Expression>();
  const visit = (e: Expression): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.kind === 'cos' || e.kind === 'sin') angle(e.a, roles);
    operands(e).forEach(visit);
  };
  visit(root);
  return roles;
}

/** Looks through the argument of a cosine. */
function angle(e: Expression, roles: Map<string, Role>): void {
  const note = (part: Expression, role: Role): void => {
    if (part.kind === 'symbol' && part.name !== 'theta' && !roles.has(part.name)) roles.set(part.name, role);
  };
  if ((e.kind === 'mul' || e.kind === 'div') && (isAngle(e.a) || isAngle(e.b)))
    for (const part of [e.a, e.b]) note(part, 'factor');
  if ((e.kind === 'add' || e.kind === 'sub') && (isAngle(e.a) || isAngle(e.b)))
    for (const part of [e.a, e.b]) note(part, 'added');
  if (e.kind !== 'cos' && e.kind !== 'sin') for (const part of operands(e)) angle(part, roles);
}

/** Whether θ is in it other than through a cosine. */
function isAngle(e: Expression): boolean {
  if (e.kind === 'symbol') return e.name === 'theta';
  return e.kind !== 'cos' && e.kind !== 'sin' && operands(e).some(isAngle);
}
