import type { GetStaticPaths } from 'astro';
import { equationsOf } from '../../components/prose/equations';
import { type LossId, lossIds } from '../../lib/losses';

/** The equations of one loss under all its options; fetched when the reader leaves the equation that the page starts with. */
export const getStaticPaths = (() => lossIds.map((loss) => ({ params: { loss } }))) satisfies GetStaticPaths;

export function GET({ params }: { params: { loss: LossId } }): Response {
  return new Response(JSON.stringify(equationsOf(params.loss)), { headers: { 'Content-Type': 'application/json' } });
}
