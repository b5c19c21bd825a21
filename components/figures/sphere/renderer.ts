import {
  BufferAttribute,
  BufferGeometry,
  CustomBlending,
  DynamicDrawUsage,
  GLSL3,
  LinearSRGBColorSpace,
  Matrix3,
  Mesh,
  OneFactor,
  OneMinusSrcAlphaFactor,
  OrthographicCamera,
  Points,
  RawShaderMaterial,
  Scene,
  type ShaderMaterialParameters,
  Vector3,
  Vector4,
  WebGLRenderer,
} from 'three';
import type { SphereModel } from './model';
import { type Palette, toRgb } from './palette';
import { matrix, type Quaternion, rotateAll } from './quaternion';
import { maxClasses, pointFragment, pointVertex, sphereFragment, sphereVertex } from './shader';
import { type SphereTarget, sphereTarget } from './target-glsl';
import { extent, needsEveryClass } from './view';

export interface DrawRequest {
  readonly model: SphereModel;
  readonly camera: Quaternion;
  readonly palette: Palette;
  /** Width and height of the picture in device pixels. */
  readonly pixels: number;
  /** Radius of a dot in device pixels. */
  readonly dot: number;
  /** Index of the sample that is pointed at; −1: none. */
  readonly selected: number;
}

/** One WebGL context that draws every sphere of the page in turn. */
export class SphereRenderer {
  readonly canvas: HTMLCanvasElement;
  #renderer: WebGLRenderer;
  #camera = new OrthographicCamera();
  #scene = new Scene();
  #ball: Mesh;
  #dots: Points;
  #materials = new Map<string, { material: RawShaderMaterial; target: SphereTarget }>();
  #dotMaterial: RawShaderMaterial;
  #filled: SphereModel | null = null;
  #filledSelection = -1;
  #lost = false;
  #onLost = new Set<() => void>();
  #size = 0;

