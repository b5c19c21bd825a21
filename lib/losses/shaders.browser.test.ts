import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lossIds } from './index';
import type { LossCase } from './read.cases';
import { disagreements, glslOf, inputsOf, type ShaderCase, shaderCases, wgslOf } from './shaders.cases';

describe('GLSL, run in WebGL 2', () => {
  let gl: WebGL2RenderingContext;
  beforeAll(() => {
    gl = new OffscreenCanvas(1, 1).getContext('webgl2')!;
    expect(gl, 'WebGL 2').not.toBeNull();
    expect(gl.getExtension('EXT_color_buffer_float'), 'EXT_color_buffer_float').not.toBeNull();
  });
  afterAll(() => gl.getExtension('WEBGL_lose_context')?.loseContext());

  it.each(lossIds)('%s: value and slope agree with double precision at every angle, past π and on both gradient paths', (id) => {
    for (const group of shaderCases(id)) {
      const program = link(gl, group);
      for (const c of group.cases) {
        const inputs = inputsOf(c);
        expect(disagreements(c, inputs, draw(gl, program, inputs, glslOf(group).uniformValues(c.values))), c.name).toEqual([]);
      }
      gl.deleteProgram(program);
    }
  });

  it('notices a wrong margin', () => {
    const group = shaderCases('arcface')[0]!;
    const inputs = inputsOf(group.cases[0]!);
    const wrong = glslOf(group).uniformValues({ m: 0.5001 });
    expect(disagreements(group.cases[0]!, inputs, draw(gl, link(gl, group), inputs, wrong)).length).toBeGreaterThan(50);
  });
});

describe('WGSL, run on WebGPU', () => {
  let device: GPUDevice | null = null;
  beforeAll(async () => {
    const adapter = await navigator.gpu?.requestAdapter();
    device = (await adapter?.requestDevice()) ?? null;
  });
  afterAll(() => device?.destroy());

  it.for(lossIds)(
    '%s: value and slope agree with double precision at every angle, past π and on both gradient paths',
    async (id, { skip }) => {
      if (!device) return skip('this browser offers no WebGPU adapter');
      for (const group of shaderCases(id)) {
        for (const c of group.cases) {
          const inputs = inputsOf(c);
          expect(disagreements(c, inputs, await compute(device, group, c, inputs)), c.name).toEqual([]);
        }
      }
    },
  );
});

function link(gl: WebGL2RenderingContext, group: ShaderCase): WebGLProgram {
  const program = gl.createProgram()!;
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
${glslOf(group).source}
void main() {
  vec2 a = texelFetch(angles, ivec2(gl_FragCoord.xy), 0).rg;
  result = vec4(targetLogit(a.x, a.y), targetSlope(a.x, a.y), 0.0, 1.0);
}`,
  );
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS))
    throw new Error(gl.getProgramInfoLog(program) ?? 'the program does not link');
  return program;
}

/** One pixel an angle. @returns value and slope, interleaved */
function draw(
  gl: WebGL2RenderingContext,
  program: WebGLProgram,
  inputs: Float32Array,
  uniforms: Record<string, number>,
): Float32Array {
  const n = inputs.length / 2;
  gl.useProgram(program);
  const texture = (internal: number, format: number, data: Float32Array | null): WebGLTexture => {
    const t = gl.createTexture()!;
    gl.bindTexture(gl.TEXTURE_2D, t);
    gl.texImage2D(gl.TEXTURE_2D, 0, internal, n, 1, 0, format, gl.FLOAT, data);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    return t;
  };
  const target = texture(gl.RGBA32F, gl.RGBA, null);
  const source = texture(gl.RG32F, gl.RG, inputs);
  const frame = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, target, 0);
  gl.viewport(0, 0, n, 1);
  for (const [name, value] of Object.entries(uniforms)) gl.uniform1f(gl.getUniformLocation(program, name), value);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  const pixels = new Float32Array(4 * n);
  gl.readPixels(0, 0, n, 1, gl.RGBA, gl.FLOAT, pixels);
  expect(gl.getError()).toBe(gl.NO_ERROR);
  for (const t of [target, source]) gl.deleteTexture(t);
  gl.deleteFramebuffer(frame);
  return Float32Array.from({ length: 2 * n }, (_, i) => pixels[4 * (i >> 1) + (i & 1)]!);
}

/** One invocation an angle. @returns value and slope, interleaved */
async function compute(
  device: GPUDevice,
  group: ShaderCase,
  c: LossCase,
  inputs: Float32Array<ArrayBuffer>,
): Promise<Float32Array> {
  const text = wgslOf(group);
  const code = `${text.source}
@group(1) @binding(0) var<storage, read> angles: array<vec2f>;
@group(1) @binding(1) var<storage, read_write> results: array<vec2f>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&angles)) { return; }
  let a = angles[id.x];
  results[id.x] = vec2f(targetLogit(a.x, a.y), targetSlope(a.x, a.y));
}`;
  const module = device.createShaderModule({ code });
  const messages = (await module.getCompilationInfo()).messages.filter((m) => m.type === 'error');
  if (messages.length > 0) throw new Error(`${messages.map((m) => m.message).join('\n')}\n${code}`);
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const buffer = (data: Float32Array<ArrayBuffer> | number, usage: number): GPUBuffer => {
    const made = device.createBuffer({
      size: typeof data === 'number' ? data : data.byteLength,
      usage: usage | GPUBufferUsage.COPY_DST,
    });
    if (typeof data !== 'number') device.queue.writeBuffer(made, 0, data);
    return made;
  };
  const values = text.uniformValues(c.values);
  const angles = buffer(inputs, GPUBufferUsage.STORAGE);
  const results = buffer(inputs.byteLength, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
  const readable = buffer(inputs.byteLength, GPUBufferUsage.MAP_READ);
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  if (text.uniforms.length > 0) {
    const uniforms = buffer(new Float32Array(text.uniforms.map((name) => values[name]!)), GPUBufferUsage.UNIFORM);
    pass.setBindGroup(
      0,
      device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: [{ binding: 0, resource: { buffer: uniforms } }],
      }),
    );
  } else {
    pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [] }));
  }
  const entries = [angles, results].map((b, binding) => ({ binding, resource: { buffer: b } }));
  pass.setBindGroup(1, device.createBindGroup({ layout: pipeline.getBindGroupLayout(1), entries }));
  pass.dispatchWorkgroups(Math.ceil(inputs.length / 128));
  pass.end();
  encoder.copyBufferToBuffer(results, 0, readable, 0, inputs.byteLength);
  device.queue.submit([encoder.finish()]);
  await readable.mapAsync(GPUMapMode.READ);
  return new Float32Array(readable.getMappedRange().slice(0));
}
