import { Refusal } from './problem';

// biome-ignore format: a table
const greek: Readonly<Record<string, string>> = {
  α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'epsilon', ζ: 'zeta', η: 'eta', θ: 'theta', ϑ: 'theta', κ: 'kappa', λ: 'lambda',
  μ: 'mu', ν: 'nu', ξ: 'xi', π: 'pi', ρ: 'rho', σ: 'sigma', τ: 'tau', φ: 'phi', ϕ: 'phi', χ: 'chi', ψ: 'psi', ω: 'omega',
};

/** Named numbers. */
export const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

/** A name as code writes it: Greek letters by their names, `λ1` as `lambda1`. */
export const spelledOut = (name: string): string => [...name].map((c) => greek[c] ?? c).join('');

/** Lower case, so that the names that shaders derive (`cosM`) stay different. */
const pattern = /^[a-z][a-z0-9]{0,11}(_[a-z0-9]{1,6})?$/;

/** Words that mean something in GLSL, WGSL, Python or JavaScript, or to the classes of the listings. */
const reserved = new Set(
  `abstract active alias alignas alignof and angle angles apply arguments as asm assert async attribute auto await become bias bool
  break build built buffers call case cast catch ceil centroid children class classes coherent common compile concept const
  constructor continue continuing cosine cpu crate cross cuda debugger decltype def default degrees del delete demote determinant
  detach device diagnostic diff discard distance do dot double dtype dynamic elif else embeddings enable enum eval except exp explicit
  export extends extern external faceforward false filter final finally fixed flat float fn for forward fract friend from
  function functional get global goto groupshared half highp if impl implements import in inline inout input instanceof int
  interface invariant inverse ipu is isinf isnan isless kwargs labels layout length let linear log logits long loop losses loss lowp
  macro main margin mat2 mat3 mat4 match math matrix mediump meta metrics mix mod modf modules module move mut mutable name namespace
  new nil noexcept noinline none nonlocal norm2 normalize not null nullptr of one_hot operator or out output override package packed parameters
  partition pass patch path pow precise precision premerge priv private protected prototype pub public quantize radians raise readonly
  ref reflect refract regardless register replaced require requires residual resource restrict return round sample self set shape shared
  short sign signed size sizeof smooth smoothstep snorm state_dict static std step struct submodules subroutine super superp switch
  target template tensor tf this throw to torch train trainable training trait transpose trunc try type typedef typeid typename
  typeof uint undefined union unit unless unorm unsafe unsigned unsized updates use using value var variables varying vec2 vec3 vec4
  virtual void volatile weight weights wgsl where while with writeonly xpu yield zero_grad`.split(/\s+/),
);

/**
 * @param name   a name spelled out
 * @param given  as the reader wrote it
 * @throws Refusal if it cannot be a parameter's name
 */
export function assertParameterName(name: string, given: string, at: number): void {
  if (!pattern.test(name)) throw new Refusal('name', at, { name: given });
  if (reserved.has(name) || /^(part|derived|margin)\d*$/.test(name)) throw new Refusal('reserved', at, { name: given });
}

const greekNames = new Set(Object.values(greek));

/** TeX of a parameter: `m1` as m₁, `alpha` as α, `gain_up` upright with its index. */
export function texOf(name: string): string {
  const [, word, digits, index] = /^([a-z]+?|[a-z][a-z0-9]*?)(\d*)(?:_(\w+))?$/.exec(name)!;
  const letter = greekNames.has(word!) ? `\\${word}` : word!.length === 1 ? word! : `\\mathrm{${word}}`;
  const below = [digits, index && /^\d+$/.test(index) ? index : index && `\\mathrm{${index}}`].filter(Boolean).join(',');
  return below === '' ? letter : below.length === 1 ? `${letter}_${below}` : `${letter}_{${below}}`;
}
