import type { JSX } from 'preact';
import { trainingMessages } from '../../../lib/i18n/catalogues/training';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { toDegrees } from '../../../lib/sphere/angle';
import { type ChartBox, curvesScene, histogramScene } from './charts';
import type { History } from './history';

const box: ChartBox = { width: 340, height: 150, left: 8, right: 8, top: 20, bottom: 22 };
const base = box.height - box.bottom;

/** Angles of the drawn samples to their own class direction, now (bars) and at the start (outline), with the length of m above them. */
export function AngleHistogram({
  locale,
  angles,
  first,
  margin,
}: {
  locale: Locale;
  angles: Float32Array;
  first: Float32Array | null;
  margin: number | null;
}): JSX.Element {
  const t = translator(trainingMessages, locale);
  const scene = histogramScene(angles, first, box);
  const sorted = angles.slice().sort();
  const degrees = (share: number) => toDegrees(sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0);
  const m = margin === null ? null : scene.x(toDegrees(margin));
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${box.width} ${box.height}`}
      role="img"
      aria-label={t('histogramLabel', { median: degrees(0.5), ninety: degrees(0.9) })}
    >
      <text x={box.left} y={12} class="chart-title">
        {t('histogram')}{' '}
        <tspan class="symbol" data-symbol="theta">
          θ
        </tspan>
      </text>
      <path d={scene.now} class="chart-bars" data-symbol="theta" />
      {scene.first && <path d={scene.first} class="chart-first" />}
      <line class="chart-axis" x1={box.left} x2={box.width - box.right} y1={base} y2={base} />
      {[0, 45, 90, 135, 180].map((value) => (
        <g key={value}>
          <line class="chart-axis" x1={scene.x(value)} x2={scene.x(value)} y1={base} y2={base + 4} />
          <text
            class="chart-tick"
            x={scene.x(value)}
            y={base + 16}
            text-anchor={value === 0 ? 'start' : value === 180 ? 'end' : 'middle'}
          >
            {value}°
          </text>
        </g>
      ))}
      {m !== null && (
        <g data-symbol="m">
          <path class="chart-margin" d={`M${box.left},${box.top + 4}v6M${box.left},${box.top + 7}H${m}M${m},${box.top + 4}v6`} />
          <text class="chart-tick symbol chart-margin-name" x={m + 5} y={box.top + 11}>
            m
          </text>
        </g>
      )}
      {first && (
        <text class="chart-tick" x={box.width - box.right} y={box.top + 28} text-anchor="end">
          <tspan class="chart-now-name">■</tspan> {t('histogramNow')} · □ {t('histogramFirst')}
        </text>
      )}
    </svg>
  );
}

/** Loss and accuracy over the steps of this run. */
export function Curves({ locale, history, steps }: { locale: Locale; history: History; steps: number }): JSX.Element {
  const t = translator(trainingMessages, locale);
  const scene = curvesScene(history, steps, box);
  const last = history.steps.length - 1;
  const empty = last < 1;
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${box.width} ${box.height}`}
      role="img"
      aria-label={
        empty
          ? `${t('curves')}. ${t('curvesEmpty')}`
          : t('curvesLabel', { loss: history.losses[last]!.toFixed(2), train: (100 * history.train[last]!).toFixed(1) })
      }
    >
      <text x={box.left} y={12} class="chart-title">
        <tspan class="chart-loss-name">━ {t('loss')}</tspan>
        {'  '}
        <tspan class="chart-train-name">
          ━ {t('accuracy')}, {t('accuracyTrain')}
        </tspan>
        {'  '}
        <tspan class="chart-train-name">┅ {t('accuracyTest')}</tspan>
      </text>
      <line class="chart-axis" x1={box.left} x2={box.width - box.right} y1={base} y2={base} />
      <line class="chart-grid" x1={box.left} x2={box.width - box.right} y1={box.top} y2={box.top} />
      {empty ? (
        <text class="chart-tick" x={box.width / 2} y={(box.top + base) / 2} text-anchor="middle">
          {t('curvesEmpty')}
        </text>
      ) : (
        <>
          <path d={scene.test} class="chart-line chart-test" />
          <path d={scene.train} class="chart-line chart-train" />
          <path d={scene.loss} class="chart-line chart-loss" />
          <text class="chart-tick" x={box.left + 2} y={box.top + 12}>
            {scene.highestLoss.toFixed(scene.highestLoss < 10 ? 1 : 0)}
          </text>
          <text class="chart-tick" x={box.width - box.right} y={box.top + 12} text-anchor="end">
            {t('percent', { value: 100 })}
          </text>
        </>
      )}
      <text class="chart-tick" x={box.left} y={base + 16}>
        0
      </text>
      <text class="chart-tick" x={box.width - box.right} y={base + 16} text-anchor="end">
        {scene.lastStep}
      </text>
    </svg>
  );
}
