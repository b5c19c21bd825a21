import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { figuresShared } from '../../../lib/i18n/catalogues/figures-shared';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { currentLink } from '../../page/state/address';
import { PageSliders } from './PageSliders';
import { canvasToPng, download, standaloneSvg, svgToPng } from './save';
import './tools.css';

type Source<E> = RefObject<E> | (() => E | null);
/** Several pictures are saved side by side. */
type Pictures = RefObject<SVGSVGElement> | (() => SVGSVGElement | readonly SVGSVGElement[] | null);

export interface FigureToolsProps {
  /** Id of the figure's block: its anchor, and the name of saved files. */
  id: string;
  locale: Locale;
  svg?: Pictures;
  canvas?: Source<HTMLCanvasElement>;
  /** The data behind the figure in its present state. */
  csv?: () => string;
  /** Offer the page's parameters in full screen; off for figures that have these sliders themselves. */
  sliders?: boolean;
}

/** The quiet row under a figure: full screen, link to this figure in this state, PNG, SVG, CSV. One menu button on phones. */
export function FigureTools({ id, locale, svg, canvas, csv, sliders = true }: FigureToolsProps): JSX.Element {
  const t = translator(figuresShared, locale);
  const [open, setOpen] = useState(false);
  const [full, setFull] = useState(false);
  const [canFill, setCanFill] = useState(false);
  const [said, setSaid] = useState('');
  const [link, setLink] = useState('');

  useEffect(() => {
    setCanFill(document.fullscreenEnabled);
    const update = () => setFull(document.fullscreenElement?.id === id);
    document.addEventListener('fullscreenchange', update);
    return () => document.removeEventListener('fullscreenchange', update);
  }, [id]);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(''), 4000);
    return () => clearTimeout(timer);
  }, [said]);

  const attempt = async (action: () => Promise<string>) => {
    try {
      setSaid(await action());
    } catch (error) {
      setSaid(t('failed', { reason: error instanceof Error ? error.message : String(error) }));
    }
  };
  const save = (extension: string, make: () => Blob | string | Promise<Blob>, type?: string) =>
    attempt(async () => {
      const name = `margin-notes-${id}.${extension}`;
      download(name, await make(), type);
      return t('saved', { name });
    });
  const toggleFull = () =>
    attempt(async () => {
      if (document.fullscreenElement) await document.exitFullscreen();
      else await document.getElementById(id)?.requestFullscreen();
      return '';
    });
  const copy = async () => {
    const url = currentLink(id);
    try {
      await navigator.clipboard.writeText(url);
      setLink('');
      setSaid(t('copied'));
    } catch {
      // Without a secure context or the permission there is no clipboard: the link is shown to be copied by hand.
      setLink(url);
    }
  };
  const picture = svg
    ? () => svgToPng(need<SVGSVGElement | readonly SVGSVGElement[]>(svg))
    : canvas
      ? () => canvasToPng(need(canvas))
      : null;

  return (
    <fieldset class="figure-tools js-only" aria-label={t('tools')}>
      {full && sliders && <PageSliders locale={locale} />}
      <button
        type="button"
        class="figure-tools-menu"
        aria-expanded={open}
        aria-controls={`${id}-tools`}
        onClick={() => setOpen(!open)}
      >
        <Icon path="M3 5h10M3 8h10M3 11h10" />
        {t('menu')}
      </button>
      <div id={`${id}-tools`} class={open ? 'figure-tools-row is-open' : 'figure-tools-row'}>
        {canFill && (
          <Tool icon="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3" onClick={toggleFull}>
            {t(full ? 'leaveFullScreen' : 'fullScreen')}
          </Tool>
        )}
        <Tool
          icon="M6.5 9.5l3-3M7 5l1.5-1.5a2.5 2.5 0 0 1 3.6 3.6L10.5 8.6M9 11l-1.5 1.5a2.5 2.5 0 0 1-3.6-3.6L5.5 7.4"
          onClick={copy}
        >
          {t('copyLink')}
        </Tool>
        {picture && (
          <Tool icon={saveIcon} label={t('savePng')} onClick={() => save('png', picture)}>
            {t('png')}
          </Tool>
        )}
        {svg && (
          <Tool
            icon={saveIcon}
            label={t('saveSvg')}
            onClick={() => save('svg', () => standaloneSvg(need<SVGSVGElement | readonly SVGSVGElement[]>(svg)), 'image/svg+xml')}
          >
            {t('svg')}
          </Tool>
        )}
        {csv && (
          <Tool icon={saveIcon} label={t('saveCsv')} onClick={() => save('csv', csv, 'text/csv;charset=utf-8')}>
            {t('csv')}
          </Tool>
        )}
      </div>
      <span class="figure-tools-said" role="status">
        {said}
      </span>
      {link && (
        <label class="figure-tools-link">
          {t('copyByHand')}
          <input readOnly value={link} ref={(input) => input?.select()} />
        </label>
      )}
    </fieldset>
  );
}

const saveIcon = 'M8 2.5v7M5 7l3 3 3-3M3 13h10';

function Tool({
  icon,
  label,
  onClick,
  children,
}: {
  icon: string;
  label?: string;
  onClick(): void;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <button type="button" aria-label={label} title={label} onClick={onClick}>
      <Icon path={icon} />
      {children}
    </button>
  );
}

function Icon({ path }: { path: string }): JSX.Element {
  return (
    <svg class="figure-tools-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

function need<E>(source: RefObject<E> | (() => E | null)): E {
  const element = typeof source === 'function' ? source() : source.current;
  if (!element) throw new Error('no picture yet');
  return element;
}
