import type { JSX, Ref } from 'preact';
import { useId } from 'preact/hooks';
import { classColour } from '../shared/marks';
import type { SphereModel } from './model';
import { toPixel } from './overlay';
import type { Quaternion } from './quaternion';
import { stillScene } from './still';

export interface SphereStillProps {
  model: SphereModel;
  camera: Quaternion;
  /** Text alternative. */
  label: string;
  svg?: Ref<SVGSVGElement>;
}

/** The sphere as SVG: the still in the page's HTML, and the picture where WebGL does not work. */
export function SphereStill({ model, camera, label, svg }: SphereStillProps): JSX.Element {
  const scene = stillScene(model, camera);
  const shade = `${useId()}-shade`;
  const { size, radius } = scene;
  const centre = size / 2;
  return (
    <svg ref={svg} class="sphere-still" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <defs>
        {/* The light of the shader: from the upper left, darker towards the silhouette. */}
        <radialGradient id={shade} cx="0.33" cy="0.28" r="0.78">
          <stop offset="0" class="sphere-still-lit" />
          <stop offset="1" class="sphere-still-shade" />
        </radialGradient>
      </defs>
      <circle class="sphere-still-ball" cx={centre} cy={centre} r={radius} />
      {scene.regions.map(({ index, path }) => (
        <path key={index} d={path} style={{ fill: classColour(index), stroke: classColour(index) }} class="sphere-still-region" />
      ))}
      <circle cx={centre} cy={centre} r={radius} style={{ fill: `url(#${shade})` }} />
      <path d={scene.graticule} class="sphere-still-graticule" />
      <path d={scene.boundaries} class="sphere-still-boundary" />
      {scene.dots.map(({ index, path }) => (
        <g key={index}>
          <path d={path} class="sphere-still-rim" />
          <path d={path} class="sphere-still-dots" style={{ stroke: classColour(index) }} />
        </g>
      ))}
      {scene.rings.map(({ x, y }) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r={6} class="sphere-still-ring" />
      ))}
      {scene.spokes.map(({ index, x, y, z }) => (
        <g key={index}>
          <line
            x1={centre}
            y1={centre}
            x2={toPixel(x, size)}
            y2={toPixel(y, size)}
            class={z >= 0 ? 'sphere-still-spoke' : 'sphere-still-spoke is-behind'}
            style={{ stroke: classColour(index) }}
          />
          {z >= 0 && (
            <>
              <circle
                cx={toPixel(x, size)}
                cy={toPixel(y, size)}
                r={12}
                class="sphere-still-badge"
                style={{ stroke: classColour(index) }}
              />
              <text x={toPixel(x, size)} y={toPixel(y, size)} class="sphere-still-label">
                {model.labelsOfClasses[index] ?? index}
              </text>
            </>
          )}
        </g>
      ))}
    </svg>
  );
}
