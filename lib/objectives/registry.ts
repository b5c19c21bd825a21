import { losses } from '../losses';
import { adacos } from './adacos';
import { adaface } from './adaface';
import { inter, intra } from './angular-terms';
import { centre } from './centre';
import { contrastive } from './contrastive';
import { curricularface } from './curricularface';
import { custom } from './custom';
import { elasticface } from './elasticface';
import { lSoftmax } from './l-softmax';
import { magface } from './magface';
import { marginObjective } from './margin';
import { normface } from './normface';
import type { Objective } from './objective';
import { partialFc } from './partial-fc';
import { softmax } from './softmax';
import { spherefaceR } from './sphereface-r';
import { sphereface2 } from './sphereface2';
import { subcentreArcface } from './subcentre';
import { triplet } from './triplet';
import { uniface } from './uniface';

/** Every objective of the family, in the order in which they are listed. A new one is one file, its test and one line here. */
const all: readonly Objective[] = [
  softmax,
  marginObjective(losses['norm-softmax'], 'z_j = s cos θ_j'),
  marginObjective(losses.sphereface, 'z_y = ‖x‖ (λ cos θ_y + ψ(θ_y))/(1 + λ), ψ(θ) = (−1)^k cos mθ − 2k'),
  marginObjective(losses['sphereface-arccos'], 'z_y = s cos(m θ_y)'),
  marginObjective(losses.cosface, 'z_y = s (cos θ_y − m)'),
  marginObjective(losses.arcface, 'z_y = s cos(θ_y + m)'),
  marginObjective(losses.combined, 'z_y = s (cos(m1 θ_y + m2) − m3)'),
  lSoftmax,
  normface,
  centre,
  triplet,
  contrastive,
  intra,
  inter,
  subcentreArcface,
  adacos,
  curricularface,
  magface,
  adaface,
  elasticface,
  partialFc,
  sphereface2,
  spherefaceR,
  uniface,
  custom,
];

export const objectives: ReadonlyMap<string, Objective> = new Map(all.map((objective) => [objective.id, objective]));
