import type { JSX } from 'preact';
import { degrees, fixed } from '../../../lib/describe/format';
import { algorithmFigure } from '../../../lib/i18n/catalogues/algorithm';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { ClassMark } from '../shared/marks';
import { type Line, type LineName, label } from './scene';

function Sym({ id, children }: { id: string; children: string }): JSX.Element {
  return (
    <span class="figure-symbol" data-symbol={id} style={{ color: `var(--symbol-${id})` }}>
      {children}
    </span>
  );
}

const subscripts = ['₁', '₂', '₃', '₄'];

/** The symbol of a quantity. `enlarged` and `target` are written as the loss in force has them. */
function Label({ line, formula, angle, locale }: { line: Line; formula: string; angle: string; locale: Locale }): JSX.Element {
  const t = translator(algorithmFigure, locale);
  const theta = <Sym id="theta">θ</Sym>;
  const w = <Sym id="W">{`W${subscripts[line.k ?? 0]}`}</Sym>;
  const labels: Record<LineName, JSX.Element> = {
    x: <Sym id="x">x</Sym>,
    xHat: (
      <>
        <Sym id="x">x</Sym> / ‖<Sym id="x">x</Sym>‖
      </>
    ),
    norm: (
      <>
        {t('length')} ‖<Sym id="x">x</Sym>‖
      </>
    ),
    weight: w,
    weightHat: (
      <>
        {w} / ‖{w}‖
      </>
    ),
    cosines: <>cos {theta}ⱼ</>,
    cosTheta: <>cos {theta}</>,
    theta,
    enlarged: <Formula text={angle} />,
    target: <Formula text={formula} />,
    oneHot: <>1[j = y]</>,
    row: <>ψ</>,
    logits: (
      <>
        <Sym id="s">s</Sym> ψ
      </>
    ),
    probability: <>p</>,
    loss: <>{t('crossEntropy')}</>,
  };
  return labels[line.name];
}

/** A formula in text, with m and θ as symbols. */
export function Formula({ text }: { text: string }): JSX.Element {
  const parts = text.split(/(m[₁₂₃]?|θ)/);
  return (
    <>
      {parts.map((part, i) => {
        if (part === 'θ')
          return (
            <Sym key={i} id="theta">
              θ
            </Sym>
          );
        if (/^m/.test(part))
          return (
            <span
              key={i}
              class="figure-symbol"
              data-symbol={part.replace(/[₁₂₃]/, (d) => String('₁₂₃'.indexOf(d) + 1))}
              style={{ color: 'var(--symbol-m)' }}
            >
              {part}
            </span>
          );
        return part;
      })}
    </>
  );
}

export interface LineViewProps {
  readonly line: Line;
  readonly formula: string;
  readonly angle: string;
  readonly locale: Locale;
  /** The place of the own class differs from the line before: it is marked. */
  readonly changed?: boolean;
}

/** One quantity and its values: a vector in brackets, a row with a place for each class, or a single number. */
export function LineView({ line, formula, angle, locale, changed = false }: LineViewProps): JSX.Element {
  return (
    <span class="fig-algo-line">
      <span class="fig-algo-label">
        <Label line={line} formula={formula} angle={angle} locale={locale} />
      </span>
      <span class="fig-algo-equals">=</span>
      {line.kind === 'classes' ? (
        <span class="fig-algo-row">
          {line.values.map((value, k) => (
            <span key={k} class={k === label ? `is-own${changed ? ' is-changed' : ''}` : ''}>
              {fixed(value, line.digits)}
            </span>
          ))}
        </span>
      ) : line.kind === 'space' ? (
        <span class="fig-algo-vector">({line.values.map((value) => fixed(value, line.digits)).join(', ')})</span>
      ) : (
        <span class="fig-algo-number">
          {line.kind === 'angle'
            ? `${degrees(line.values[0] ?? 0)} = ${fixed(line.values[0] ?? 0, 3)} rad`
            : fixed(line.values[0] ?? 0, line.digits)}
        </span>
      )}
    </span>
  );
}

/** Which place belongs to which class; stands above rows. */
export function ClassHead({ locale }: { locale: Locale }): JSX.Element {
  const t = translator(algorithmFigure, locale);
  return (
    <span class="fig-algo-line fig-algo-head" aria-hidden="true">
      <span class="fig-algo-label">{t('classes')}</span>
      <span class="fig-algo-equals" />
      <span class="fig-algo-row">
        {subscripts.map((_, k) => (
          <span key={k} class={k === label ? 'is-own' : ''}>
            <svg viewBox="-7 -7 14 14" width="13" height="13" aria-hidden="true">
              <ClassMark k={k} x={0} y={0} r={4.6} outlined={false} />
            </svg>
            {k + 1}
          </span>
        ))}
      </span>
    </span>
  );
}
