import { onPage, withPages } from './browser/browser';
import type { PartResult } from './report';
import { rounded } from './statistics';
import { printTable } from './table';

interface Shown {
  /** Pictures a second. */
  readonly fps: number;
  /** Side of the drawn picture, device pixels: the figure adapts it to what the device manages. */
  readonly pixels: number;
}

/** The sphere figure, 600 × 600 pixels of the page, ten classes, turned without pause. */
export interface SphereTimes {
  readonly points: number;
  readonly idle: Shown;
  /** While a worker trains and each of its frames moves all points. `trainingFps`: frames of the run that were shown, a second. */
  readonly training: Shown & { readonly trainingFps: number };
  /** Drawing and copying alone, always 600 × 600. */
  readonly fullResolutionFps: number;
}

declare const measureSphere: (points: number) => Promise<SphereTimes>;

/** How many pictures a second the sphere manages. */
export default async function sphere(): Promise<PartResult> {
  const rows: SphereTimes[] = [];
  await withPages(async (served) => {
    for (const points of [1000, 10_000, 100_000]) {
      rows.push(await onPage(served, 'sphere.html', (page) => page.evaluate((n) => measureSphere(n), points)));
    }
  });
  const shown = ({ fps, pixels }: Shown): Shown => ({ fps: rounded(fps), pixels });
  const data = rows.map(({ points, idle, training, fullResolutionFps }) => ({
    points,
    idle: shown(idle),
    training: { ...shown(training), trainingFps: rounded(training.trainingFps) },
    fullResolutionFps: rounded(fullResolutionFps),
  }));
  printTable(
    [
      'points',
      'fps turning',
      'drawn at',
      'fps while training',
      'drawn at',
      'frames of the run',
      'fps at full resolution, drawing alone',
    ],
    data.map((row) => [
      row.points,
      row.idle.fps,
      `${row.idle.pixels}²`,
      row.training.fps,
      `${row.training.pixels}²`,
      row.training.trainingFps,
      row.fullResolutionFps,
    ]),
  );
  const tenThousand = rows[1]!;
  const budget = (what: string, target: number, { fps, pixels }: Shown) =>
    ({ what, sense: '≥', target, measured: fps, unit: 'fps', note: `resolution adapts; drawn at ${pixels}²` }) as const;
  return {
    data,
    budgets: [
      budget('sphere 600×600, 10 classes, 10,000 points, turning', 25, tenThousand.idle),
      budget('the same while training', 12, tenThousand.training),
    ],
  };
}
