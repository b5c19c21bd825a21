/** Most classes that one sphere shows: the length of the uniform arrays. */
export const maxClasses = 16;

/** The target logit of the loss in force as a GLSL function `float targetLogit(float cosTheta, float sinTheta)`, with its uniforms. */
export interface TargetSource {
  /** Source text, with the declarations of its uniforms. */
  readonly source: string;
}

/** A triangle that covers the view; `view` is in sphere radii from the centre of the sphere, y up. */
export const sphereVertex = `
in vec2 position;
uniform float extent;
out vec2 view;
void main() {
  view = position * extent;
  gl_Position = vec4(position, 0.0, 1.0);
}`;

/**
 * The sphere, pixel by pixel. For each class the margin-penalised logit is compared with the plain logits of all others: where it
 * wins is the class's training region, tinted by the probability (so s is the softness of the tint, never the place of the edge).
 * Everything else is the gap. `exceeds`: the target logit rises above the plain cosine somewhere, so that a class that is not the
 * nearest can win, and every class has to be looked at. Line widths come from the analytic screen gradient, so they are even up to the silhouette.
 */
export function sphereFragment(target: TargetSource, classes: number, exceeds: boolean): string {
  // Loops over classes are written out: an index that differs from pixel to pixel is slow in software rendering.
  const each = (line: (k: number) => string) => Array.from({ length: classes }, (_, k) => line(k)).join('\n  ');
  return `
precision highp float;
in vec2 view;
out vec4 colour;
uniform vec4 directions[${classes}]; // xyz: W_j in view space; w: its norm, 1 where the loss normalises it
uniform float biases[${classes}];    // b_j over the embedding's typical norm
uniform vec3 tints[${classes}];
uniform float softness;    // s
uniform float pixel;       // one pixel, in sphere radii
uniform mat3 toObject;     // view → object, for the graticule
uniform vec3 gapColour;
uniform vec3 inkColour;
uniform float shading;
${target.source}

// Screen distance to the zero of f, in pixels, where g is the gradient of f in the view frame at n.
float pixelsTo(float f, vec3 g, vec3 n) {
  vec2 slope = g.xy * n.z - g.z * n.xy;
  return abs(f) * n.z * inversesqrt(max(dot(slope, slope), 1e-12)) / pixel;
}

// The margin-penalised logit of one class.
float penalised(float cosTheta, float norm, float bias) {
  float c = clamp(cosTheta, -1.0, 1.0);
  return norm * targetLogit(c, sqrt(1.0 - c * c)) + bias;
}

// e^x for x ≤ 0 to 0.5 % of 1: (1 + x/256)^256. In software rendering exp() takes half of the frame.
float soften(float x) {
  float y = max(1.0 + x * 0.00390625, 0.0);
  y *= y; y *= y; y *= y; y *= y; y *= y; y *= y; y *= y;
  return y * y;
}

float graticule(vec3 n) {
  vec3 o = toObject * n;
  // Parallels every 15°: the nearest of six heights. Meridians: the nearest of seven planes through the axis, up to signs. Comparisons
  // with constants, because arctangents and sines are slow in software rendering.
  float y = abs(o.y);
  float height = y < 0.1305 ? 0.0 : y < 0.3827 ? 0.2588 : y < 0.6088 ? 0.5 : y < 0.7934 ? 0.7071 : y < 0.9239 ? 0.866 : 0.9659;
  float parallel = pixelsTo(y - height, vec3(toObject[0].y, toObject[1].y, toObject[2].y), n);
  float x = abs(o.x);
  float z = abs(o.z);
  vec2 plane = x < 0.13165 * z ? vec2(1.0, 0.0)
    : x < 0.41421 * z ? vec2(0.96593, 0.25882)
    : x < 0.76733 * z ? vec2(0.86603, 0.5)
    : x < 1.30323 * z ? vec2(0.70711, 0.70711)
    : x < 2.41421 * z ? vec2(0.5, 0.86603)
    : x < 7.59575 * z ? vec2(0.25882, 0.96593)
    : vec2(0.0, 1.0);
  vec3 normal = vec3(plane.x * sign(o.x), 0.0, -plane.y * sign(o.z));
  float meridian = y > 0.966 ? 9.0 : pixelsTo(plane.x * x - plane.y * z, normal * toObject, n);
  return clamp(1.2 - min(parallel, meridian), 0.0, 1.0);
}

void main() {
  float r = length(view);
  // A third of the picture lies outside. Two pixels are kept, so that derivatives are defined up to the silhouette.
  if (r > 1.0 + 2.0 * pixel) { colour = vec4(0.0); return; }
  float coverage = clamp((1.0 - r) / pixel + 0.5, 0.0, 1.0);
  vec2 p = view * min(1.0, 0.9995 / max(r, 1e-6));
  vec3 n = vec3(p, sqrt(max(1.0 - dot(p, p), 1e-6)));

  // Plain logits: the best and the second best, which decide the test boundary.
  ${each((k) => `float z${k} = directions[${k}].w * dot(directions[${k}].xyz, n) + biases[${k}];`)}
  float best = z0;
  float second = -1e9;
  int first = 0;
  int next = 0;
  ${each((k) =>
    k === 0
      ? ''
      : `next = z${k} > best ? first : z${k} > second ? ${k} : next;
  first = z${k} > best ? ${k} : first;
  second = max(second, min(best, z${k}));
  best = max(best, z${k});`,
  )}
  vec4 a = directions[first];
  vec4 b = directions[next];
  vec3 tint = tints[first];
  // Where a class wins although the margin is taken from it alone. That is the nearest class, unless the target logit rises above the
  // plain cosine somewhere (past π).
  float winning = penalised(dot(a.xyz, n), a.w, biases[first]);
  float lead = winning - second;
  float own = best;
  ${
    exceeds
      ? each(
          (k) => `{
    float logit = penalised(dot(directions[${k}].xyz, n), directions[${k}].w, biases[${k}]);
    if (z${k} < best && logit - best > lead) { lead = logit - best; winning = logit; own = z${k}; tint = tints[${k}]; }
  }`,
        )
      : ''
  }
  float change = max(fwidth(lead), 1e-6);
  float inside = clamp(lead / change + 0.5, 0.0, 1.0);
  float edge = clamp(1.5 - abs(lead) / change, 0.0, 1.0);

  vec3 base = gapColour;
  if (inside > 0.0) {
    // Probability of the winner: its own plain logit is replaced by the penalised one.
    float all = 1.0 - soften(min(softness * (own - winning), 0.0));
    ${each((k) => `all += soften(min(softness * (z${k} - winning), 0.0));`)}
    vec3 tinted = mix(gapColour, tint, 0.16 + 0.42 / max(all, 1.0));
    base = mix(base, mix(tinted, tint, 0.6 * edge), inside);
  }
  base = mix(base, inkColour, 0.10 * graticule(n));

  // The test boundary: dashed, where the two best plain logits are equal.
  float line = pixelsTo(best - second, a.w * a.xyz - b.w * b.xyz, n);
  if (line < 2.0) {
    vec3 across = normalize(cross(a.xyz, b.xyz) + 1e-7);
    vec3 middle = normalize(a.xyz + b.xyz + 1e-7);
    float along = atan(dot(n, across), dot(n, middle));
    float dash = smoothstep(-0.12, 0.12, cos(along * 90.0) + 0.25);
    base = mix(base, inkColour, 0.75 * dash * clamp(1.15 - line, 0.0, 1.0));
  }

  float light = 0.5 + 0.5 * dot(n, vec3(-0.4506, 0.6008, 0.6609));
  base *= 1.0 - shading * (1.0 - light);
  float rim = 1.0 - n.z;
  base = mix(base, inkColour, 0.22 * rim * rim * rim);
  colour = vec4(base * coverage, coverage);
}`;
}

