import type { JSX, RefObject } from 'preact';
import { classColour } from '../shared/marks';
import { svgPoint } from '../shared/useDrag';
import { type CircleScene, sampleNear } from './circle-scene';

export interface CircleViewProps {
  scene: CircleScene;
  labels: readonly string[];
  /** Text alternative. */
  label: string;
  selected: number;
  onSelect(index: number): void;
  svg: RefObject<SVGSVGElement>;
}

/** Embeddings on the unit circle, with the training regions, gaps and test boundaries of the loss shown. */
export function CircleView({ scene, labels, label, selected, onSelect, svg }: CircleViewProps): JSX.Element {
  const { size, radius, dot } = scene;
  const centre = size / 2;
  const point = (event: PointerEvent, reach: number) => {
    const place = svg.current && svgPoint(svg.current, event.clientX, event.clientY);
    if (!place) return;
    onSelect(sampleNear(scene, place.x, place.y, reach));
  };
  return (
    <svg
      ref={svg}
      class="circle-view"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      onPointerMove={(event) => event.pointerType === 'mouse' && point(event, 9)}
      onPointerDown={(event) => event.pointerType !== 'mouse' && point(event, 22)}
      onPointerLeave={(event) => event.pointerType === 'mouse' && onSelect(-1)}
    >
      <path d={scene.gaps} class="circle-gap" />
      {scene.regions.map(({ index, path, opacity }, i) => (
        <path key={i} d={path} style={{ fill: classColour(index), fillOpacity: opacity }} />
      ))}
      <circle class="circle-rim" cx={centre} cy={centre} r={radius} />
      <path d={scene.testBoundaries} class="circle-test" />
      {scene.dots.map(({ index, path }) => (
        <path key={index} d={path} class="circle-dots" style={{ stroke: classColour(index), strokeWidth: dot - 0.5 }} />
      ))}
      {scene.rings.map(({ x, y }, i) => (
        <circle key={i} cx={x} cy={y} r={dot / 2 + 1} class="circle-ring" />
      ))}
      {scene.spokes.map(({ index, x, y }) => (
        <g key={index}>
          <line x1={centre} y1={centre} x2={x} y2={y} class="circle-spoke" style={{ stroke: classColour(index) }} />
          <circle cx={x} cy={y} r={12} class="circle-badge" style={{ stroke: classColour(index) }} />
          <text x={x} y={y} class="circle-label">
            {labels[index] ?? index}
          </text>
        </g>
      ))}
      {selected >= 0 && (
        <circle
          cx={scene.places[2 * selected]}
          cy={scene.places[2 * selected + 1]}
          r={dot / 2 + 4}
          class="circle-selected"
          data-no-export
        />
      )}
    </svg>
  );
}
