import { describe, expect, it } from 'vitest';
import { printGlsl } from '../algebra/glsl';
import { printWgsl } from '../algebra/wgsl';
import { slopeExpression, targetExpression, targetSlope, targetValue } from '../losses';
import { anglesOf, nameOf, type ReadingCase, readingCases } from './readings.cases';

const functionsOf = ({ formula: { loss }, options }: ReadingCase) => [
  { name: 'targetLogit', expression: targetExpression(loss, options) },
  { name: 'targetSlope', expression: slopeExpression(loss, options) },
];

/** Single precision: values up to 3, the angle from its sine and cosine to 4e-7, slopes up to 5. */
const tolerance = 5e-6;

/** @param results  value and slope of each angle, interleaved */
function expectAgreement(c: ReadingCase, results: Float32Array): void {
  anglesOf(c).forEach((theta, i) => {
    const { loss } = c.formula;
    const expected = [targetValue(loss, theta, c.values, c.options), targetSlope(loss, theta, c.values, c.options)];
    expected.forEach((value, k) => {
      expect(Math.abs(results[2 * i + k]! - value), `${k ? 'slope' : 'value'} at ${theta}`).toBeLessThan(tolerance);
    });
  });
}

describe('a formula as GLSL, run in WebGL 2', () => {
  it.each(readingCases.map((c) => [nameOf(c), c] as const))('%s', (_, c) => {
    const angles = anglesOf(c);
    const gl = new OffscreenCanvas(angles.length, 1).getContext('webgl2')!;
    expect(gl.getExtension('EXT_color_buffer_float')).not.toBeNull();
    const text = printGlsl({ functions: functionsOf(c) });
    const program = gl.createProgram();
    const add = (type: number, source: string): void => {
      const shader = gl.createShader(type)!;
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(`${gl.getShaderInfoLog(shader)}\n${source}`);
      gl.attachShader(program, shader);
    };
    add(
      gl.VERTEX_SHADER,
      '#version 300 es\nvoid main() { gl_Position = vec4(vec2(gl_VertexID % 2, gl_VertexID / 2) * 4.0 - 1.0, 0.0, 1.0); }',
    );
    add(
      gl.FRAGMENT_SHADER,
      `#version 300 es
precision highp float;
uniform highp sampler2D angles;
out vec4 result;
${text.source}
void main() {
  vec2 a = texelFetch(angles, ivec2(gl_FragCoord.xy), 0).rg;
  result = vec4(targetLogit(a.x, a.y), targetSlope(a.x, a.y), 0.0, 1.0);
}`,
    );
    gl.linkProgram(program);
    expect(gl.getProgramParameter(program, gl.LINK_STATUS), gl.getProgramInfoLog(program) ?? '').toBe(true);
    gl.useProgram(program);
    const texture = (internal: number, format: number, data: Float32Array | null): WebGLTexture => {
      const made = gl.createTexture();
      gl.bindTexture(gl.TEXTURE_2D, made);
      gl.texImage2D(gl.TEXTURE_2D, 0, internal, angles.length, 1, 0, format, gl.FLOAT, data);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
      return made;
    };
    const target = texture(gl.RGBA32F, gl.RGBA, null);
    texture(gl.RG32F, gl.RG, new Float32Array(angles.flatMap((theta) => [Math.cos(theta), Math.sin(theta)])));
    gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, target, 0);
    gl.viewport(0, 0, angles.length, 1);
    for (const [name, value] of Object.entries(text.uniformValues(c.values)))
      gl.uniform1f(gl.getUniformLocation(program, name), value);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    const pixels = new Float32Array(4 * angles.length);
    gl.readPixels(0, 0, angles.length, 1, gl.RGBA, gl.FLOAT, pixels);
    expect(gl.getError()).toBe(gl.NO_ERROR);
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    expectAgreement(
      c,
      Float32Array.from({ length: 2 * angles.length }, (_, i) => pixels[4 * (i >> 1) + (i & 1)]!),
    );
  });
});

describe('a formula as WGSL, run on WebGPU', () => {
  it('agrees with double precision', async ({ skip }) => {
    const device = await (await navigator.gpu?.requestAdapter())?.requestDevice();
    if (!device) return skip('this browser offers no WebGPU adapter');
    for (const c of readingCases) expectAgreement(c, await compute(device, c));
    device.destroy();
  });
});

/** One invocation an angle. */
async function compute(device: GPUDevice, c: ReadingCase): Promise<Float32Array> {
  const text = printWgsl({ functions: functionsOf(c) });
  const code = `${text.source}
@group(1) @binding(0) var<storage, read> angles: array<vec2f>;
@group(1) @binding(1) var<storage, read_write> results: array<vec2f>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&angles)) { return; }
  let a = angles[id.x];
  results[id.x] = vec2f(targetLogit(a.x, a.y), targetSlope(a.x, a.y));
}`;
  const module = device.createShaderModule({ code });
  const errors = (await module.getCompilationInfo()).messages.filter((m) => m.type === 'error');
  expect(
    errors.map((m) => m.message),
    `${nameOf(c)}\n${code}`,
  ).toEqual([]);
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const inputs = new Float32Array(anglesOf(c).flatMap((theta) => [Math.cos(theta), Math.sin(theta)]));
  const uniformValues = text.uniformValues(c.values);
  const upload = (data: Float32Array<ArrayBuffer>, usage: number): GPUBuffer => {
    const made = device.createBuffer({ size: data.byteLength, usage: usage | GPUBufferUsage.COPY_DST });
    device.queue.writeBuffer(made, 0, data);
    return made;
  };
  const angles = upload(inputs, GPUBufferUsage.STORAGE);
  const results = upload(new Float32Array(inputs.length), GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
  const readable = device.createBuffer({ size: inputs.byteLength, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const uniforms = upload(new Float32Array([...text.uniforms.map((id) => uniformValues[id]!), 0]), GPUBufferUsage.UNIFORM);
  const bind = (group: number, buffers: readonly GPUBuffer[]): GPUBindGroup =>
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(group),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bind(0, text.uniforms.length > 0 ? [uniforms] : []));
  pass.setBindGroup(1, bind(1, [angles, results]));
  pass.dispatchWorkgroups(Math.ceil(inputs.length / 128));
  pass.end();
  encoder.copyBufferToBuffer(results, 0, readable, 0, inputs.byteLength);
  device.queue.submit([encoder.finish()]);
  await readable.mapAsync(GPUMapMode.READ);
  return new Float32Array(readable.getMappedRange().slice(0));
}
