import { allEquations } from '../components/prose/equations';

/** Equations of the losses that a page does not start with; fetched when the reader first changes the loss. */
export function GET(): Response {
  return new Response(JSON.stringify(allEquations()), { headers: { 'Content-Type': 'application/json' } });
}
