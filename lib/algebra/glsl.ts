import type { Expression } from './expression';
import { type Dialect, printShader, type ShaderOptions, type ShaderText } from './shader';

/**
 * Cosine, sine and the angle of (sin θ ≥ 0, cos θ) in single precision to about 2e-7: the built-in ones of GPUs may be off by
 * 5e-4 (cosine) and 1e-3 (arctangent). Range reduction and polynomials of S. L. Moshier's Cephes library (sinf.c, atanf.c).
 */
const helpers = `float marginQuarter(float x, float turn) {
  float k = floor(x * 0.6366197724 + 0.5);
  float r = ((x - k * 1.5703125) - k * 4.837512969970703e-4) - k * 7.549789954891882e-8;
  float z = r * r;
  float s = ((-1.9515295891e-4 * z + 8.3321608736e-3) * z - 1.6666654611e-1) * z * r + r;
  float c = ((2.443315711809948e-5 * z - 1.388731625493765e-3) * z + 4.166664568298827e-2) * z * z - 0.5 * z + 1.0;
  float q = k + turn;
  q = q - 4.0 * floor(q * 0.25);
  float v = (q == 0.0 || q == 2.0) ? s : c;
  return q < 2.0 ? v : -v;
}

float marginSin(float x) { return marginQuarter(x, 0.0); }

float marginCos(float x) { return marginQuarter(x, 1.0); }

float marginAngle(float s, float c) {
  float a = abs(c);
  float t = min(s, a) / max(max(s, a), 1e-30);
  float base = 0.0;
  if (t > 0.4142135624) { base = 0.7853981634; t = (t - 1.0) / (t + 1.0); }
  float z = t * t;
  float y = base + ((((8.05374449538e-2 * z - 1.38776856032e-1) * z + 1.99777106478e-1) * z - 3.33329491539e-1) * z * t + t);
  y = s > a ? 1.5707963268 - y : y;
  return c < 0.0 ? 3.1415926536 - y : y;
}`;

const glsl: Dialect = {
  helpers,
  declare: (_, names) => names.map((name) => `uniform float ${name};`).join('\n'),
  uniform: (id) => id,
  open: (name, args) => `float ${name}(${args.map((arg) => `float ${arg}`).join(', ')}) {`,
  local: (name, value) => `float ${name} = ${value};`,
  select: (condition, then, otherwise) => `(${condition} ? ${then} : ${otherwise})`,
};

/**
 * Prints expressions in θ as GLSL functions of cos θ and sin θ (GLSL ES 1.00 and 3.00; the shader needs
 * `precision highp float`). Each function is `float name(float cosTheta, float sinTheta)` followed by `inputs`; a shader that has
 * unit vectors x and w passes `dot(x, w)` and `length(w - dot(x, w) * x)`. By default a uniform has its id as its name;
 * `uniformName` changes that. To read them from elsewhere take `helpers` and `body` and leave `declarations` out.
 *
 * @example
 * const text = printGlsl({ functions: [{ name: 'targetLogit', expression: targetExpression(loss, options) }] });
 * text.source          // helpers, `uniform float cosM; …`, float targetLogit(float cosTheta, float sinTheta) { … }
 * text.uniformValues({ s: 16, m: 0.5 })   // { cosM: 0.8775…, sinM: 0.4794… }
 */
export const printGlsl = (options: ShaderOptions): ShaderText => printShader(options, glsl);

/** `printGlsl` of a single function. */
export const printGlslFunction = ({
  name,
  expression,
  ...rest
}: { name: string; expression: Expression } & Omit<ShaderOptions, 'functions'>): ShaderText =>
  printGlsl({ functions: [{ name, expression }], ...rest });
