import { gzipSync } from 'node:zlib';
import { type Served, withSite } from './browser/browser';
import { chapters } from './browser/chapters';
import type { PartResult } from './report';
import { printTable } from './table';

const kinds = ['document', 'script', 'style', 'font', 'image', 'data'] as const;
type Kind = (typeof kinds)[number];

interface Weight {
  readonly page: string;
  /** Bytes after gzip, of all that is loaded until five seconds after `load`, without input. */
  readonly bytes: Readonly<Record<Kind | 'all', number>>;
  readonly files: number;
}

/** What a reader's first visit to each page loads. */
export default async function bytes(): Promise<PartResult> {
  const rows: Weight[] = [];
  await withSite(async (served) => {
    for (const page of await chapters(served.url)) rows.push(await weigh(served, page));
  });
  const kb = (value: number) => (value / 1024).toFixed(1);
  console.log('KB after gzip, first load, five seconds after it and without input.\n');
  printTable(
    ['page', ...kinds, 'all', 'files'],
    rows.map(({ page, bytes, files }) => [`/${page}`, ...kinds.map((kind) => kb(bytes[kind])), kb(bytes.all), files]),
  );
  const heaviest = (kind: Kind | 'all') => rows.reduce((a, b) => (b.bytes[kind] > a.bytes[kind] ? b : a));
  const budget = (what: string, target: number, kind: Kind | 'all') =>
    ({
      what,
      sense: '≤',
      target,
      measured: heaviest(kind).bytes[kind] / 1024,
      unit: 'KB',
      note: `heaviest page: /${heaviest(kind).page}`,
    }) as const;
  return {
    data: rows,
    budgets: [
      budget('script of a page 5 s after load without input, gzip', 60, 'script'),
      budget('a page’s first load, all files, gzip', 250, 'all'),
    ],
  };
}

async function weigh({ url, browser }: Served, path: string): Promise<Weight> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    const found: { kind: Kind; size: number }[] = [];
    const pending: Promise<void>[] = [];
    page.on('response', (response) => {
      // A redirect has no body.
      if (response.status() >= 300 && response.status() < 400) return;
      const kind = kindOf(response.request().resourceType(), response.url());
      pending.push(response.body().then((body) => void found.push({ kind, size: gzipSync(body).length })));
    });
    await page.goto(url + path, { waitUntil: 'load' });
    await page.waitForTimeout(5000);
    await Promise.all(pending);
    const sum = (chosen: typeof found) => chosen.reduce((total, { size }) => total + size, 0);
    const byKind = Object.fromEntries(kinds.map((kind) => [kind, sum(found.filter((file) => file.kind === kind))]));
    return { page: path, bytes: { ...(byKind as Record<Kind, number>), all: sum(found) }, files: found.length };
  } finally {
    await context.close();
  }
}

function kindOf(type: string, url: string): Kind {
  if (/\.m?js$/.test(new URL(url).pathname)) return 'script';
  if (type === 'stylesheet') return 'style';
  if (type === 'document' || type === 'font' || type === 'image') return type;
  return 'data';
}
