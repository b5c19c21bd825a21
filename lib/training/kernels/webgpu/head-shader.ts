import { printWgsl } from '../../../algebra/wgsl';
import { type AnyLoss, type LossOptions, slopeExpression, targetExpression } from '../../../losses';
import { type Lanes, normsCode, targetCode } from './head-code';
import { type NarrowPart, narrowCode } from './narrow-code';
import type { Kernel } from './program';
import { type WidePart, wideCode, wideInputs } from './wide-code';

/** The kernels of a loss's head; parameters of the loss are uniforms, so that moving one compiles nothing. */
export interface HeadShader {
  narrow(part: NarrowPart, dimension: number, lanes: Lanes): Kernel;
  wide(part: WidePart, lanes: Lanes): Kernel;
  /** Values of a kernel's uniforms `numbers`, in their order. @throws RangeError if a parameter is missing */
  numbers(part: NarrowPart | WidePart, values: Readonly<Record<string, number>>): number[];
}

const shaders = new WeakMap<AnyLoss, Map<string, HeadShader>>();
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
  const norms = normsCode(loss);
  /** Only the statistics of the samples see ψ: the gradients' kernels serve every loss with the same norms. */
  const codeOf = (part: NarrowPart | WidePart): string => (part === 'rows' ? norms + targetCode(text) : norms);
  const ids = { rows: idOf(codeOf('rows')), gradients: idOf(norms) };
  const numbersOf = (part: NarrowPart | WidePart): string[] =>
    part === 'rows' ? ['scale', ...text.uniforms.map(fieldOf)] : ['scale'];
  return {
    narrow: (part, dimension, lanes) => ({
      key: `head ${part} ${part === 'rows' ? ids.rows : ids.gradients}, d = ${dimension}, ${lanes} lanes`,
      inputs: ['embeddings', 'parameters', 'labels', ...(part === 'rows' ? [] : ['statistics'])],
      integers: ['samples', 'classes', 'offset'],
      numbers: numbersOf(part),
      code: () => narrowCode(part, loss, codeOf(part), dimension, lanes),
    }),
    wide: (part, lanes) => ({
      key: `wide head ${part} ${part === 'rows' ? ids.rows : ids.gradients}, ${lanes} lanes`,
      inputs: ['dots', 'xs', 'ws', 'labels', ...wideInputs(part, loss)],
      integers: ['samples', 'classes', 'offset', 'width'],
      numbers: numbersOf(part),
      code: () => wideCode(part, loss, codeOf(part), lanes),
    }),
    numbers(part, values) {
      const scale = loss.normalisesFeatures ? values['s']! : 1;
      if (part !== 'rows') return [scale];
      const derived = text.uniformValues(values);
      return [scale, ...text.uniforms.map((name) => derived[name]!)];
    },
  };
}

/** A short name for a source; losses that print the same share it, and with it their pipelines. */
function idOf(source: string): number {
  const id = sources.get(source) ?? sources.size;
  sources.set(source, id);
  return id;
}

/** Keeps the reader's own parameter names clear of the other uniforms and of WGSL's words. */
const fieldOf = (id: string): string => `margin_${id}`;
