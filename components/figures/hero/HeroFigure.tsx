import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { trainingMessages } from '../../../lib/i18n/catalogues/training';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { marginParameter } from '../../../lib/sphere/in-force';
import { PlayBar } from '../../controls/PlayBar';
import { Slider } from '../../controls/Slider';
import { loss as pageLoss, parameters, setParameter } from '../../page/state/page-state';
import { usePlayVisible } from '../shared/usePlayVisible';
import { currentCamera } from '../sphere/camera';
import { placeOf } from '../sphere/overlay';
import { SphereView } from '../sphere/SphereView';
import { sphereModel } from '../training/drawn';
import { RunMessage } from '../training/RunMessage';
import { RunWords } from '../training/RunWords';
import { SampleCard } from '../training/SampleCard';
import { heroStore } from './hero-store';
import '../training/training.css';
import './hero.css';

/** The landing page's figure: ten digits on the sphere, one slider, and a button that trains. */
export default function HeroFigure({ locale }: { locale: Locale }): JSX.Element {
  const t = translator(trainingMessages, locale);
  const store = useMemo(() => heroStore(), []);
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [selected, setSelected] = useState(-1);
  const near = usePlayVisible(root, '200px');
  const visible = usePlayVisible(root);
  useEffect(() => store.connect(), [store]);
  useEffect(() => store.setVisible(visible), [store, visible]);

  const frame = store.frame.value;
  const view = store.drawn.value;
  const loss = store.shownLoss.value;
  const labels = store.labels.value;
  const still = store.isStill.value;
  const model = useMemo(() => sphereModel(view, { inForce: loss, bias: frame.bias }, labels), [view, loss, labels, frame]);
  const margin = marginParameter(pageLoss.value);
  const parameter = pageLoss.value.parameters.find((p) => p.id === margin);
  const shown = selected < view.labels.length ? selected : -1;

  return (
    <div ref={root} class="hero">
      <div class="training-stage">
        <SphereView
          locale={locale}
          model={model}
          label={t('sphereLabel', { n: view.labels.length })}
          awake={near}
          selected={shown}
          onSelect={setSelected}
          views={false}
          canvas={canvas}
        />
        {shown >= 0 && (
          <SampleCard
            locale={locale}
            view={view}
            index={shown}
            labels={labels}
            pictures
            place={placeOf(model, currentCamera(), shown)}
          />
        )}
      </div>
      {parameter && (
        <div class="hero-slider js-only">
          <Slider
            parameter={parameter}
            value={parameters.value[parameter.id]!}
            onInput={(value) => setParameter(parameter.id, value)}
            locale={locale}
          />
        </div>
      )}
      <PlayBar
        locale={locale}
        compact
        status={store.status.value}
        detail={store.detail.value}
        note={store.note.value}
        frame={frame}
        still={still}
        maxSteps={store.base.maxSteps}
        seed={store.slice.state.value.seed}
        speed={store.speed.value}
        offered={store.replay.value === 'offered'}
        onToggle={() => store.toggle()}
        onStep={() => store.step()}
        onRestart={() => store.restart()}
        onSeed={(seed) => store.configure({ seed })}
        onNewSeed={() => store.configure({ seed: store.slice.state.value.seed + 1 })}
        onSpeed={(speed) => store.setSpeed(speed)}
        onLikely={() => store.prefetch()}
      />
      <RunMessage locale={locale} store={store} />
      <RunWords locale={locale} store={store} />
    </div>
  );
}
