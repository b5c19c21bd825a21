import { type LossId, losses } from '../../losses';
import { lSoftmaxLoss } from '../l-softmax';
import { objectives } from '../registry';
import { inter, intra } from './angular-terms';
import { sphereface2, uniface } from './binary';
import { centre, centreAlone } from './centre';
import { curricularface } from './curricularface';
import { contrastive, triplet } from './distances';
import { elasticface, partialFc } from './drawn';
import { marginTensorObjective } from './margin';
import { adaface, magface } from './norms';
import type { TensorObjective } from './objective';
import { adacos, normface } from './scales';
import { spherefaceR } from './sphereface-r';
import { subcentreArcface } from './subcentre';

const margin = (id: LossId): TensorObjective => marginTensorObjective(objectives.get(id)!, losses[id]);

/** Every objective that can be trained in the page, in the order of the reference's registry; `center-alone` is the
 * reference's `center` without a classifier. */
const all: readonly TensorObjective[] = [
  ...(Object.keys(losses) as LossId[]).map(margin),
  marginTensorObjective(objectives.get('l-softmax')!, lSoftmaxLoss),
  normface,
  centre,
  centreAlone,
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
];

export const tensorObjectives: ReadonlyMap<string, TensorObjective> = new Map(all.map((objective) => [objective.id, objective]));
