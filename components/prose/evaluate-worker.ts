/** Evaluates cases away from the page, so that a large one can be stopped. One text in, one answer out. */
import { evaluateText } from '../../lib/evaluate/evaluate';
import { readable } from '../../lib/evaluate/readable';
import { InputError } from '../../lib/objectives/objective';

export type Answer =
  | { readonly ok: true; readonly text: string; readonly losses: readonly number[]; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly message: string };

interface Shown {
  readonly loss: number;
  readonly warnings?: readonly string[];
}

self.onmessage = ({ data }: MessageEvent<string>) => {
  self.postMessage(answer(data));
};

function answer(text: string): Answer {
  try {
    const result: unknown = JSON.parse(evaluateText(text));
    const all = (Array.isArray(result) ? result : [result]) as Shown[];
    return {
      ok: true,
      text: readable(result),
      losses: all.map(({ loss }) => loss),
      warnings: [...new Set(all.flatMap(({ warnings }) => warnings ?? []))],
    };
  } catch (error) {
    // Anything else is a fault of the evaluator, and the page hears of it as an error of the worker.
    if (!(error instanceof InputError)) throw error;
    return { ok: false, message: error.message };
  }
}
