import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Digits8 } from '../../../lib/datasets/digits8';
import { trainingMessages } from '../../../lib/i18n/catalogues/training';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { toDegrees } from '../../../lib/sphere/angle';
import type { Drawn } from './drawn';
import { dataBase } from './engine';

let digits: Promise<Digits8> | null = null;

/** The digits as bytes, fetched when a picture is first wanted (usually from the browser's cache). */
function loadDigits(): Promise<Digits8> {
  digits ??= import('../../../lib/datasets/fetch').then(({ fetchDigits8 }) => fetchDigits8(dataBase()));
  digits.catch(() => {
    digits = null;
  });
  return digits;
}

export interface SampleCardProps {
  locale: Locale;
  view: Drawn;
  index: number;
  labels: readonly string[];
  /** The samples are digits, whose pictures can be shown. */
  pictures: boolean;
  /** Place of the sample in shares of the picture. */
  place: { x: number; y: number } | null;
}

/** What a sample is: its picture, its class, the nearest class direction, its angle. */
export function SampleCard({ locale, view, index, labels, pictures, place }: SampleCardProps): JSX.Element | null {
  const t = translator(trainingMessages, locale);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [missing, setMissing] = useState(false);
  const sample = view.samples[index];
  useEffect(() => {
    if (!pictures || sample === undefined) return;
    let stale = false;
    loadDigits().then(
      (source) => {
        if (!stale && canvas.current) paintDigit(canvas.current, source, sample);
      },
      (error) => {
        console.warn('the picture of the sample could not be loaded:', error);
        if (!stale) setMissing(true);
      },
    );
    return () => {
      stale = true;
    };
  }, [sample, pictures]);
  if (sample === undefined) return null;
  const own = labels[view.labels[index]!] ?? '';
  const nearest = labels[view.nearest[index]!] ?? '';
  const degrees = toDegrees(view.angles[index]!).toFixed(1);
  const style = place ? { left: `${100 * place.x}%`, top: `${100 * place.y}%` } : {};
  const side = place && place.x > 0.5 ? ' is-left' : '';
  return (
    <div class={`sample-card${place ? ' is-placed' : ''}${side}`} style={style} role="status">
      {pictures && !missing && <canvas ref={canvas} width={8} height={8} class="sample-picture" />}
      <div>
        <strong>{t(pictures ? 'sampleDigit' : 'sampleClass', { own })}</strong>
        <br />
        {view.wrong[index] ? t('sampleWrong', { nearest }) : t('sampleRight')}
        <br />
        <span data-symbol="theta" class="sample-theta">
          {t('sampleAngle', { angle: degrees })}
        </span>
      </div>
    </div>
  );
}

/** Ink on paper in the colours of the page, from the bytes of the data set. */
function paintDigit(canvas: HTMLCanvasElement, source: Digits8, sample: number): void {
  const { width, height, max, pixels } = source;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.fillStyle = getComputedStyle(canvas).color;
  for (let i = 0; i < width * height; i++) {
    context.globalAlpha = pixels[sample * width * height + i]! / max;
    context.fillRect(i % width, Math.floor(i / width), 1, 1);
  }
}
