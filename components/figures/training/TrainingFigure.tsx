import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { trainingMessages } from '../../../lib/i18n/catalogues/training';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { marginParameter } from '../../../lib/sphere/in-force';
import { knownLoss } from '../../../lib/training/known-loss';
import type { Frame, LossSettings } from '../../../lib/training/types';
import { PlayBar } from '../../controls/PlayBar';
import { valuesInForce } from '../../page/state/in-force';
import { FigureTools } from '../shared/FigureTools';
import { usePlayVisible } from '../shared/usePlayVisible';
import { bringToFront } from '../sphere/arcball';
import { currentCamera, setCamera } from '../sphere/camera';
import { placeOf } from '../sphere/overlay';
import { SphereView } from '../sphere/SphereView';
import { AngleHistogram, Curves } from './Charts';
import { CircleView } from './CircleView';
import { circleScene } from './circle-scene';
import { circleStore } from './circle-store';
import { embeddingsCsv } from './csv';
import { DataPanel } from './DataPanel';
import { type Drawn, sphereModel } from './drawn';
import { RunMessage } from './RunMessage';
import { RunWords } from './RunWords';
import { SampleCard } from './SampleCard';
import { SamplePicker } from './SamplePicker';
import { sphereStore } from './sphere-store';
import './training.css';

export interface TrainingFigureProps {
  locale: Locale;
  dimension: 2 | 3;
  /** Id of the figure's block. */
  id: string;
}

/** What the figure draws of its run. */
interface Seen {
  readonly frame: Frame;
  readonly view: Drawn;
  readonly loss: LossSettings;
  readonly ramped: boolean;
  readonly labels: readonly string[];
}

/** A network that trains in the page: the embeddings on the circle or the sphere, the run's controls, angles, loss and accuracy. */
export default function TrainingFigure({ locale, dimension, id }: TrainingFigureProps): JSX.Element {
  const t = translator(trainingMessages, locale);
  const store = useMemo(() => (dimension === 2 ? circleStore() : sphereStore()), [dimension]);
  const root = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [selected, setSelected] = useState(-1);
  const near = usePlayVisible(root, '300px');
  const visible = usePlayVisible(root);

  useEffect(() => store.connect(), [store]);
  useEffect(() => store.setVisible(visible), [store, visible]);

  // Out of sight nothing is drawn anew: the signals of the picture are then not even read.
  const seen = useRef<Seen | null>(null);
  if (near || !seen.current) {
    seen.current = {
      frame: store.frame.value,
      view: store.drawn.value,
      loss: store.shownLoss.value,
      ramped: store.shownLoss.value !== store.pageLoss.value,
      labels: store.labels.value,
    };
  }
  const { frame, view, loss, ramped, labels } = seen.current;
  const fields = store.slice.state.value;
  const still = store.isStill.value;
  const model = useMemo(
    () => (dimension === 3 ? sphereModel(view, { inForce: loss, bias: frame.bias }, labels) : null),
    [dimension, view, loss, labels, frame],
  );
  const scene = useMemo(() => (dimension === 2 ? circleScene(view, loss) : null), [dimension, view, loss]);
  /** By keyboard: a sample on the back of the sphere is brought to the front. */
  const pick = (index: number) => {
    setSelected(index);
    if (dimension === 3 && index >= 0) {
      const at = 3 * index;
      setCamera(bringToFront(currentCamera(), [view.points[at]!, view.points[at + 1]!, view.points[at + 2]!]));
    }
  };
  const shown = selected < view.labels.length ? selected : -1;
  const place =
    shown < 0
      ? null
      : model
        ? placeOf(model, currentCamera(), shown)
        : scene && { x: scene.places[2 * shown]! / scene.size, y: scene.places[2 * shown + 1]! / scene.size };
  const margin = marginParameter(knownLoss(loss));
  const marginAngle =
    margin && knownLoss(loss).parameters.find((p) => p.id === margin)?.unit === 'rad' ? loss.parameters[margin]! : null;
  useEffect(() => {
    valuesInForce.value = ramped ? loss.parameters : null;
  }, [ramped, loss]);

  return (
    <div ref={root} class={`training training-${dimension}`}>
      <div class="training-scene">
        <div class="training-stage">
          {model ? (
            <SphereView
              locale={locale}
              model={model}
              label={t('sphereLabel', { n: view.labels.length })}
              awake={near}
              selected={shown}
              onSelect={setSelected}
              canvas={canvas}
            />
          ) : (
            scene && (
              <CircleView
                scene={scene}
                labels={labels}
                label={t('circleLabel', { n: view.labels.length })}
                selected={shown}
                onSelect={setSelected}
                svg={svg}
              />
            )
          )}
          {shown >= 0 && (
            <SampleCard
              locale={locale}
              view={view}
              index={shown}
              labels={labels}
              pictures={still || fields.dataset === 'digits'}
              place={place}
            />
          )}
        </div>
        <p class="training-legend">
          <span class="legend-tint">{t('tintNote')}</span>
          <span class="legend-gap">{t('gapNote')}</span>
          <span class="legend-dash">{t('dashNote')}</span>
          <span class="legend-ring">{t('wrongNote')}</span>
        </p>
      </div>
      <div class="training-side">
        <PlayBar
          locale={locale}
          status={store.status.value}
          detail={store.detail.value}
          note={store.note.value}
          frame={frame}
          still={still}
          maxSteps={store.base.maxSteps}
          seed={fields.seed}
          speed={store.speed.value}
          offered={store.replay.value === 'offered'}
          onToggle={() => store.toggle()}
          onStep={() => store.step()}
          onRestart={() => store.restart()}
          onSeed={(seed) => store.configure({ seed })}
          onNewSeed={() => store.configure({ seed: (fields.seed + 1) % 1_000_000 })}
          onSpeed={(speed) => store.setSpeed(speed)}
          onLikely={() => store.prefetch()}
        />
        <RunMessage locale={locale} store={store} />
        {ramped && (
          <p class="run-message">
            {t('inForce', {
              values: Object.entries(loss.parameters)
                .map(([name, value]) => `${name} = ${value.toFixed(2)}`)
                .join(', '),
            })}
          </p>
        )}
        <div class="training-charts">
          <AngleHistogram locale={locale} angles={view.angles} first={store.firstAngles.value} margin={marginAngle} />
          <Curves locale={locale} history={store.history.value} steps={store.base.maxSteps} />
        </div>
        <DataPanel locale={locale} store={store} />
        <SamplePicker locale={locale} count={view.labels.length} selected={shown} onSelect={pick} />
      </div>
      <RunWords locale={locale} store={store} />
      <FigureTools
        id={id}
        locale={locale}
        {...(dimension === 2 ? { svg } : { canvas: () => (canvas.current?.hidden ? null : canvas.current) })}
        csv={() => embeddingsCsv(frame, view, labels)}
      />
    </div>
  );
}
