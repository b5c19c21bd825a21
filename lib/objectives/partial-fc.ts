import { losses } from '../losses';
import { createRng, permutation } from '../pure/random';
import { marginLogit, plainLogit } from './arc-target';
import {
  type Batch,
  choiceSetting,
  gradientSetting,
  InputError,
  numberSetting,
  type Objective,
  pastPiSetting,
  type Settings,
  scaleSetting,
} from './objective';
import { pairHead } from './pair-head';

/**
 * Partial FC: a margin loss over the classes of the batch and a random sample of the others, r·C classes in all (or all of the
 * batch's, if these are more). An et al., ICCVW 2021, CVPR 2022. The sample comes from the seed, or is given as `state.classes`.
 * Rows that are not sampled get gradient 0.
 */
export const partialFc: Objective = {
  id: 'partial-fc',
  name: 'Partial FC',
  equation: 'softmax over a sample of classes that holds every class of the batch; z_y = s ψ(θ_y)',
  source: { reference: 'partial-fc', where: 'positive plus randomly negative' },
  settings: [
    scaleSetting,
    choiceSetting('base', ['arcface', 'cosface'], 'the margin loss: cos(θ + m), or cos θ − m'),
    numberSetting('m', 0.5, 0, Math.PI, 'margin'),
    numberSetting('r', 0.1, 0, 1, 'share of all classes that take part'),
    { ...numberSetting('seed', 0, 0, 4294967295, 'of the sample'), integer: true },
    { ...pastPiSetting, about: `of the base arcface; cosface has plain alone. ${pastPiSetting.about}` },
    gradientSetting,
  ],
  weights: 'classes',
  bias: false,
  state: [
    {
      id: 'classes',
      shape: 'any number of classes',
      integer: true,
      min: 0,
      default: 'drawn',
      about: 'the classes that take part',
    },
  ],
  stopsGradient: 'the choice of classes',
  notes: 'logits has one column for each entry of stateAfter.classes. accuracy is that among the sampled classes.',
  evaluate(batch, settings) {
    const [s, m] = [settings['s'], settings['m']] as [number, number];
    const columns = batch.state?.['classes'] ? given(batch) : drawClasses(batch.labels, batch.weights.length, settings);
    const loss = settings['base'] === 'arcface' ? losses.arcface : losses.cosface;
    const { gradScalar: _, ...result } = pairHead(batch, {
      columns,
      logit: ({ own, theta }) => (own ? marginLogit(loss, s, m, theta, settings) : plainLogit(s, theta)),
    });
    return { ...result, stateAfter: { classes: columns } };
  },
};

/** The classes that take part, in ascending order: those of the batch, and a seeded sample of the others. */
export function drawClasses(labels: readonly number[], classes: number, settings: Settings): number[] {
  const chosen = new Set(labels);
  const wished = Math.floor((settings['r'] as number) * classes);
  for (const c of permutation(classes, createRng(settings['seed'] as number, 'classes'))) {
    if (chosen.size >= wished) break;
    chosen.add(c);
  }
  return [...chosen].sort((a, b) => a - b);
}

function given({ weights, labels, state }: Batch): number[] {
  const classes = [...(state!['classes'] as readonly number[])];
  classes.forEach((c, i) => {
    if (c >= weights.length) throw new InputError(`state.classes[${i}]`, `${c}`, `a class from 0 to ${weights.length - 1}`);
    if (classes.indexOf(c) !== i) throw new InputError(`state.classes[${i}]`, `${c} stands there twice`, 'each class once');
  });
  labels.forEach((label, i) => {
    if (!classes.includes(label))
      throw new InputError('state.classes', `it lacks ${label}, the class of sample ${i}`, 'every class of the batch');
  });
  return classes;
}