/** Embeddings on the front side, as dots with a thin rim; a misclassified one carries a ring. Sizes in pixels. */
export const pointVertex = `
precision highp float;
precision highp int;
in vec3 position;
in float label;
in float mark;      // 0 plain, 1 misclassified, 2 pointed at
uniform mat3 camera; // object → view
uniform float extent;
uniform float size;
uniform vec3 tints[${maxClasses}];
out vec3 tint;
out float ring;
out float radius;
void main() {
  vec3 seen = camera * position;
  tint = tints[int(label + 0.5)];
  ring = mark;
  radius = size * (mark > 1.5 ? 1.5 : 1.0);
  gl_PointSize = 2.0 * radius + (mark > 0.5 ? 6.0 : 3.0);
  gl_Position = seen.z < 0.0 ? vec4(2.0, 2.0, 2.0, 1.0) : vec4(seen.xy / extent, 0.0, 1.0);
}`;

export const pointFragment = `
precision highp float;
in vec3 tint;
in float ring;
in float radius;
out vec4 colour;
uniform vec3 paperColour;
uniform vec3 inkColour;
void main() {
  float whole = 2.0 * radius + (ring > 0.5 ? 6.0 : 3.0);
  float r = length(gl_PointCoord - 0.5) * whole;
  float dot_ = clamp(radius + 0.5 - r, 0.0, 1.0);
  float rim = clamp(radius + 1.3 - r, 0.0, 1.0);
  vec4 result = vec4(mix(paperColour, tint, dot_) * rim, rim) * (ring > 0.5 ? 1.0 : 0.92);
  if (ring > 0.5) {
    float circle = clamp(1.0 - abs(r - radius - 2.0), 0.0, 1.0);
    result = vec4(mix(result.rgb, inkColour, circle), max(result.a, circle));
  }
  if (result.a <= 0.0) discard;
  colour = result;
}`;