  /** Throws where there is no WebGL 2. */
  constructor() {
    this.canvas = document.createElement('canvas');
    this.#renderer = new WebGLRenderer({
      canvas: this.canvas,
      alpha: true,
      antialias: false,
      depth: false,
      stencil: false,
      premultipliedAlpha: true,
    });
    this.#renderer.outputColorSpace = LinearSRGBColorSpace;
    this.#renderer.setClearColor(0, 0);
    // Drawn in the order in which they are added; nothing needs bounds.
    this.#renderer.sortObjects = false;
    this.canvas.addEventListener('webglcontextlost', this.#lose);
    const triangle = new BufferGeometry();
    triangle.setAttribute('position', new BufferAttribute(Float32Array.of(-1, -1, 3, -1, -1, 3), 2));
    this.#ball = new Mesh(triangle);
    this.#dotMaterial = material({
      vertexShader: pointVertex,
      fragmentShader: pointFragment,
      uniforms: {
        camera: { value: new Matrix3() },
        extent: { value: extent },
        size: { value: 4 },
        tints: { value: vectors3() },
        paperColour: { value: new Vector3() },
        inkColour: { value: new Vector3() },
      },
    });
    this.#dots = new Points(new BufferGeometry(), this.#dotMaterial);
    for (const [order, object] of [this.#ball, this.#dots].entries()) {
      object.frustumCulled = false;
      object.renderOrder = order;
      this.#scene.add(object);
    }
  }

  /** The context is gone: nothing can be drawn any more. */
  get lost(): boolean {
    return this.#lost || this.#renderer.getContext().isContextLost();
  }

  /** Calls back when the context is lost. Returns the disposer. */
  onLost(callback: () => void): () => void {
    this.#onLost.add(callback);
    return () => this.#onLost.delete(callback);
  }

  /** Draws into the top left `pixels` × `pixels` of `canvas`; copy it before the task ends. */
  draw({ model, camera, palette, pixels, dot, selected }: DrawRequest): void {
    if (this.lost) return;
    if (pixels > this.#size) {
      this.#size = pixels;
      this.#renderer.setSize(pixels, pixels, false);
    }
    this.#renderer.setViewport(0, this.#size - pixels, pixels, pixels);
    const turn = matrix(camera);
    const entry = this.#materialOf(model);
    const u = entry.material.uniforms;
    const seen = new Float32Array(model.classes * 3);
    rotateAll(turn, model.directions, seen);
    const count = Math.min(model.classes, maxClasses);
    for (let k = 0; k < count; k++) {
      (u.directions!.value as Vector4[])[k]!.set(seen[3 * k]!, seen[3 * k + 1]!, seen[3 * k + 2]!, model.norms[k]!);
      (u.biases!.value as number[])[k] = model.biases[k]!;
    }
    u.softness!.value = model.softness;
    u.pixel!.value = (2 * extent) / pixels;
    // Rows of the object → view rotation are the columns of its inverse.
    (u.toObject!.value as Matrix3).set(...(turn as unknown as Nine)).transpose();
    for (const [name, value] of Object.entries(entry.target.uniformValues(model.loss))) u[name]!.value = value;
    setColour(u.gapColour!.value, palette.gap);
    setColour(u.inkColour!.value, palette.ink);
    u.shading!.value = palette.dark ? 0.3 : 0.22;
    const d = this.#dotMaterial.uniforms;
    for (let k = 0; k < maxClasses; k++) {
      if (k < count) setColour((u.tints!.value as Vector3[])[k]!, palette.classes[k]!);
      setColour((d.tints!.value as Vector3[])[k]!, palette.classes[k]!);
    }
    (d.camera!.value as Matrix3).set(...(turn as unknown as Nine));
    d.size!.value = dot;
    setColour(d.paperColour!.value, palette.paper);
    setColour(d.inkColour!.value, palette.ink);
    this.#ball.material = entry.material;
    this.#fill(model, selected);
    this.#renderer.clear();
    this.#renderer.render(this.#scene, this.#camera);
  }

  /** Frees the context and everything in it. */
  dispose(): void {
    this.canvas.removeEventListener('webglcontextlost', this.#lose);
    this.#onLost.clear();
    this.#ball.geometry.dispose();
    this.#dots.geometry.dispose();
    this.#dotMaterial.dispose();
    for (const { material } of this.#materials.values()) material.dispose();
    const gone = this.lost;
    this.#renderer.dispose();
    if (!gone) this.#renderer.forceContextLoss();
  }

  #lose = (event: Event): void => {
    event.preventDefault();
    this.#lost = true;
    for (const callback of this.#onLost) callback();
  };

  /** A shader a form of the loss; its parameters are uniforms, so moving m compiles nothing. */
  #materialOf(model: SphereModel): { material: RawShaderMaterial; target: SphereTarget } {
    const classes = Math.max(1, Math.min(model.classes, maxClasses));
    const exceeds = needsEveryClass(model);
    const key = `${model.loss.formula ?? model.loss.id} ${model.loss.options.pastPi} ${classes} ${exceeds}`;
    const existing = this.#materials.get(key);
    if (existing) return existing;
    const target = sphereTarget(model.loss);
    const uniforms: ShaderMaterialParameters['uniforms'] = {
      extent: { value: extent },
      directions: { value: Array.from({ length: classes }, () => new Vector4(0, 0, 0, 1)) },
      biases: { value: new Array<number>(classes).fill(0) },
      tints: { value: vectors3(classes) },
      softness: { value: 1 },
      pixel: { value: 0.01 },
      toObject: { value: new Matrix3() },
      gapColour: { value: new Vector3() },
      inkColour: { value: new Vector3() },
      shading: { value: 0.2 },
    };
    for (const name of target.uniforms) uniforms[name] = { value: 0 };
    const entry = {
      target,
      material: material({ vertexShader: sphereVertex, fragmentShader: sphereFragment(target, classes, exceeds), uniforms }),
    };
    this.#materials.set(key, entry);
    return entry;
  }

  /** Uploads the points when they are not those of the last drawing. */
  #fill(model: SphereModel, selected: number): void {
    const geometry = this.#dots.geometry;
    const n = model.labels.length;
    const attribute = (name: string, size: number): BufferAttribute => {
      const held = geometry.getAttribute(name) as BufferAttribute | undefined;
      if (held && held.count >= n) return held;
      const made = new BufferAttribute(new Float32Array(Math.ceil(n * 1.25) * size), size).setUsage(DynamicDrawUsage);
      geometry.setAttribute(name, made);
      return made;
    };
    if (this.#filled !== model) {
      const position = attribute('position', 3);
      const label = attribute('label', 1);
      (position.array as Float32Array).set(model.points);
      (label.array as Float32Array).set(model.labels);
      position.needsUpdate = true;
      label.needsUpdate = true;
      geometry.setDrawRange(0, n);
    }
    if (this.#filled !== model || this.#filledSelection !== selected) {
      const mark = attribute('mark', 1);
      (mark.array as Float32Array).set(model.wrong);
      if (selected >= 0 && selected < n) (mark.array as Float32Array)[selected] = 2;
      mark.needsUpdate = true;
    }
    this.#filled = model;
    this.#filledSelection = selected;
  }
}

type Nine = [number, number, number, number, number, number, number, number, number];

function material(parameters: ShaderMaterialParameters): RawShaderMaterial {
  return new RawShaderMaterial({
    ...parameters,
    glslVersion: GLSL3,
    depthTest: false,
    depthWrite: false,
    transparent: true,
    blending: CustomBlending,
    blendSrc: OneFactor,
    blendDst: OneMinusSrcAlphaFactor,
  });
}

function vectors3(count = maxClasses): Vector3[] {
  return Array.from({ length: count }, () => new Vector3());
}

function setColour(vector: Vector3, colour: string): void {
  vector.set(...toRgb(colour));
}
