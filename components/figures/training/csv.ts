import { toDegrees } from '../../../lib/sphere/angle';
import type { Frame } from '../../../lib/training/types';
import type { Drawn } from './drawn';

/** The drawn samples as CSV: raw embedding, class, nearest class, angle to the own class direction in degrees; then the class directions. */
export function embeddingsCsv(frame: Frame, view: Drawn, labels: readonly string[]): string {
  const axes = ['x', 'y', 'z'].slice(0, view.dimension);
  const rows = [['kind', 'sample', 'class', 'nearest', 'theta_degrees', ...axes].join(',')];
  const d = view.dimension;
  for (let i = 0; i < view.labels.length; i++) {
    const place = axes.map((_, k) => frame.embeddings[i * d + k]!.toPrecision(6));
    rows.push(
      [
        'embedding',
        view.samples[i],
        labels[view.labels[i]!],
        labels[view.nearest[i]!],
        toDegrees(view.angles[i]!).toFixed(3),
        ...place,
      ].join(','),
    );
  }
  for (let k = 0; k < view.classes; k++) {
    rows.push(
      ['class direction', '', labels[k], '', '', ...axes.map((_, c) => frame.weights[k * d + c]!.toPrecision(6))].join(','),
    );
  }
  return `${rows.join('\n')}\n`;
}
