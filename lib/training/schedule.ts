import type { ParameterValues } from '../losses';
import { lossOf } from './loss-of';
import type { LossSettings, ObjectiveSettings, RunChange, RunSettings } from './types';

/** What a step trains with: the last change before it, with warm-up and ramps applied. */
export interface InForce {
  readonly loss: LossSettings;
  readonly learningRate: number;
  readonly objectives: readonly ObjectiveSettings[];
}

/**
 * @param step  number of the step, 1 for the first. A change made at step k is in force from step k + 1 on.
 */
export function inForce(settings: RunSettings, changes: readonly RunChange[], step: number): InForce {
  let { loss } = settings;
  let { learningRate } = settings.optimizer;
  let { objectives = [] } = settings;
  for (const change of changes) {
    if (change.step >= step) break;
    if (change.kind === 'loss') loss = change.loss;
    else if (change.kind === 'learningRate') learningRate = change.value;
    else objectives = change.objectives;
  }
  return { loss: { ...loss, parameters: ramped(loss, settings, step) }, learningRate, objectives };
}

/** First step at which every ramp and the warm-up are over. */
export function settledAt(settings: RunSettings): number {
  return Math.max(settings.warmUp, ...settings.ramps.map((ramp) => ramp.steps)) + 1;
}

function ramped(loss: LossSettings, settings: RunSettings, step: number): ParameterValues {
  const values: Record<string, number> = { ...loss.parameters };
  for (const ramp of settings.ramps) {
    if (step > ramp.steps) continue;
    // Step 1 trains with `from`, step `steps` + 1 with the set value.
    const way = (step - 1) / ramp.steps;
    if (ramp.parameter === 's' && values['s'] !== undefined) values['s'] = ramp.from + way * (values['s'] - ramp.from);
    if (ramp.parameter === 'm') Object.assign(values, partOfMargin(loss, values, ramp.from, way));
  }
  if (step <= settings.warmUp) Object.assign(values, partOfMargin(loss, values, 0, 0));
  return values;
}

/**
 * The margin on its way from `from` to its set value. Factors on the angle start at 1, not 0. SphereFace, whose m is a whole
 * number, is annealed by λ as its authors do, here so that the weight of ψ, 1/(1 + λ), rises linearly. Of a formula's parameters
 * those move that are named as margins are (m, m1, m2, m3); nobody knows where the others do nothing.
 */
function partOfMargin(loss: LossSettings, values: ParameterValues, from: number, way: number): Record<string, number> {
  if (loss.id === 'sphereface') {
    const weight = way / (1 + values['lambda']!);
    return { lambda: Math.min(1000, 1 / weight - 1) };
  }
  const part: Record<string, number> = {};
  for (const { id, min } of lossOf(loss).parameters) {
    if (id === 's' || (loss.id === 'custom' && !/^m[123]?$/.test(id))) continue;
    const value = values[id]!;
    // A slider that begins at 1 belongs to a factor.
    const start = id === 'm1' || (id === 'm' && min === 1) ? Math.max(1, from) : from;
    part[id] = start + way * (value - start);
  }
  return part;
}
