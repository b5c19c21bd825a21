import type { JSX, Ref } from 'preact';
import { useRef } from 'preact/hooks';
import { sphereMessages } from '../../../lib/i18n/catalogues/sphere';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { currentCamera, setCamera } from './camera';
import type { SphereModel } from './model';
import { sampleAt } from './overlay';
import { SphereStill } from './SphereStill';
import { useFirstInput } from './useFirstInput';
import { usePainter } from './usePainter';
import { useTurning } from './useTurning';
import './sphere.css';

export interface SphereViewProps {
  locale: Locale;
  model: SphereModel;
  /** Text alternative: what there is to see. It does not follow the run; the figure's live text does. */
  label: string;
  /** Near the viewport: load three.js (after the reader's first input) and paint. */
  awake: boolean;
  /** Index of the sample that is pointed at; −1: none. */
  selected: number;
  onSelect(index: number): void;
  /** Preset views under the sphere. */
  views?: boolean;
  canvas: Ref<HTMLCanvasElement> & { current: HTMLCanvasElement | null };
}

/** A sphere that can be turned: regions and samples on a canvas, painted by the page's one WebGL renderer; SVG where that does not work. */
export function SphereView({
  locale,
  model,
  label,
  awake,
  selected,
  onSelect,
  views = true,
  canvas,
}: SphereViewProps): JSX.Element {
  const t = translator(sphereMessages, locale);
  const stage = useRef<HTMLDivElement>(null);
  const camera = currentCamera();
  const input = useFirstInput();
  const { state, retry } = usePainter(canvas, { model, camera, selected }, awake && input);
  const point = (x: number, y: number, reach: number) => {
    const size = stage.current?.clientWidth ?? 0;
    onSelect(sampleAt(model, currentCamera(), size, x, y, reach));
  };
  const turning = useTurning(stage, currentCamera, setCamera, (x, y) => point(x, y, 16));
  const { onPointerMove, ...handlers } = turning.handlers;
  const live = state === 'live';
  const directionOf = (k: number) =>
    [model.directions[3 * k]!, model.directions[3 * k + 1]!, model.directions[3 * k + 2]!] as const;

  return (
    <div class="sphere">
      <div
        ref={stage}
        class={`sphere-stage${live ? ' is-live' : ''}${turning.held ? ' is-held' : ''}`}
        role="application"
        aria-label={t('stage')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys turn it
        tabIndex={0}
        {...handlers}
        onPointerMove={(event) => {
          onPointerMove(event);
          if (event.pointerType !== 'mouse' || event.buttons !== 0) return;
          const box = stage.current!.getBoundingClientRect();
          point(event.clientX - box.left, event.clientY - box.top, 10);
        }}
        onPointerLeave={(event) => event.pointerType === 'mouse' && onSelect(-1)}
      >
        {/* While the canvas is live the SVG keeps its place and its text alternative, and is not drawn again. */}
        <SphereStillHeld frozen={live} model={model} camera={camera} label={label} />
        <canvas ref={canvas} class="sphere-canvas" hidden={!live && state !== 'still'} />
      </div>
      {turning.held && (
        <p class="sphere-note" role="status">
          {t('held')}
        </p>
      )}
      {(state === 'no-webgl' || state === 'lost') && (
        <p class="sphere-note" role="status">
          {t(state === 'lost' ? 'lost' : 'noWebgl')}{' '}
          <button type="button" class="figure-button" onClick={retry}>
            {t('again')}
          </button>
        </p>
      )}
      {views && (
        <div class="sphere-views js-only">
          <span>{t('views')}</span>
          {(['front', 'back', 'top'] as const).map((view) => (
            <button key={view} type="button" class="figure-button" onClick={() => turning.flyTo(view)}>
              {t(view)}
            </button>
          ))}
          <select
            aria-label={t('classToFront')}
            value=""
            onChange={(event) => {
              const k = Number(event.currentTarget.value);
              event.currentTarget.value = '';
              turning.flyToDirection(directionOf(k));
            }}
          >
            <option value="" disabled>
              {t('chooseClass')}
            </option>
            {Array.from({ length: model.classes }, (_, k) => (
              <option key={k} value={k}>
                {model.labelsOfClasses[k] ?? k}
              </option>
            ))}
          </select>
        </div>
      )}
    </div>
  );
}

/** The SVG, drawn anew only while it is what the reader sees. */
function SphereStillHeld({
  frozen,
  ...props
}: {
  frozen: boolean;
  model: SphereModel;
  camera: ReturnType<typeof currentCamera>;
  label: string;
}): JSX.Element {
  const held = useRef<JSX.Element | null>(null);
  if (!frozen || !held.current) held.current = <SphereStill {...props} />;
  return held.current;
}
