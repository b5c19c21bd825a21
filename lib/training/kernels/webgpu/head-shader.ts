import { printWgsl } from '../../../algebra/wgsl';
import { type AnyLoss, type LossOptions, slopeExpression, targetExpression } from '../../../losses';
import { type HeadPart, type Lanes, partCode, targetCode, vectorCode } from './head-code';
import type { Kernel } from './program';

/** The kernels of a loss's head; parameters of the loss are uniforms, so that moving one compiles nothing. */
export interface HeadShader {
  kernel(part: HeadPart, dimension: number, lanes: Lanes): Kernel;
  /** Values of the kernels' uniforms `numbers`, in their order. @throws RangeError if a parameter is missing */
  numbers(values: Readonly<Record<string, number>>): number[];
}

const shaders = new WeakMap<AnyLoss, Map<string, HeadShader>>();
/** Sources met so far: losses that print the same share their pipelines. */
const sources = new Map<string, number>();

export function headShader(loss: AnyLoss, options: LossOptions): HeadShader {
  const known = shaders.get(loss) ?? new Map<string, HeadShader>();
  shaders.set(loss, known);
  const key = `${options.pastPi} ${options.gradient}`;
  const shader = known.get(key) ?? makeShader(loss, options);
  known.set(key, shader);
  return shader;
}

function makeShader(loss: AnyLoss, options: LossOptions): HeadShader {
  const text = printWgsl({
    functions: [
      { name: 'targetLogit', expression: targetExpression(loss, options) },
      { name: 'targetSlope', expression: slopeExpression(loss, options) },
    ],
    uniformName: (id) => `uniforms.${fieldOf(id)}`,
  });
  const common = targetCode(loss, text);
  const id = sources.get(common) ?? sources.size;
  sources.set(common, id);
  return {
    kernel: (part, dimension, lanes) => ({
      key: `head ${part}, loss ${id}, d = ${dimension}, ${lanes} lanes`,
      inputs: part === 'rows' ? ['embeddings', 'parameters', 'labels'] : ['embeddings', 'parameters', 'labels', 'statistics'],
      integers: ['samples', 'classes', 'offset'],
      numbers: ['scale', ...text.uniforms.map(fieldOf)],
      code: () => [vectorCode(dimension), common, partCode[part](dimension, lanes)].join('\n'),
    }),
    numbers(values) {
      const derived = text.uniformValues(values);
      return [loss.normalisesFeatures ? values['s']! : 1, ...text.uniforms.map((name) => derived[name]!)];
    },
  };
}

/** Keeps the reader's own parameter names clear of the other uniforms and of WGSL's words. */
const fieldOf = (id: string): string => `margin_${id}`;
