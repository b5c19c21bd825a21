import type { AnyLoss, LossOptions, Parameter, ParameterValues } from '../losses';
import { gradientSetting, type NumberSetting, type Objective, pastPiSetting, type Setting, type Settings } from './objective';
import { softmaxHead } from './softmax-head';

/**
 * What a parameter accepts by its mathematics, which is wider than a slider: s up to 10,000, added angles to π, cosines to 2.
 * Others keep their record's range.
 */
const accepted: Readonly<Record<string, readonly [number, number]>> = {
  s: [0.001, 10_000],
  'm rad': [0, Math.PI],
  'm2 rad': [0, Math.PI],
  m1: [0, 20],
  m3: [0, 2],
  lambda: [0, 1e12],
};
const acceptedM: Readonly<Record<string, readonly [number, number]>> = {
  cosface: [0, 2],
  sphereface: [1, 20],
  'sphereface-arccos': [0, 20],
};

function settingOf(parameter: Parameter, loss: AnyLoss): NumberSetting {
  const { id, unit, integer } = parameter;
  const own = id === 'm' ? acceptedM[loss.id] : undefined;
  const [min, max] = own ?? accepted[unit ? `${id} ${unit}` : id] ?? [parameter.min, parameter.max];
  const about = id === 's' ? 'feature scale' : id === 'lambda' ? 'weight of plain cos θ in the blend' : 'margin';
  return { kind: 'number', id, default: parameter.default, min, max, about, ...(unit && { unit }), ...(integer && { integer }) };
}

const refusals: Readonly<Partial<Record<NonNullable<AnyLoss['pastPiRefusal']>, string>>> = {
  monotone: 'its target logit falls all the way to π',
  'no-angle-added': 'it adds nothing to the angle, so θ never passes π',
  'multiplied-angle': 'the angle is multiplied, so cos θ − m sin m is not defined',
};

/** Settings of a margin loss: its parameters, and the options every margin loss has. */
function marginSettings(loss: AnyLoss): readonly Setting[] {
  const why = loss.pastPiRefusal && refusals[loss.pastPiRefusal];
  return [
    ...loss.parameters.map((parameter) => settingOf(parameter, loss)),
    { ...pastPiSetting, options: loss.pastPi, ...(why && { refusal: why }) },
    gradientSetting,
  ];
}

/** Numbers and options of a margin loss from checked settings. */
export function marginValues(settings: Settings): { values: ParameterValues; options: LossOptions } {
  const { pastPi, gradient, ...values } = settings;
  return { values: values as ParameterValues, options: { pastPi, gradient } as LossOptions };
}

/** A margin loss as an objective: its definition through the softmax head. The id may differ from the loss's own. */
export function marginObjective(loss: AnyLoss, equation: string, id: string = loss.id): Objective {
  return {
    id,
    name: loss.name,
    equation,
    source: loss.source,
    settings: marginSettings(loss),
    weights: 'classes',
    bias: loss.hasBias,
    state: [],
    stopsGradient: null,
    evaluate(batch, settings) {
      const { values, options } = marginValues(settings);
      const { gradBias, ...result } = softmaxHead(batch, loss, values, options);
      return loss.hasBias ? { ...result, gradBias } : result;
    },
  };
}
