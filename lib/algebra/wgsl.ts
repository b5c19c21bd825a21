import type { Expression } from './expression';
import { type Dialect, printShader, type ShaderOptions, type ShaderText } from './shader';

/** The same arithmetic as in `glsl.ts`, from the same source (Cephes). WGSL allows its own `cos` an error of 2^-11. */
const helpers = `fn marginQuarter(x: f32, turn: f32) -> f32 {
  let k = floor(x * 0.6366197724 + 0.5);
  let r = ((x - k * 1.5703125) - k * 4.837512969970703e-4) - k * 7.549789954891882e-8;
  let z = r * r;
  let s = ((-1.9515295891e-4 * z + 8.3321608736e-3) * z - 1.6666654611e-1) * z * r + r;
  let c = ((2.443315711809948e-5 * z - 1.388731625493765e-3) * z + 4.166664568298827e-2) * z * z - 0.5 * z + 1.0;
  var q = k + turn;
  q = q - 4.0 * floor(q * 0.25);
  let v = select(c, s, q == 0.0 || q == 2.0);
  return select(-v, v, q < 2.0);
}

fn marginSin(x: f32) -> f32 { return marginQuarter(x, 0.0); }

fn marginCos(x: f32) -> f32 { return marginQuarter(x, 1.0); }

fn marginAngle(s: f32, c: f32) -> f32 {
  let a = abs(c);
  var t = min(s, a) / max(max(s, a), 1e-30);
  var base = 0.0;
  if (t > 0.4142135624) { base = 0.7853981634; t = (t - 1.0) / (t + 1.0); }
  let z = t * t;
  var y = base + ((((8.05374449538e-2 * z - 1.38776856032e-1) * z + 1.99777106478e-1) * z - 3.33329491539e-1) * z * t + t);
  y = select(y, 1.5707963268 - y, s > a);
  return select(y, 3.1415926536 - y, c < 0.0);
}`;

const wgsl: Dialect = {
  helpers,
  declare: (ids) =>
    [
      `struct MarginUniforms {`,
      ...ids.map((id) => `  ${id}: f32,`),
      '}',
      '@group(0) @binding(0) var<uniform> margin: MarginUniforms;',
    ].join('\n'),
  uniform: (id) => `margin.${id}`,
  open: (name, args) => `fn ${name}(${args.map((arg) => `${arg}: f32`).join(', ')}) -> f32 {`,
  local: (name, value) => `let ${name} = ${value};`,
  select: (condition, then, otherwise) => `select(${otherwise}, ${then}, ${condition})`,
};

/**
 * Prints expressions in θ as WGSL functions `fn name(cosTheta: f32, sinTheta: f32, …inputs) -> f32`. By default the uniforms are
 * the fields of one struct at group 0, binding 0, in the order of `uniforms`; pass `uniformName` and leave `declarations` out to
 * read them from elsewhere. See `printGlsl`.
 */
export const printWgsl = (options: ShaderOptions): ShaderText => printShader(options, wgsl);

/** `printWgsl` of a single function. */
export const printWgslFunction = ({
  name,
  expression,
  ...rest
}: { name: string; expression: Expression } & Omit<ShaderOptions, 'functions'>): ShaderText =>
  printWgsl({ functions: [{ name, expression }], ...rest });
